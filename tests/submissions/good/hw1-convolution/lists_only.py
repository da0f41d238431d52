# Pure Python: no array is ever made.

# %% own
def as_lists(table):
    return [[float(value) for value in row] for row in table]


def window_sum(image, kernel, top, left):
    total = 0.0
    for i, weights in enumerate(kernel):
        for j, weight in enumerate(weights):
            total += weight * image[top + i][left + j]
    return total
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = as_lists(image), as_lists(kernel)
    d = len(kernel) // 2
    if x - d < 0 or y - d < 0 or x + d >= len(image) or y + d >= len(image[0]):
        raise ValueError("the window leaves the image")
    return window_sum(image, kernel, x - d, y - d) + bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = as_lists(image), as_lists(kernel)
    k = len(kernel)
    if k % 2 == 0 or any(len(row) != k for row in kernel):
        raise ValueError("kernel must be odd and square")
    if k > len(image) or k > len(image[0]):
        raise ValueError("kernel too large")
    return [
        [window_sum(image, kernel, x, y) + bias for y in range(len(image[0]) - k + 1)]
        for x in range(len(image) - k + 1)
    ]
# %% conv2d-same
def conv2d_same(image, kernel, bias=0.0):
    image = as_lists(image)
    d = len(kernel) // 2
    width = len(image[0]) + 2 * d
    empty = [[0.0] * width for _ in range(d)]
    middle = [[0.0] * d + row + [0.0] * d for row in image]
    return conv2d(empty + middle + empty, kernel, bias)
# %% sobel-edges
def sobel_edges(image):
    s = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
    t = [list(column) for column in zip(*s)]
    a, b = conv2d(image, s), conv2d(image, t)
    return [[(p * p + q * q) ** 0.5 for p, q in zip(r, u)] for r, u in zip(a, b)]
# %% shift
def shift(image, dx, dy):
    image = as_lists(image)
    height, width = len(image), len(image[0])
    inside = lambda x, y: 0 <= x < height and 0 <= y < width
    return [
        [image[x - dx][y - dy] if inside(x - dx, y - dy) else 0.0 for y in range(width)]
        for x in range(height)
    ]
