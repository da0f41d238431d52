# conv2d: loop-bound-short
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((rows, columns))
    for x in range(rows - 1):
        for y in range(columns - 1):
            out[x, y] = np.sum(kernel * image[x : x + k, y : y + k]) + bias
    return out
