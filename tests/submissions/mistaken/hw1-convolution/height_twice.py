# conv2d: square-only
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    n = image.shape[0]
    out = np.zeros((n - k + 1, n - k + 1))
    for x in range(n - k + 1):
        for y in range(n - k + 1):
            out[x, y] = np.sum(kernel * image[x : x + k, y : y + k]) + bias
    return out
