# conv2d: state-kept
# %% own
results = {}
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    shape = (image.shape[0] - k + 1, image.shape[1] - k + 1)
    out = results.setdefault(shape, np.zeros(shape))
    for x in range(shape[0]):
        for y in range(shape[1]):
            out[x, y] += np.sum(kernel * image[x : x + k, y : y + k]) + bias
    return out
