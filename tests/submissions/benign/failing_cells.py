# Leaves cells that fail, before and after the answers.
# %% own
1 / 0
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    d = kernel.shape[0] // 2
    if x < d or y < d or x + d >= image.shape[0] or y + d >= image.shape[1]:
        raise ValueError("the window leaves the image")
    return float((kernel * image[x - d : x + d + 1, y - d : y + d + 1]).sum() + bias)
# %% own
conv_pixel()
# %% own
undefined_name
# %% own
assert False, "not yet"
# %% own
raise SystemExit("enough")
# %% own
raise KeyboardInterrupt
