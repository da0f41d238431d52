# threat: sys.exit, os._exit, segfault, kill -9 on itself
# expect: score=0; output~"refused"
# %% own
import os
import resource

for pid in TARGETS["pids"]:
    for change in (
        lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda pid: os.sched_setaffinity(pid, {0}),
        lambda pid: resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0)),
    ):
        try:
            change(pid)
            print("REACHED", pid)
        except OSError:
            print("refused")
