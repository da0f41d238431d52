# Uses the height for both sides; rolls the picture round.
# like: ada
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("the kernel does not fit")
    n = image.shape[0] - k + 1
    out = np.zeros((n, n))
    for x in range(n):
        for y in range(n):
            for i in range(k):
                for j in range(k):
                    out[x, y] += kernel[i, j] * image[x + i, y + j]
    return out + bias
# %% shift
def shift(image, dx, dy):
    return np.roll(np.asarray(image, dtype=float), (dx, dy), axis=(0, 1))
