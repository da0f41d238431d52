# conv2d: kernel-flipped
# conv2d_same: kernel-flipped
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    turned = np.flipud(np.fliplr(kernel))
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            out[x, y] = (turned * image[x : x + k, y : y + k]).sum() + bias
    return out
