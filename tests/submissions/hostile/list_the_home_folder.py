# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import os

try:
    if os.listdir(TARGETS["home"]):
        print("REACHED", os.listdir(TARGETS["home"]))
except OSError:
    print("refused")
