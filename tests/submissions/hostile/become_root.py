# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import os

for change in (os.setuid, os.setgid, os.seteuid, os.setegid):
    try:
        change(0)
        print("REACHED root")
    except OSError:
        print("refused")
