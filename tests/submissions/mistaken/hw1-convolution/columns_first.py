# conv_pixel: axes-swapped
# shift: axes-swapped
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    d = kernel.shape[0] // 2
    height, width = image.shape
    if x - d < 0 or x + d >= width or y - d < 0 or y + d >= height:
        raise ValueError("outside")
    window = image[y - d : y + d + 1, x - d : x + d + 1]
    return float((window * kernel).sum()) + bias
# %% shift
def shift(image, dx, dy):
    image = np.asarray(image, dtype=float)
    out = np.zeros(image.shape)
    rows, columns = image.shape
    for r in range(rows):
        for c in range(columns):
            if 0 <= r - dy < rows and 0 <= c - dx < columns:
                out[r, c] = image[r - dy, c - dx]
    return out
