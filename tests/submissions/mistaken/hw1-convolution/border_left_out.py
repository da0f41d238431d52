# conv2d_same: border-left-zero
# shift: shift-reversed
# sobel_edges: gradient-sum
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    image = np.asarray(image, float)
    d = np.shape(kernel)[0] // 2
    out = np.zeros(image.shape)
    for x in range(d, image.shape[0] - d):
        for y in range(d, image.shape[1] - d):
            out[x, y] = conv_pixel(image, kernel, bias, x, y)
    return out
# %% sobel-edges
def sobel_edges(image):
    return conv2d(image, np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]))
# %% shift
def shift(image, dx, dy):
    image = np.asarray(image, dtype=float)
    out = np.zeros(image.shape)
    for x in range(image.shape[0]):
        for y in range(image.shape[1]):
            if 0 <= x + dx < image.shape[0] and 0 <= y + dy < image.shape[1]:
                out[x, y] = image[x + dx, y + dy]
    return out
