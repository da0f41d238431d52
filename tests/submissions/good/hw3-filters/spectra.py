# By the Fourier transform; the network is counted by recursion.

# %% conv2d-fast
def conv2d_fast(image, kernels, biases):
    image, kernels = np.asarray(image, float), np.asarray(kernels, float)
    size, k = image.shape[:2], kernels.shape[1]
    spectra = np.fft.rfft2(kernels, size, axes=(1, 2)).conj()
    product = (np.fft.rfft2(image, axes=(0, 1)) * spectra).sum(axis=-1)
    maps = np.fft.irfft2(product, size, axes=(1, 2))
    return np.moveaxis(maps, 0, 2)[: size[0] - k + 1, : size[1] - k + 1] + np.asarray(biases)
# %% count-network
def count_network(layers):
    if not layers:
        return 0
    first, *others = layers
    return count_conv_parameters(*first) + count_network(others)
