# Cleans up after itself, as a careful program would.
# %% own
import atexit, gc, signal, weakref
atexit.register(print, "bye")
gc.collect()
signal.signal(signal.SIGINT, signal.default_int_handler)
with np.errstate(all="ignore"):
    np.log(np.zeros(2))
