# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
for path in TARGETS["files"]:
    try:
        with open(path) as file:
            print("REACHED", file.read()[-200:])
    except OSError:
        print("refused")
