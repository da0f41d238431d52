# threat: reading tests, reference, solutions, other submissions, home directory, environment
# expect: score=0; output~"refused"
# %% own
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for kind in (b"proc", b"tmpfs", b"sysfs"):
    print("REACHED" if libc.mount(b"none", b"/tmp", kind, 0, None) == 0 else "refused")
print("REACHED" if libc.umount2(b"/tmp", 2) == 0 else "refused")
