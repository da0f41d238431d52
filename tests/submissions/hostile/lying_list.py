# threat: always-equal objects, __array_ufunc__, __eq__, ndarray subclasses, lazy objects
# hasty: yes
# expect: score=0; hint~"returned"
# %% conv2d

class Lying(list):
    def __len__(self):
        return -1

    def __iter__(self):
        while True:
            yield self


def conv2d(image, kernel, bias=0.0):
    return Lying([1.0])
