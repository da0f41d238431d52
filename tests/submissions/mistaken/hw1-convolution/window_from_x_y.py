# conv_pixel: anchor-corner
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    k = kernel.shape[0]
    if x + k > image.shape[0] or y + k > image.shape[1]:
        raise ValueError("outside")
    return np.sum(image[x : x + k, y : y + k] * kernel) + bias
