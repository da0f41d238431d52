# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# expect: score=0
# %% own
import gc
import types

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__name__ in ("encode", "answer_call"):
        thing.__globals__["rectangular"] = lambda value: "right"
        thing.__code__ = (lambda *args: {"kind": "str", "value": "right"}).__code__
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
