# conv2d_same: padding-missing
# sobel_edges: returns-none
# shift: not-implemented
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    return conv2d(image, kernel, bias)
# %% sobel-edges
def sobel_edges(image):
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    length = np.hypot(conv2d(image, sobel), conv2d(image, sobel.T))
# %% shift
def shift(image, dx, dy):
    raise NotImplementedError("Task 5: out[x, y] = image[x - dx, y - dy], zeros outside.")
