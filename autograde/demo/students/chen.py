# Right: vectorised, with windows as a view.
# like: ada
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    k = kernel.shape[0]
    if kernel.shape[1] != k or k % 2 == 0 or k > min(image.shape):
        raise ValueError("kernel")
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    return np.einsum("xyij,ij->xy", windows, kernel) + bias
# %% shift
def shift(image, dx, dy):
    image = np.asarray(image, float)
    height, width = image.shape
    wide = np.pad(image, ((abs(dx),) * 2, (abs(dy),) * 2))
    return wide[abs(dx) - dx :, abs(dy) - dy :][:height, :width]
