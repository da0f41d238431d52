# threat: memory bomb, huge arrays, huge recursion
# expect: score=0; hint~"conv2d was not finished: it used more than 512 MiB of memory"
# %% conv2d
import sys

sys.setrecursionlimit(10**9)


def conv2d(image, kernel, bias=0.0):
    return conv2d(image, kernel, bias)
