# conv2d: channels-averaged
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    if image.shape[2] != kernel.shape[2]:
        raise ValueError("channels")
    k = len(kernel)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            products = image[x : x + k, y : y + k] * kernel
            out[x, y] = products.sum(axis=(0, 1)).mean() + bias
    return out
