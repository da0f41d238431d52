# Right: plain Python lists, and helper cells of her own.
# like: ada
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    rows, weights = as_rows(image), as_rows(kernel)
    d = len(weights) // 2
    if x < d or y < d or x + d >= len(rows) or y + d >= len(rows[0]):
        raise ValueError("outside")
    return bias + sum(
        weights[i + d][j + d] * rows[x + i][y + j]
        for i in range(-d, d + 1)
        for j in range(-d, d + 1)
    )
# %% own
def as_rows(values):
    """Any kind of image as lists of floats."""
    return [[float(value) for value in row] for row in values]
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    rows, weights = as_rows(image), as_rows(kernel)
    k = len(weights)
    if k % 2 == 0 or any(len(row) != k for row in weights) or k > min(len(rows), len(rows[0])):
        raise ValueError(f"a kernel of side {k} does not do")
    d = k // 2
    return [
        [conv_pixel(rows, weights, bias, x, y) for y in range(d, len(rows[0]) - d)]
        for x in range(d, len(rows) - d)
    ]
# %% sobel-edges
def sobel_edges(image):
    one = conv2d(image, [[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    two = conv2d(image, [[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    return [[(a * a + b * b) ** 0.5 for a, b in zip(p, q)] for p, q in zip(one, two)]
