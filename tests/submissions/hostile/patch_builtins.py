# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# expect: score=0
# %% own
import builtins

builtins.AssertionError = type("Fine", (BaseException,), {})
builtins.isinstance = lambda *args: True
builtins.abs = lambda value: 0
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
