# Writes everything as methods of a class.
# %% conv2d
class Kernel:
    """A kernel that knows how to slide."""

    def __init__(self, weights):
        self.weights = np.asarray(weights, dtype=float)
        if self.weights.ndim != 2 or len(set(self.weights.shape)) != 1 or len(self.weights) % 2 == 0:
            raise ValueError("a kernel is square, with an odd side")

    def __call__(self, image, bias=0.0):
        image = np.asarray(image, dtype=float)
        k = len(self.weights)
        if k > min(image.shape):
            raise ValueError("the kernel is larger than the image")
        rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
        out = np.full((rows, columns), float(bias))
        for i in range(k):
            for j in range(k):
                out += self.weights[i, j] * image[i : i + rows, j : j + columns]
        return out


def conv2d(image, kernel, bias=0.0):
    return Kernel(kernel)(image, bias)
