# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# without: seccomp
# expect: score=0; output~"refused"
# %% own
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(256)
CALLS = {
    "add_key": (248, b"user", b"mark", b"x", 1, -3),
    "bpf": (321, 0, room, 120),
    "perf_event_open": (298, room, 0, -1, -1, 0),
    "userfaultfd": (323, 1),
    "memfd_create": (319, b"name", 0),
    "shmget": (29, 4242, 4096, 0o1666),
    "msgget": (68, 4242, 0o1666),
    "semget": (64, 4242, 1, 0o1666),
    "mq_open": (240, b"queue", 0o102, 0o666, None),
    "a call of tomorrow": (600, 0),
}
for name, (number, *arguments) in CALLS.items():
    print("REACHED " + name if libc.syscall(number, *arguments) >= 0 else "refused " + name)
