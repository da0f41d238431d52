# Forgets a return; makes the result one pixel too small.
# like: ada
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    height, width = image.shape
    if not (d <= x < height - d and d <= y < width - d):
        raise ValueError("the window leaves the image")
    print((image[x - d : x + d + 1, y - d : y + d + 1] * kernel).sum() + bias)
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("the kernel does not fit")
    out = np.zeros((image.shape[0] - k, image.shape[1] - k))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            out[x, y] = (image[x : x + k, y : y + k] * kernel).sum() + bias
    return out
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, d), kernel.shape)
    return (windows * kernel).sum(axis=(2, 3)) + bias
# %% sobel-edges
def sobel_edges(image):
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(image, float), (3, 3))
    return np.hypot((windows * sobel).sum(axis=(2, 3)), (windows * sobel.T).sum(axis=(2, 3)))
