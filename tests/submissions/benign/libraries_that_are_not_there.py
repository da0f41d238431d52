# Does without libraries that are not installed.
# %% conv2d
try:
    from numba import njit
except ImportError:
    def njit(function):
        return function

try:
    from scipy.signal import correlate2d
except ImportError:
    correlate2d = None


@njit
def add_up(image, kernel, out):
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    out[x, y] += kernel[i, j] * image[x + i, y + j]


def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k = len(kernel)
    if kernel.shape != (k, k) or k % 2 == 0 or k > min(image.shape):
        raise ValueError("this kernel does not fit")
    out = np.full((image.shape[0] - k + 1, image.shape[1] - k + 1), float(bias))
    add_up(image, kernel, out)
    return out
# %% own
import pandas as pd
# %% own
import torch
# %% own
import cv2
