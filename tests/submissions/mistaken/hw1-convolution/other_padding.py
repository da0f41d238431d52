# conv2d_same: padding-edge
# shift: wraps-around
# sobel_edges: gradient-sum
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    d = np.shape(kernel)[0] // 2
    return conv2d(np.pad(np.asarray(image, float), d, mode="reflect"), kernel, bias)
# %% sobel-edges
def sobel_edges(image):
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return np.abs(conv2d(image, sobel)) + np.abs(conv2d(image, sobel.T))
# %% shift
def shift(image, dx, dy):
    return np.roll(np.array(image, dtype=float), (dx, dy), (0, 1))
