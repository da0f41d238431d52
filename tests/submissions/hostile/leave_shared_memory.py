# threat: leaving something for the next student
# again: yes
# expect: score=0
# %% own
import multiprocessing
from multiprocessing import shared_memory

try:
    shared_memory.SharedMemory("left-for-you")
    print("REACHED")
except FileNotFoundError:
    block = shared_memory.SharedMemory("left-for-you", create=True, size=64)
multiprocessing.Lock()
