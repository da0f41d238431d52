# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

class Later:
    def __array__(self, *args, **kwargs):
        print("asked for the answer")
        raise SystemExit


def conv2d(image, kernel, bias=0.0):
    return Later()
