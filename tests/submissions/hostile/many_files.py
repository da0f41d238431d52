# threat: disk filling, many inodes, sparse files
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"No space left"
# %% own
for number in range(10000):
    with open(f"file-{number}", "w"):
        pass
print("REACHED", number)
