# The honest answers that some attacks stand beside.
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    """One pixel of the convolution."""
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    height, width = image.shape
    if not (d <= x < height - d and d <= y < width - d):
        raise ValueError("the window leaves the image")
    total = 0.0
    for i in range(-d, d + 1):
        for j in range(-d, d + 1):
            total += kernel[i + d, j + d] * image[x + i, y + j]
    return total + bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    """The whole image, pixel by pixel."""
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    height, width = image.shape
    if k != other or k % 2 == 0 or k > height or k > width:
        raise ValueError("a kernel is square, has an odd side and fits into the image")
    d = k // 2
    out = np.zeros((height - 2 * d, width - 2 * d))
    for x in range(d, height - d):
        for y in range(d, width - d):
            out[x - d, y - d] = conv_pixel(image, kernel, bias, x, y)
    return out
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    """Zeros around the image."""
    d = np.asarray(kernel).shape[0] // 2
    image = np.asarray(image, dtype=float)
    padded = np.zeros((image.shape[0] + 2 * d, image.shape[1] + 2 * d))
    padded[d : d + image.shape[0], d : d + image.shape[1]] = image
    return conv2d(padded, kernel, bias)
# %% sobel-edges
def sobel_edges(image):
    """The gradient's length."""
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return np.sqrt(conv2d(image, sobel) ** 2 + conv2d(image, sobel.T) ** 2)
# %% shift
def shift(image, dx, dy):
    """Move the picture, zeros come in."""
    image = np.asarray(image, dtype=float)
    out = np.zeros(image.shape)
    for x in range(image.shape[0]):
        for y in range(image.shape[1]):
            if 0 <= x - dx < image.shape[0] and 0 <= y - dy < image.shape[1]:
                out[x, y] = image[x - dx, y - dy]
    return out
