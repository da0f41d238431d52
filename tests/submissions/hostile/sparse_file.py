# threat: disk filling, many inodes, sparse files
# without: limits
# expect: score=0; output~"File too large"
# %% own
with open("file", "wb") as file:
    file.truncate(2**40)
print("REACHED")
