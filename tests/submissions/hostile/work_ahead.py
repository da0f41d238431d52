# threat: timing tricks (a cache of earlier calls, background threads that work ahead)
# expect: score=0
# %% own
import threading

seen = {}


def ahead():
    while True:
        seen["ready"] = True


threading.Thread(target=ahead, daemon=True).start()
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    seen[len(seen)] = image
    return seen.get("ready", 0) * len(seen)
