# threat: memory bomb, huge arrays, huge recursion
# expect: score=0; note~"used more than 512 MiB"
# %% own
import os
import time

for _ in range(8):
    if os.fork() == 0:
        taken = bytearray(b"x") * (100 * 2**20)
        time.sleep(1000)
time.sleep(1000)
