# Vectorised, each answer a lambda or a line.

# %% own
from numpy.lib.stride_tricks import sliding_window_view

f = lambda a: np.asarray(a, dtype=np.float64)
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    d = len(kernel) // 2
    if not (d <= x < len(image) - d and d <= y < len(image[0]) - d):
        raise ValueError
    return (f(image)[x - d : x + d + 1, y - d : y + d + 1] * f(kernel)).sum() + bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = f(image), f(kernel)
    if len(set(kernel.shape)) > 1 or len(kernel) % 2 != 1 or len(kernel) > min(image.shape):
        raise ValueError(kernel.shape)
    return np.einsum("xyij,ij->xy", sliding_window_view(image, kernel.shape), kernel) + bias
# %% conv2d-same
conv2d_same = lambda image, kernel, bias=0.0: conv2d(
    np.pad(f(image), len(kernel) // 2), kernel, bias
)
# %% sobel-edges
S = np.outer([1, 2, 1], [1, 0, -1])
sobel_edges = lambda image: np.hypot(conv2d(image, S), conv2d(image, S.T))
# %% shift
def shift(image, dx, dy):
    image = f(image)
    (h, w), x, y = image.shape, abs(dx), abs(dy)
    return np.pad(image, ((x, x), (y, y)))[x - dx : x - dx + h, y - dy : y - dy + w]
