# threat: fork bomb, thread bomb
# without: limits
# expect: score=0; output~"Resource temporarily unavailable"
# %% own
import os
import time

children = 0
while children < 100:
    if os.fork() == 0:
        time.sleep(1000)
    children += 1
print("REACHED", children)
