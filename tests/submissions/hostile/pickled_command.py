# threat: pickles
# expect: score=0; hint~"an array or a number was asked for"
# %% conv2d

import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/reached",)


def conv2d(image, kernel, bias=0.0):
    return Payload()
