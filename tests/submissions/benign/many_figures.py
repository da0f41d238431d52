# Opens more figures than Matplotlib likes, and closes none.
# %% own
for number in range(25):
    plt.figure(figsize=(1, 1))
    plt.plot([0, number])
