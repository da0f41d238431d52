# threat: writing gradebook, cache, autograded notebooks, ~/.jupyter, site-packages
# expect: score=0; output~"refused"
# %% own
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
print("REACHED" if libc.mount(None, b"/", None, 32, None) == 0 else "refused")
print("REACHED" if libc.mount(b"/tmp", b"/etc", None, 4096, None) == 0 else "refused")
