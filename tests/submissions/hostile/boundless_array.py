# threat: memory bomb, huge arrays, huge recursion
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

import numpy as np


def conv2d(image, kernel, bias=0.0):
    return np.broadcast_to(1.0, (10**6, 10**6))
