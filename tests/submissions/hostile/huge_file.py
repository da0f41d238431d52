# threat: disk filling, many inodes, sparse files
# without: limits
# expect: score=0; output~"File too large"
# %% own
with open("file", "wb") as file:
    for _ in range(40):
        file.write(b"x" * 2**20)
print("REACHED")
