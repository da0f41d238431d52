# conv_pixel: bias-inside-sum
# conv2d: bias-inside-sum
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    d = kernel.shape[0] // 2
    if x < d or y < d or x >= image.shape[0] - d or y >= image.shape[1] - d:
        raise ValueError("outside")
    total = 0
    for i in range(-d, d + 1):
        for j in range(-d, d + 1):
            total = total + kernel[i + d, j + d] * image[x + i, y + j] + bias
    return total
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    k = len(kernel)
    if kernel.shape != (k, k) or k % 2 != 1 or k > min(image.shape):
        raise ValueError("kernel")
    d = k // 2
    rows = range(d, image.shape[0] - d)
    columns = range(d, image.shape[1] - d)
    return np.array([[conv_pixel(image, kernel, bias, x, y) for y in columns] for x in rows])
