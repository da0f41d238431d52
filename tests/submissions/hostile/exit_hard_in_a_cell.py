# threat: sys.exit, os._exit, segfault, kill -9 on itself
# like: honest
# expect: score=20; note~"it ended the notebook's process"
# %% own
import os

print("10/10")
os._exit(0)
