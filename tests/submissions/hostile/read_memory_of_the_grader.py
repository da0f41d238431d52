# threat: frames, gc, inspect, /proc/*/mem, ptrace for the reference
# without: namespaces, view, landlock, seccomp
# expect: score=0
# %% own
targets = TARGETS
for pid in [*targets["pids"], "self"]:
    for name in ("mem", "maps", "environ", "cmdline", "root", "cwd"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                file.read(1)
            print("REACHED", pid, name)
        except OSError as error:
            print(type(error).__name__)
