# Shows and closes its figures by hand.
# %% own
plt.imshow(np.eye(4))
plt.show()
# %% own
plt.plot([1, 2])
plt.show(block=True)
plt.close("all")
plt.pause(0.01)
