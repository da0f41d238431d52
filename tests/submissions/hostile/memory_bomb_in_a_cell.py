# threat: memory bomb, huge arrays, huge recursion
# without: limits
# expect: score=0; note~"used more than 512 MiB"
# %% own
taken = bytearray(600 * 2**20)
print("REACHED", len(taken))
