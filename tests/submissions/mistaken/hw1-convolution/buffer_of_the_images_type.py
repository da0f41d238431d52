# conv2d: uint8-output
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image), np.asarray(kernel)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    d = k // 2
    height, width = image.shape
    out = np.zeros_like(image)
    for x in range(d, height - d):
        for y in range(d, width - d):
            out[x, y] = np.sum(image[x - d : x + d + 1, y - d : y + d + 1] * kernel) + bias
    return out[d : height - d, d : width - d]
