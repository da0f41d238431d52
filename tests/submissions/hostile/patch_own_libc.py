# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# expect: score=0; note~"process"
# %% own
import ctypes

libc = ctypes.CDLL(None)
code = ctypes.cast(libc.memcmp, ctypes.c_void_p).value
ctypes.memset(code, 0xC3, 16)  # write over the code of the C library
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
