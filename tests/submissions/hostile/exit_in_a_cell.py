# threat: sys.exit, os._exit, segfault, kill -9 on itself
# like: honest
# expect: score=20
# %% own
import sys

sys.exit(0)
