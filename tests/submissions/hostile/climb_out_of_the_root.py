# threat: reading tests, reference, solutions, other submissions, home directory, environment
# expect: score=0; output~"refused"
# %% own
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("jail", exist_ok=True)
here = os.open(".", os.O_RDONLY)
if libc.chroot(b"jail") == 0:
    os.fchdir(here)
    for _ in range(64):
        os.chdir("..")
    libc.chroot(b".")
    print("REACHED", os.listdir("/"))
else:
    print("refused")
