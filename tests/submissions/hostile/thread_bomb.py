# threat: fork bomb, thread bomb
# without: limits
# expect: score=0; output~"can't start new thread"
# %% own
import threading
import time

threading.stack_size(64 * 1024)
for number in range(200):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
print("REACHED", number)
