# threat: memory bomb, huge arrays, huge recursion
# expect: score=0; hint~"used more than 512 MiB"
# %% conv2d
import numpy as np


def conv2d(image, kernel, bias=0.0):
    return np.ones((10**6, 10**6))
