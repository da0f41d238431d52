# Works with threads.
# %% own
import threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda d: conv2d(np.ones((9, 9)), np.ones((3, 3))).sum() + d, range(4))))
worker = threading.Thread(target=print, args=("from a thread",))
worker.start()
worker.join()
timer = threading.Timer(3600, print)
timer.daemon = True
timer.start()
lock = threading.RLock()
