# threat: atexit, threads, children that outlive the call or the submission
# expect: score=0
# %% conv2d
import os
import time


def conv2d(image, kernel, bias=0.0):
    if os.fork():
        os._exit(0)
    time.sleep(0.05)
    return image
