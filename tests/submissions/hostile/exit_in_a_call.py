# threat: sys.exit, os._exit, segfault, kill -9 on itself
# expect: score=0; hint~"raised SystemExit"
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    raise SystemExit(0)
