# conv2d_same: anchor-corner
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    k = len(kernel)
    return conv2d(np.pad(np.asarray(image, float), ((0, k - 1), (0, k - 1))), kernel, bias)
