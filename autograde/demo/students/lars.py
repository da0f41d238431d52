# Starts the window at (x, y); works in the input's memory.
# like: ada
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k = len(kernel)
    total = bias
    for i in range(k):
        for j in range(k):
            if x + i < image.shape[0] and y + j < image.shape[1]:
                total += kernel[i, j] * image[x + i, y + j]
    return total
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    pixels, weights = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = weights.shape
    if k != other or k % 2 == 0 or k > min(pixels.shape):
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (k, k))
    return np.einsum("xyij,ij->xy", windows, weights) + bias
# %% shift
def shift(image, dx, dy):
    """Right, but brightens the picture that it was given."""
    pixels = np.array(image, dtype=float)
    height, width = pixels.shape
    out = np.zeros((height, width))
    for x in range(height):
        for y in range(width):
            if 0 <= x - dx < height and 0 <= y - dy < width:
                out[x, y] = pixels[x - dx, y - dy]
    if isinstance(image, np.ndarray):
        image += 1
    return out
