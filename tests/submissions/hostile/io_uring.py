# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# without: seccomp, limits
# expect: score=0; output~"refused"
# %% own
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(120)
print("REACHED" if libc.syscall(425, 4, room) >= 0 else "refused")
