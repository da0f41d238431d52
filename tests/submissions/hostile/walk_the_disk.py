# threat: reading tests, reference, solutions, other submissions, home directory, environment
# expect: score=0; output~"files seen"
# %% own
import os

seen = 0
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if name not in ("proc", "sys", "usr", "lib", "python3.11")]
    seen += len(files)
    for name in files:
        if name in TARGETS["names"]:
            print("REACHED", folder, name)
print("files seen:", seen)
