# threat: network: TCP, UDP, Unix and abstract sockets, vsock, io_uring, DNS
# expect: score=0; output~"refused"
# %% own
import socket
import urllib.request

for action in (
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: urllib.request.urlopen("http://127.0.0.1:%d" % TARGETS["tcp"], timeout=2),
):
    try:
        action()
        print("REACHED")
    except OSError:
        print("refused")
