# Seeds every generator that there is.
# %% own
import os, random
random.seed(0)
np.random.seed(0)
os.environ["PYTHONHASHSEED"] = "0"
rng = np.random.default_rng(42)
print(random.random(), np.random.rand(2), rng.normal(size=2))
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    np.random.seed(1)
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    k = kernel.shape[0]
    if kernel.shape != (k, k) or k % 2 == 0 or k > min(image.shape):
        raise ValueError("this kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    return np.einsum("xyij,ij->xy", windows, kernel) + bias
