# threat: forged frames: huge shape, object dtype, negative sizes, too many or early replies
# hasty: yes
# expect: score=0; hint~"not finished"
# %% own
import gc
import socket
import threading


def drain(sock):
    while True:
        sock.recv(65536)


for thing in gc.get_objects():
    if isinstance(thing, socket.socket):
        threading.Thread(target=drain, args=(thing,), daemon=True).start()
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
