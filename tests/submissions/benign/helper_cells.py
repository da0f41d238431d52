# Spreads an answer over cells of its own, above and below.
# %% own
def window(image, d, x, y):
    return [row[y - d : y + d + 1] for row in image[x - d : x + d + 1]]
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    d = len(kernel) // 2
    image = np.asarray(image, dtype=float)
    check_place(image, d, x, y)
    return products(window(image, d, x, y), kernel) + bias
# %% own
def products(part, kernel):
    return sum(float(a) * float(b) for row, line in zip(part, kernel) for a, b in zip(row, line))
# %% own
def check_place(image, d, x, y):
    if not (d <= x < len(image) - d and d <= y < len(image[0]) - d):
        raise ValueError("the window leaves the image")
