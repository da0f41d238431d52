# Keeps the offsets of a window in a cache.
# %% conv-pixel
import functools
from itertools import product


@functools.cache
def offsets(d):
    return tuple(product(range(-d, d + 1), repeat=2))


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


@logged
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image), np.asarray(kernel)
    d = len(kernel) // 2
    if not (d <= x < image.shape[0] - d and d <= y < image.shape[1] - d):
        raise ValueError("outside")
    terms = (float(kernel[i + d, j + d]) * float(image[x + i, y + j]) for i, j in offsets(d))
    return functools.reduce(float.__add__, terms, float(bias))
