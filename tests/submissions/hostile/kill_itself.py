# threat: sys.exit, os._exit, segfault, kill -9 on itself
# expect: score=0; hint~"killed by signal 9"
# %% conv2d
import os


def conv2d(image, kernel, bias=0.0):
    os.kill(os.getpid(), 9)
