# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: seccomp
# expect: score=0; output~"refused"; output!~"entered"
# %% own
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
    print("REACHED a namespace" if libc.unshare(flag) == 0 else "refused")
SIGCHLD = 17
if libc.syscall(56, 0x10000000 | SIGCHLD, 0, 0, 0, 0) > 0:
    print("REACHED a namespace by clone")
