# conv2d: size-hardcoded
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("bad kernel")
    height, width = image.shape
    out = np.zeros((height - 2, width - 2))
    for x in range(1, height - 1):
        for y in range(1, width - 1):
            total = 0
            for i in range(-1, 2):
                for j in range(-1, 2):
                    total += kernel[i + 1, j + 1] * image[x + i, y + j]
            out[x - 1, y - 1] = total + bias
    return out
