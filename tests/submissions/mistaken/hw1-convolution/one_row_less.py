# conv2d: output-size
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    rows, columns = image.shape[0] - k, image.shape[1] - k
    out = np.zeros((rows, columns))
    for x in range(rows):
        for y in range(columns):
            out[x, y] = np.sum(kernel * image[x : x + k, y : y + k]) + bias
    return out
