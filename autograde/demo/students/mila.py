# Never ends: the loop over the rows forgets to count.
# like: ada
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k = len(kernel)
    out, x = [], 0
    while x <= image.shape[0] - k:
        row = [(image[x : x + k, y : y + k] * kernel).sum() for y in range(image.shape[1] - k + 1)]
        out.append(row)
    return np.array(out) + bias
