# Tries its functions on the course's photographs.
# %% own
from convlab import images
photo = images.load("cat")
# %% own
print(dir(images))
small = np.random.default_rng(1).integers(0, 255, (60, 80)).astype("uint8")
plt.imshow(sobel_edges(small), cmap="gray")
