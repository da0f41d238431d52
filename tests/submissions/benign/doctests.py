# Has examples in its docstrings, and runs them.
# %% shift
def shift(image, dx, dy):
    """Move a picture.

    >>> shift([[1.0, 2.0], [3.0, 4.0]], 0, 1)
    array([[0., 1.],
           [0., 3.]])
    >>> shift([[1.0]], 0, 0)
    array([[2.]])
    """
    image = np.asarray(image, dtype=float)
    padded = np.pad(image, ((abs(dx),) * 2, (abs(dy),) * 2))
    x, y = abs(dx) - dx, abs(dy) - dy
    return padded[x : x + image.shape[0], y : y + image.shape[1]]
# %% own
import doctest
doctest.testmod(verbose=True)
