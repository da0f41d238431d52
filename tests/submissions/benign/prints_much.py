# Prints every step of the way, and forgets to take it out again.
# %% own
for number in range(50_000):
    print("pixel", number, "of", 50_000)
# %% own
np.arange(1_000_000).tolist()
