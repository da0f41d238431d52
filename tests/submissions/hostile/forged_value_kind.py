# threat: forged frames: huge shape, object dtype, negative sizes, too many or early replies
# expect: score=0; hint~"kind of a value"
# %% conv2d
import inspect
import json


def channel():
    """Find the worker's socket and the number of this request on the stack."""
    frame = inspect.currentframe()
    while frame is not None:
        if {"sock", "nonce"} <= set(frame.f_locals):
            return frame.f_locals["sock"], frame.f_locals["nonce"]
        frame = frame.f_back


def send(head, body=b"", sizes=None):
    sock, nonce = channel()
    text = json.dumps(head).encode()
    sizes = sizes or f"{len(text)},{len(body)};"
    sock.send(nonce + b"H" + sizes.encode() + text)
    if body:
        sock.send(nonce + b"B" + body)


def conv2d(image, kernel, bias=0.0):
    send({"reply": "returned", "args": {"kind": "tuple", "items": []}, "value": {"kind": "pickle", "value": "gASVAAAA"}})
