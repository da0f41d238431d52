# Adds the bias inside the sum, as the slide can be read.
# like: ada
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    height, width = image.shape
    if not (d <= x < height - d and d <= y < width - d):
        raise ValueError("the window leaves the image")
    total = 0.0
    for i in range(-d, d + 1):
        for j in range(-d, d + 1):
            total += kernel[i + d, j + d] * image[x + i, y + j] + bias
    return total
