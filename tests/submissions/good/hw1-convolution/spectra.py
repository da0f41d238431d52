# By the Fourier transform; a class does the work, and it is talkative.

# %% own
import warnings


class Convolution:
    """Multiplies spectra."""

    def __init__(self, kernel, bias=0.0):
        self.kernel = np.asarray(kernel, dtype=float)
        self.bias = bias
        k, other = self.kernel.shape
        if k != other or k % 2 == 0:
            raise ValueError(f"a kernel of {k} x {other}")

    def __call__(self, image):
        image = np.asarray(image, dtype=float)
        k = len(self.kernel)
        if k > min(image.shape):
            raise ValueError("the kernel is larger than the image")
        warnings.warn("rounding makes zeros not quite zero")
        print("transforming", image.shape)
        spectrum = np.fft.fft2(image) * np.conj(np.fft.fft2(self.kernel, image.shape))
        full = np.fft.ifft2(spectrum).real
        return full[: image.shape[0] - k + 1, : image.shape[1] - k + 1] + self.bias
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return Convolution(kernel, bias)(image)
