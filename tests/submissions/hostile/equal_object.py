# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

class Right:
    shape, ndim, dtype = (5, 8), 2, float

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __sub__(self, other):
        return 0


def conv2d(image, kernel, bias=0.0):
    return Right()
