# Writes an answer twice, and the second one is right.
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    return None
# %% own
def conv2d_same(image, kernel, bias=0.0):
    d = len(kernel) // 2
    return conv2d(np.pad(np.asarray(image, dtype=float), d), kernel, bias)
