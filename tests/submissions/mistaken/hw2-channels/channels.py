# conv2d: bias-per-channel
# pick_channel_kernel: anchor-corner
# move_kernel: shift-reversed
# count_filter_parameters: count-no-bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    if image.shape[2] != kernel.shape[2]:
        raise ValueError("channels")
    k = len(kernel)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for c in range(image.shape[2]):
        for x in range(out.shape[0]):
            for y in range(out.shape[1]):
                out[x, y] += np.sum(image[x : x + k, y : y + k, c] * kernel[:, :, c]) + bias
    return out
# %% pick-channel-kernel
def pick_channel_kernel(k, C, channel):
    kernel = np.zeros((k, k, C))
    kernel[0, 0, channel] = 1
    return kernel
# %% move-kernel
def move_kernel(k, dx, dy):
    kernel = np.zeros((k, k))
    kernel[k // 2 + dx, k // 2 + dy] = 1
    return kernel
# %% count-filter-parameters
def count_filter_parameters(d, C):
    k = 2 * d + 1
    return k * k * C
