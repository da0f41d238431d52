# The one-channel function of homework 1, once for each channel.

# %% own
def plane(image, kernel):
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array(
        [[(image[x : x + k, y : y + k] * kernel).sum() for y in range(columns)] for x in range(rows)]
    )
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.array(image, float), np.array(kernel, float)
    assert_same = image.shape[-1] == kernel.shape[-1]
    if not assert_same:
        raise ValueError("channels differ")
    return sum(plane(image[..., c], kernel[..., c]) for c in range(image.shape[-1])) + bias
# %% grayscale-kernel
grayscale_kernel = lambda: [[[0.299, 0.587, 0.114]]]
# %% pick-channel-kernel
def pick_channel_kernel(k, C, channel):
    middle = np.zeros(k, int)
    middle[k // 2] = 1
    return np.einsum("i,j,c->ijc", middle, middle, np.arange(C) == channel)
# %% move-kernel
def move_kernel(k, dx, dy):
    d = k // 2
    return [[int(i == -dx and j == -dy) for j in range(-d, d + 1)] for i in range(-d, d + 1)]
# %% count-filter-parameters
def count_filter_parameters(d, C):
    return np.size(np.zeros((2 * d + 1, 2 * d + 1, C))) + 1
