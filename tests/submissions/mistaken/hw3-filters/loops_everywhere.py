# conv2d_fast: python-loops
# im2col: axes-swapped
# count_dense_parameters: count-no-bias
# count_network: count-bias-per-channel
# count_conv_parameters: count-bias-per-channel
# %% im2col
def im2col(image, k):
    image = np.asarray(image, float)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array(
        [image[x : x + k, y : y + k].ravel() for y in range(columns) for x in range(rows)]
    )
# %% conv2d-fast
def conv2d_fast(image, kernels, biases):
    return conv2d(image, kernels, biases)
# %% count-conv-parameters
def count_conv_parameters(d, C, T):
    return ((2 * d + 1) ** 2 + 1) * C * T
# %% count-dense-parameters
def count_dense_parameters(H, W, C, d, T):
    return H * W * C * (H - 2 * d) * (W - 2 * d) * T
