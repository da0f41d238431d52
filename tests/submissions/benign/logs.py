# Logs what it does.
# %% own
import logging
logging.basicConfig(level=logging.DEBUG, force=True)
log = logging.getLogger(__name__)
log.debug("starting with %s", np.__version__)
try:
    1 / 0
except ZeroDivisionError:
    log.exception("as expected")
# %% conv-pixel
def conv_pixel(image, kernel, bias, x, y):
    logging.info("pixel %d, %d", x, y)
    image, kernel = np.array(image, dtype=float), np.array(kernel, dtype=float)
    d = (len(kernel) - 1) // 2
    if min(x, y) < d or x > image.shape[0] - 1 - d or y > image.shape[1] - 1 - d:
        raise ValueError(f"no window at {x}, {y}")
    return np.vdot(kernel, image[x - d : x + d + 1, y - d : y + d + 1]) + bias
