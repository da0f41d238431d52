# conv2d: channels-not-summed
# pick_channel_kernel: size-hardcoded
# move_kernel: axes-swapped
# count_filter_parameters: count-d-for-k
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    if image.shape[2] != kernel.shape[2]:
        raise ValueError("channels")
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((rows, columns, image.shape[2]))
    for x in range(rows):
        for y in range(columns):
            out[x, y] = np.sum(image[x : x + k, y : y + k] * kernel, axis=(0, 1)) + bias
    return out
# %% pick-channel-kernel
def pick_channel_kernel(k, C, channel):
    kernel = np.zeros((k, k, C))
    kernel[1, 1, channel] = 1
    return kernel
# %% move-kernel
def move_kernel(k, dx, dy):
    d = k // 2
    kernel = np.zeros((k, k))
    kernel[d - dy, d - dx] = 1
    return kernel
# %% count-filter-parameters
def count_filter_parameters(d, C):
    return d * d * C + 1
