"""Pictures from a worker: PNG, checked piece by piece and put together anew.

A browser will draw them on a page of the grader's. So they must be what they say, of a size that
a page can hold, and without anything that is no picture: comments, profiles, bytes at the end.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator

__all__ = ["picture_of"]

TEXT_LIMIT = 2_000_000
SIDE_LIMIT = 10_000
PIXELS_LIMIT = 25_000_000

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND")


def picture_of(text: object) -> str | None:
    """Return a PNG in base64 out of what should be one, or None where it is none."""
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        return None
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
        chunks = list(chunks_of(data))
    except (ValueError, binascii.Error):
        return None
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        return None
    if not fits(chunks[0][1]):
        return None
    parts = [chunk(kind, body) for kind, body in chunks if kind in KEPT]
    return base64.b64encode(b"".join([SIGNATURE, *parts])).decode()


def chunks_of(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return the chunks of a PNG; raise `ValueError` where it breaks off or is no PNG."""
    if not data.startswith(SIGNATURE):
        raise ValueError("a PNG begins with its signature")
    place = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        body, check = data[place + 8 : place + 8 + size], data[place + 8 + size : place + 12 + size]
        if len(check) != 4 or int.from_bytes(check) != zlib.crc32(kind + body):
            raise ValueError("a PNG's chunks are whole")
        yield kind, body
        place += 12 + size


def fits(header: bytes) -> bool:
    """Whether the size that a PNG announces is one that a page can hold."""
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    small = 0 < width <= SIDE_LIMIT and 0 < height <= SIDE_LIMIT
    return len(header) == 13 and small and width * height <= PIXELS_LIMIT


def chunk(kind: bytes, body: bytes) -> bytes:
    """Write one chunk of a PNG."""
    size, check = len(body).to_bytes(4), zlib.crc32(kind + body).to_bytes(4)
    return size + kind + body + check
