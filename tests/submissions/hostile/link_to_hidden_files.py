# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import os

for number, path in enumerate(TARGETS["files"]):
    for link in (os.symlink, os.link):
        name = f"{link.__name__}-{number}"
        try:
            link(path, name)
            with open(name) as file:
                print("REACHED", file.read()[-200:])
        except OSError:
            print("refused")
