# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# expect: score=0; hint~"an array or a number was asked for"
# %% conv2d

class Later:
    def __array__(self, *args, **kwargs):
        print("asked for the answer")
        raise SystemExit


def conv2d(image, kernel, bias=0.0):
    return Later()
