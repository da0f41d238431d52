# threat: disk filling, many inodes, sparse files
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"No space left"
# %% own
block = b"x" * 2**20
for number in range(200):
    with open(f"file-{number}", "wb") as file:
        file.write(block)
print("REACHED", number)
