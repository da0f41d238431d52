# conv2d: integer-output
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1), dtype=int)
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            for i in range(k):
                for j in range(k):
                    out[x, y] += kernel[i, j] * image[x + i, y + j]
            out[x, y] += bias
    return out
