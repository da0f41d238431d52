# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

import numpy as np


def conv2d(image, kernel, bias=0.0):
    return np.array([[print, conv2d]], dtype=object)
