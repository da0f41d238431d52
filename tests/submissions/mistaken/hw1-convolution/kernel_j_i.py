# conv_pixel: kernel-transposed
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    d = kernel.shape[0] // 2
    if not (d <= x < image.shape[0] - d and d <= y < image.shape[1] - d):
        raise ValueError("outside")
    s = 0.0
    for i in range(-d, d + 1):
        for j in range(-d, d + 1):
            s += kernel[j + d, i + d] * image[x + i, y + j]
    return s + bias
