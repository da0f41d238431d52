# threat: writing gradebook, cache, autograded notebooks, ~/.jupyter, site-packages
# expect: score=0; output~"refused"
# %% own
import os

for path in TARGETS["files"]:
    for change in (os.unlink, lambda path: os.rename(path, "/tmp/mine"), lambda path: os.chmod(path, 0o777)):
        try:
            change(path)
            print("REACHED", path)
        except OSError:
            print("refused")
