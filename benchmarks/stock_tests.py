# ruff: noqa
# What stock nbgrader gets in place of the hidden suite of hw1: for each grade cell the same
# claims, as a teacher writes them between BEGIN HIDDEN TESTS and END HIDDEN TESTS. It is no
# module: benchmarks/grading.py puts each part into the grade cell of its name.
# %% test-conv-pixel
import numpy as np

hidden = np.random.default_rng()


def expected_pixel(image, kernel, bias, x, y):
    d = len(kernel) // 2
    return np.sum(kernel * image[x - d : x + d + 1, y - d : y + d + 1]) + bias


def array(function, *arguments, **named):
    return np.asarray(function(*arguments, **named))


def refuses(function, *arguments):
    try:
        function(*arguments)
    except ValueError:
        return True
    return False


picture = hidden.normal(scale=10.0, size=(9, 12))
for k, x, y in ((3, 4, 7), (5, 3, 8), (1, 6, 2)):
    weights = hidden.normal(size=(k, k))
    assert np.isclose(
        conv_pixel(picture, weights, 0.0, x, y), expected_pixel(picture, weights, 0.0, x, y)
    )
weights = hidden.normal(size=(3, 3))
assert np.isclose(
    conv_pixel(picture, weights, 2.5, 3, 4) - conv_pixel(picture, weights, 0.0, 3, 4), 2.5
)
before = picture.copy()
for x, y in ((1, 1), (7, 10), (1, 10)):
    assert np.isclose(
        conv_pixel(picture, weights, 0.0, x, y), expected_pixel(picture, weights, 0.0, x, y)
    )
assert np.array_equal(picture, before)
for x, y in ((0, 4), (8, 4), (3, 0), (3, 11), (-1, 4), (3, 12)):
    assert refuses(conv_pixel, picture, weights, 0.0, x, y)


# %% test-conv2d
def expected_conv2d(image, kernel, bias=0.0):
    windows = np.lib.stride_tricks.sliding_window_view(
        np.asarray(image, dtype=float), np.shape(kernel)
    )
    return np.einsum("xyij,ij->xy", windows, kernel) + bias


def kinds(whole):
    wide = np.zeros((2 * whole.shape[0], 2 * whole.shape[1]))
    wide[::2, ::2] = whole
    locked = whole.astype(float)
    locked.setflags(write=False)
    return [
        whole.tolist(),
        whole,
        whole.astype(np.uint8),
        whole.astype(np.float32),
        wide[::2, ::2],
        locked,
    ]


for height, width, k in ((7, 10, 3), (9, 6, 5), (4, 5, 1), (3, 3, 3), (8, 13, 7)):
    picture, weights = hidden.normal(scale=10.0, size=(height, width)), hidden.normal(size=(k, k))
    assert np.allclose(array(conv2d, picture, weights), expected_conv2d(picture, weights))
    assert array(conv2d, picture, weights).shape == (height - k + 1, width - k + 1)
picture, weights = hidden.normal(scale=10.0, size=(6, 9)), hidden.normal(size=(3, 3))
for answer in (array(conv2d, picture, weights, 4.5), array(conv2d, picture, weights, bias=4.5)):
    assert np.allclose(answer - array(conv2d, picture, weights), 4.5)
for shape in ((2, 2), (3, 5), (5, 3), (7, 7)):
    assert refuses(conv2d, picture, hidden.normal(size=shape))
whole = hidden.integers(0, 256, (5, 7))
for one in kinds(whole):
    assert np.allclose(array(conv2d, one, weights), expected_conv2d(whole, weights), rtol=1e-4)
before = picture.copy()
assert np.array_equal(array(conv2d, picture, weights), array(conv2d, picture, weights))
assert np.array_equal(picture, before)
assert np.allclose(array(conv2d, 2 * picture, weights), 2 * array(conv2d, picture, weights))
assert np.allclose(array(conv2d, picture[1:, 2:], weights), array(conv2d, picture, weights)[1:, 2:])
# %% test-conv2d-same
for height, width, k in ((7, 10, 3), (9, 6, 5), (4, 5, 1)):
    picture, weights = hidden.normal(scale=10.0, size=(height, width)), hidden.normal(size=(k, k))
    answer = array(conv2d_same, picture, weights)
    assert answer.shape == picture.shape
    assert np.allclose(answer, expected_conv2d(np.pad(picture, k // 2), weights))
    assert np.allclose(array(conv2d_same, picture, weights, 4.5) - answer, 4.5)
weights = hidden.normal(size=(3, 3))
whole = hidden.integers(0, 256, (5, 7))
for one in kinds(whole):
    assert np.allclose(
        array(conv2d_same, one, weights), expected_conv2d(np.pad(whole, 1), weights), rtol=1e-4
    )
before = picture.copy()
assert np.array_equal(array(conv2d_same, picture, weights), array(conv2d_same, picture, weights))
assert np.array_equal(picture, before)


# %% test-sobel-edges
def expected_edges(image):
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    return np.hypot(expected_conv2d(image, sobel), expected_conv2d(image, sobel.T))


for height, width in ((7, 10), (9, 5), (3, 4)):
    picture = hidden.normal(scale=10.0, size=(height, width))
    assert np.allclose(array(sobel_edges, picture), expected_edges(picture))
steps = np.repeat(hidden.normal(size=(7, 1)), 10, axis=1)
for one in (steps, steps.T):
    assert np.allclose(array(sobel_edges, one), expected_edges(one))
whole = hidden.integers(0, 256, (6, 8))
for one in kinds(whole):
    assert np.allclose(array(sobel_edges, one), expected_edges(whole), rtol=1e-4)
assert np.allclose(array(sobel_edges, np.full((5, 7), 3.5)), 0)
picture = hidden.normal(scale=10.0, size=(6, 9))
before = picture.copy()
assert np.array_equal(array(sobel_edges, picture), array(sobel_edges, picture))
assert np.array_equal(picture, before)


# %% test-shift
def expected_shift(image, dx, dy):
    out = np.zeros(np.shape(image))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            if 0 <= x - dx < out.shape[0] and 0 <= y - dy < out.shape[1]:
                out[x, y] = image[x - dx][y - dy]
    return out


picture = hidden.normal(scale=10.0, size=(7, 9))
for dx, dy in (
    (2, 0),
    (0, 3),
    (1, 4),
    (-2, 0),
    (0, -1),
    (-3, 2),
    (0, 0),
    (2, 3),
    (-1, -2),
    (7, 0),
    (1, -10),
):
    assert np.allclose(array(shift, picture, dx, dy), expected_shift(picture, dx, dy))
whole = hidden.integers(1, 256, (5, 7))
for one in kinds(whole):
    assert np.allclose(array(shift, one, 1, 2), expected_shift(whole, 1, 2))
    assert array(shift, one, 1, 2).dtype.kind == "f"
before = picture.copy()
assert np.array_equal(array(shift, picture, 1, 2), array(shift, picture, 1, 2))
assert np.array_equal(picture, before)
