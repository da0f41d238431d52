# threat: patched numpy, pytest, builtins; IPython transformers; patched showtraceback
# expect: score=0
# %% own
import numpy as np

for name in ("allclose", "array_equal", "isclose", "all", "any"):
    setattr(np, name, lambda *args, **kwargs: True)
np.testing.assert_allclose = lambda *args, **kwargs: None
np.ndarray = object
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
