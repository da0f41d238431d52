# Waits now and then.
# %% own
import time
for _ in range(3):
    time.sleep(0.1)
    print(".", end="")
