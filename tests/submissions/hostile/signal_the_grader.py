# threat: sys.exit, os._exit, segfault, kill -9 on itself
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import os

for pid in TARGETS["pids"]:
    try:
        if pid != os.getpid():
            os.kill(pid, 0)
            print("REACHED", pid)
    except OSError:
        print("refused")
