# threat: frames, gc, inspect, /proc/*/mem, ptrace for the reference
# expect: score=0
# %% conv2d
import inspect


def conv2d(image, kernel, bias=0.0):
    frame = inspect.currentframe()
    while frame is not None:
        for name in ("reference", "expected", "want", "oracle", "seed"):
            if name in frame.f_locals or name in frame.f_globals:
                raise RuntimeError(f"REACHED {name}")
        frame = frame.f_back
