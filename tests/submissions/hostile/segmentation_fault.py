# threat: sys.exit, os._exit, segfault, kill -9 on itself
# expect: score=0; hint~"segmentation fault"
# %% conv2d
import ctypes


def conv2d(image, kernel, bias=0.0):
    ctypes.string_at(0)
