# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

class Right:
    __array_priority__ = 1e9

    def __array_ufunc__(self, *args, **kwargs):
        return True

    def __array_function__(self, *args, **kwargs):
        return True


def conv2d(image, kernel, bias=0.0):
    return Right()
