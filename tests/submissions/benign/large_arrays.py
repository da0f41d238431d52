# Needs a good deal of memory for a moment.
# %% own
big = np.ones((4000, 4000))
print((big @ big[:, :1]).sum())
del big
# %% own
blocks = [bytearray(10_000_000) for _ in range(10)]
