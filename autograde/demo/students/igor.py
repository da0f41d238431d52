# Makes the output in the image's own type, so that uint8 images wrap round.
# like: ada
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("the kernel does not fit")
    out = np.zeros_like(image[k - 1 :, k - 1 :])
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            value = (image[x : x + k, y : y + k] * kernel).sum() + bias
            out[x, y] = np.asarray(value).astype(int).astype(out.dtype) if out.dtype.kind in "iu" else value
    return out
