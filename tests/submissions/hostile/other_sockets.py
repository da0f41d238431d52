# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import socket

for family, kind in (
    (socket.AF_NETLINK, socket.SOCK_RAW),
    (socket.AF_VSOCK, socket.SOCK_STREAM),
    (socket.AF_PACKET, socket.SOCK_RAW),
    (socket.AF_INET6, socket.SOCK_STREAM),
    (38, socket.SOCK_SEQPACKET),  # the kernel's cryptography
    (31, socket.SOCK_RAW),  # Bluetooth
):
    try:
        socket.socket(family, kind)
        print("REACHED", family)
    except OSError:
        print("refused")
