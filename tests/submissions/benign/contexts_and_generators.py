# Likes generators, context managers and walrus operators.
# %% conv2d
import contextlib


@contextlib.contextmanager
def checked(image, kernel):
    if (k := len(kernel)) % 2 == 0 or kernel.shape != (k, k) or k > min(image.shape):
        raise ValueError("this kernel does not fit")
    yield k


def rows(image, kernel, k, bias):
    for x in range(image.shape[0] - k + 1):
        yield [
            (kernel * image[x : x + k, y : y + k]).sum() + bias
            for y in range(image.shape[1] - k + 1)
        ]


def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    with checked(image, kernel) as k:
        return np.array([*rows(image, kernel, k, bias)])
