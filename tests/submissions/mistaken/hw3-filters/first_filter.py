# conv2d: filter-first-only
# conv2d_fast: bias-shared
# %% conv2d
def conv2d(image, kernels, biases):
    image, kernels = np.asarray(image, float), np.asarray(kernels, float)
    filters, k = kernels.shape[:2]
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1, filters))
    for t in range(filters):
        for x in range(out.shape[0]):
            for y in range(out.shape[1]):
                out[x, y, t] = np.sum(kernels[0] * image[x : x + k, y : y + k]) + biases[t]
    return out
# %% conv2d-fast
def conv2d_fast(image, kernels, biases):
    kernels = np.asarray(kernels, float)
    filters, k = kernels.shape[:2]
    shape = (len(image) - k + 1, len(image[0]) - k + 1, filters)
    return (im2col(image, k) @ kernels.reshape(filters, -1).T + biases[0]).reshape(shape)
