# threat: atexit, threads, children that outlive the call or the submission
# like: honest
# expect: score=20
# %% own
import atexit
import os
import threading
import time

atexit.register(time.sleep, 1000)
threading.Thread(target=time.sleep, args=(1000,)).start()
if os.fork() == 0:
    time.sleep(1000)
