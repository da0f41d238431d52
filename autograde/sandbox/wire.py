"""Values as plain bytes, and packets of them, between the grader and student code.

Nothing here can run code on arrival: a value is a small JSON tree whose arrays are raw bytes
behind it. `decode` believes nothing: kinds, sizes, counts and depths are checked against limits
before anything is built. There are no pickles.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BODY_LIMIT",
    "END",
    "HEAD_LIMIT",
    "NONCE_BYTES",
    "PACKET_BYTES",
    "UNCHANGED",
    "Assembler",
    "Frame",
    "FrameError",
    "Packet",
    "decode",
    "encode",
    "open_packet",
    "packets",
]

HEAD_LIMIT = 256 * 1024
BODY_LIMIT = 64 * 1024 * 1024
TEXT_LIMIT = 1000
ITEMS_LIMIT = 4096
DEPTH_LIMIT = 5
DIGITS_LIMIT = 300
DIMENSIONS_LIMIT = 8
REAL_DTYPES = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8")

NONCE_BYTES = 16
PACKET_BYTES = 48 * 1024
HEAD, BODY, END = b"H", b"B", b"E"

UNCHANGED = "unchanged"
"""Said of the arguments of a call that left them alone, instead of their values."""

Tree = dict[str, Any]


class FrameError(ValueError):
    """The bytes break a rule of the wire format; the text says which."""


class _Unreadable(Exception):
    """A value that the format has no place for; the text names its type."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message: a JSON head, and the arrays' bytes behind one another."""

    head: Tree
    body: bytes = b""


# Values to trees -------------------------------------------------------------------------------


def encode(value: Any, body: bytearray) -> Tree:
    """Describe `value` as a JSON tree; arrays' bytes are appended to `body`.

    A value without a place in the format becomes ``{"kind": "unreadable", "what": …}``.
    """
    before = len(body)
    try:
        return _encode(value, body, 0)
    except _Unreadable as error:
        what = str(error)
    except Exception as error:
        what = f"something that raises {type(error).__name__} when it is read"
    del body[before:]
    return {"kind": "unreadable", "what": what[:TEXT_LIMIT]}


def _encode(value: Any, body: bytearray, depth: int) -> Tree:
    if depth > DEPTH_LIMIT:
        raise _Unreadable("lists nested too deeply")
    if value is None:
        return {"kind": "none"}
    if isinstance(value, (np.ndarray, np.generic)):
        return _encode_array(np.asarray(value), body)
    kind = type(value)
    if issubclass(kind, bool):
        return {"kind": "bool", "value": bool(value)}
    if issubclass(kind, int):
        return _encode_int(int(value))
    if issubclass(kind, float):
        return {"kind": "float", "value": float(value).hex()}
    if issubclass(kind, str):
        if len(value) > TEXT_LIMIT:
            raise _Unreadable(f"a text of {len(value)} characters")
        return {"kind": "str", "value": str(value)}
    if issubclass(kind, (list, tuple)):
        return _encode_items("list" if issubclass(kind, list) else "tuple", value, body, depth)
    if issubclass(kind, dict):
        pairs = [part for pair in value.items() for part in pair]
        return _encode_items("dict", pairs, body, depth)
    raise _Unreadable(f"a {kind.__name__}")


def _encode_int(value: int) -> Tree:
    if value.bit_length() > 3 * DIGITS_LIMIT:
        raise _Unreadable("an integer of too many digits")
    return {"kind": "int", "value": str(value)}


def _encode_items(kind: str, values: Any, body: bytearray, depth: int) -> Tree:
    if len(values) > ITEMS_LIMIT:
        raise _Unreadable(f"a {kind} of {len(values)} items")
    return {"kind": kind, "items": [_encode(item, body, depth + 1) for item in values]}


def _encode_array(array: NDArray[Any], body: bytearray) -> Tree:
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype("<f8")
    dtype = array.dtype.newbyteorder("<").str
    if dtype not in REAL_DTYPES:
        raise _Unreadable(f"an array of {array.dtype.name[:40]} values")
    if array.ndim > DIMENSIONS_LIMIT:
        raise _Unreadable(f"an array with {array.ndim} dimensions")
    if array.nbytes > BODY_LIMIT:
        raise _Unreadable(f"an array of {array.nbytes} bytes")
    start = len(body)
    body += array.astype(dtype, copy=False).tobytes()
    return {
        "kind": "array",
        "dtype": dtype,
        "shape": list(array.shape),
        "start": start,
        "layout": _layout(array),
        "writeable": bool(array.flags.writeable),
    }


def _layout(array: NDArray[Any]) -> str:
    if array.flags.c_contiguous:
        return "C"
    return "F" if array.flags.f_contiguous else "strided"


# Trees to values -------------------------------------------------------------------------------


def decode(tree: Any, body: bytes, depth: int = 0) -> Any:
    """Build the value that `tree` describes out of built-in types and plain ndarrays.

    Raises
    ------
    FrameError
        Where the tree breaks a rule of the format.
    """
    if not isinstance(tree, dict) or depth > DEPTH_LIMIT:
        raise FrameError("a value is a JSON object, nested at most 5 deep")
    match tree.get("kind"):
        case "none":
            return None
        case "bool":
            return _typed(tree, bool)
        case "int":
            return _decode_int(_typed(tree, str))
        case "float":
            return _decode_float(_typed(tree, str))
        case "str":
            return _typed(tree, str)
        case "list" | "tuple" | "dict" as kind:
            return _decode_items(kind, tree, body, depth)
        case "array":
            return _decode_array(tree, body)
    raise FrameError("the kind of a value is one of the format's")


def _typed(tree: Tree, kind: type) -> Any:
    value: Any = tree.get("value")
    if type(value) is not kind or (kind is str and len(str(value)) > TEXT_LIMIT):
        raise FrameError(f"a {kind.__name__} is announced, another thing or a longer one came")
    return value


def _decode_int(text: str) -> int:
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > DIGITS_LIMIT:
        raise FrameError("an integer has at most 300 decimal digits")
    return int(text)


def _decode_float(text: str) -> float:
    try:
        return float.fromhex(text[:64])
    except (ValueError, OverflowError):
        raise FrameError("a float is written in hexadecimal") from None


def _decode_items(kind: str, tree: Tree, body: bytes, depth: int) -> Any:
    items = tree.get("items")
    if not isinstance(items, list) or len(items) > 2 * ITEMS_LIMIT:
        raise FrameError(f"a {kind} has at most {ITEMS_LIMIT} items")
    values = [decode(item, body, depth + 1) for item in items]
    if kind == "list":
        return values
    if kind == "tuple":
        return tuple(values)
    keys, entries = values[::2], values[1::2]
    if len(values) % 2 or not all(isinstance(key, (str, int, float, bool)) for key in keys):
        raise FrameError("a dict has a value for each key, and its keys are texts or numbers")
    return dict(zip(keys, entries, strict=True))


def _decode_array(tree: Tree, body: bytes) -> NDArray[Any]:
    dtype, shape, start = tree.get("dtype"), tree.get("shape"), tree.get("start")
    if dtype not in REAL_DTYPES or not isinstance(shape, list) or type(start) is not int:
        raise FrameError("an array has a real dtype, a shape and a start")
    if len(shape) > DIMENSIONS_LIMIT or not all(type(n) is int and n >= 0 for n in shape):
        raise FrameError("an array's shape is at most 8 sizes, none negative")
    itemsize = np.dtype(dtype).itemsize
    # A side of 0 makes an array of no bytes, but no room for sides beyond all bounds.
    if math.prod(max(n, 1) for n in shape) * itemsize > BODY_LIMIT:
        raise FrameError("an array has at most 64 MiB")
    count = math.prod(shape)
    if start < 0 or start + count * itemsize > len(body):
        raise FrameError("an array's bytes lie inside the frame")
    array = np.frombuffer(body, dtype, count, start).reshape(shape)
    return _laid_out(array, str(tree.get("layout")), bool(tree.get("writeable")))


def _laid_out(array: NDArray[Any], layout: str, writeable: bool) -> NDArray[Any]:
    """Copy `array` into memory of the layout asked for."""
    # Every second place along every axis: eight axes would make 256 bytes out of one.
    if layout == "strided" and array.ndim and array.nbytes << array.ndim <= BODY_LIMIT:
        wide = np.empty(tuple(2 * n for n in array.shape), array.dtype)
        copy = wide[(slice(None, None, 2),) * array.ndim]
        copy[...] = array
    else:
        copy = np.array(array, order="F" if layout == "F" else "C")
    copy.setflags(write=writeable)
    return copy


# Frames to packets -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Packet:
    """A piece of a frame: which request it answers, what it is, and its bytes."""

    nonce: bytes
    kind: bytes
    payload: bytes


def packets(nonce: bytes, frame: Frame) -> Iterator[bytes]:
    """Cut a frame into packets that a socket of `autograde.sandbox.channel` takes whole."""
    head = json.dumps(frame.head, separators=(",", ":"), allow_nan=False).encode()
    data = b"%d,%d;%b%b" % (len(head), len(frame.body), head, frame.body)
    for start in range(0, len(data), PACKET_BYTES):
        yield nonce + (BODY if start else HEAD) + data[start : start + PACKET_BYTES]


class Assembler:
    """Put the packets of one request's frames together, with a limit before every growth."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._sizes: tuple[int, int] | None = None

    def add(self, packet: Packet) -> Frame | None:
        """Take one packet; return the frame that it completes, if it does.

        Raises
        ------
        FrameError
            Where sizes are missing or too large, or more bytes come than were announced.
        """
        payload = packet.payload
        if self._sizes is None:
            self._sizes, payload = _sizes_of(packet)
        self._data += payload
        head_size, body_size = self._sizes
        if len(self._data) > head_size + body_size:
            raise FrameError("a frame has as many bytes as it announces")
        if len(self._data) < head_size + body_size:
            return None
        data, self._data, self._sizes = bytes(self._data), bytearray(), None
        return Frame(_head_of(data[:head_size]), data[head_size:])


def _sizes_of(packet: Packet) -> tuple[tuple[int, int], bytes]:
    text, separator, rest = packet.payload.partition(b";")
    sizes = text.split(b",")
    if packet.kind != HEAD or not separator or len(sizes) != 2:
        raise FrameError("a frame begins with the sizes of its head and body")
    if not all(size.isdigit() and len(size) < 12 for size in sizes):
        raise FrameError("a frame's sizes are whole numbers")
    head, body = int(sizes[0]), int(sizes[1])
    if head > HEAD_LIMIT or body > BODY_LIMIT:
        raise FrameError("a frame's head has at most 256 KiB, its body at most 64 MiB")
    return (head, body), rest


def _head_of(data: bytes) -> Tree:
    try:
        head = json.loads(data)
    except (ValueError, RecursionError):
        raise FrameError("a frame's head is JSON") from None
    if not isinstance(head, dict):
        raise FrameError("a frame's head is a JSON object")
    return head


def open_packet(data: bytes) -> Packet:
    """Split a packet; raise `FrameError` for one that is too short to be one."""
    if len(data) <= NONCE_BYTES:
        raise FrameError("a packet has a nonce and a kind")
    return Packet(data[:NONCE_BYTES], data[NONCE_BYTES : NONCE_BYTES + 1], data[NONCE_BYTES + 1 :])
