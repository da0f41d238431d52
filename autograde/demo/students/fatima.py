# Takes x for the column; shifts the wrong way.
# like: ada
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    height, width = image.shape
    if not (d <= y < height - d and d <= x < width - d):
        raise ValueError("the window leaves the image")
    return (image[y - d : y + d + 1, x - d : x + d + 1] * kernel).sum() + bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    return np.einsum("xyij,ij->xy", windows, kernel) + bias
# %% shift
def shift(image, dx, dy):
    image = np.asarray(image, dtype=float)
    out = np.zeros(image.shape)
    for x in range(image.shape[0]):
        for y in range(image.shape[1]):
            if 0 <= x + dx < image.shape[0] and 0 <= y + dy < image.shape[1]:
                out[x, y] = image[x + dx, y + dy]
    return out
