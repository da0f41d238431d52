# Draws pictures of many kinds.
# %% own
fig, axes = plt.subplots(2, 2, figsize=(5, 4))
axes[0, 0].imshow(np.arange(12).reshape(3, 4), cmap="gray")
axes[0, 1].plot([1, 4, 9])
axes[1, 0].hist(np.random.default_rng(0).normal(size=100))
axes[1, 1].bar([1, 2], [3, 4])
fig.suptitle(r"$\sum_i K(i) \cdot \mathrm{In}(x + i)$")
# %% own
ax = plt.figure().add_subplot(projection="3d")
ax.plot_surface(*np.meshgrid([0, 1], [0, 1]), np.eye(2))
plt.savefig("surface.png")
# %% own
plt.imshow(sobel_edges(np.random.rand(30, 40)));
