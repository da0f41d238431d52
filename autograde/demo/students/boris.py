# Right: windows by slices, and a scratch cell that fails.
# like: ada
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    image, kernel = np.array(image, float), np.array(kernel, float)
    k = len(kernel)
    if kernel.shape != (k, k) or k % 2 != 1 or min(image.shape) < k:
        raise ValueError(f"no kernel of shape {kernel.shape} for an image of shape {image.shape}")
    rows, columns = np.subtract(image.shape, k - 1)
    return np.array(
        [
            [(image[x : x + k, y : y + k] * kernel).sum() + bias for y in range(columns)]
            for x in range(rows)
        ]
    )
# %% own
conv2d(np.ones((2, 2)), np.ones((3, 3)))  # raises, as it should
