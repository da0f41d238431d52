# threat: pickles
# expect: score=0; hint~"returned something that is no array of numbers"
# %% conv2d

import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/reached",)


def conv2d(image, kernel, bias=0.0):
    return Payload()
