# threat: frames, gc, inspect, /proc/*/mem, ptrace for the reference
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in TARGETS["pids"]:
    child = os.fork()
    if child == 0:  # PTRACE_SEIZE does not stop it
        os._exit(0 if libc.ptrace(0x4206, pid, None, None) == 0 else 1)
    print("refused" if os.waitpid(child, 0)[1] else "REACHED the grader")
