# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import socket

try:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.connect("\0" + TARGETS["abstract"])
        sock.send(b"canary")
    print("REACHED")
except OSError:
    print("refused")
