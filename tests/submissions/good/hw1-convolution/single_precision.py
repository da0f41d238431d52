# Everything in float32, and the sums in another order.

# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image = np.array(image, dtype=np.float32)
    kernel = np.array(kernel, dtype=np.float32)
    k, other = kernel.shape
    if k != other or k % 2 == 0 or k > min(image.shape):
        raise ValueError("unsuitable kernel")
    height, width = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.full((height, width), bias, dtype=np.float32)
    for j in range(k - 1, -1, -1):
        for i in range(k):
            out += kernel[i, j] * image[i : i + height, j : j + width]
    return out
