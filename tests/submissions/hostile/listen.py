# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import socket

try:
    socket.create_server(("127.0.0.1", 0))
    print("REACHED")
except OSError:
    print("refused")
