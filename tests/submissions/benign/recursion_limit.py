# Recurses deeply.
# %% own
import sys
sys.setrecursionlimit(20_000)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(5_000))
# %% own
def endless(n):
    return endless(n + 1)


endless(0)
