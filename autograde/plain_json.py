"""Hostile JSON, counted before it is read.

Reading JSON makes an object of every value in it: twenty megabytes of empty objects become half
a gigabyte, and deep nesting ends in the interpreter's own limit. So the text is measured first,
with a few passes that run at the speed of memory, and only what is small enough is read. On an
honest notebook this costs well under a millisecond; `docs/intake.md` has the figures, and says
why it is not done in a second process.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from autograde.snapshot import IntakeError

__all__ = ["DEPTH_LIMIT", "VALUES_LIMIT", "read_json"]

VALUES_LIMIT = 1_000_000
DEPTH_LIMIT = 100

OPEN, CLOSE = b"[{", b"]}"
NOT_BRACKETS = bytes(set(range(256)) - set(OPEN + CLOSE))
STEPS = {**dict.fromkeys(OPEN, 1), **dict.fromkeys(CLOSE, -1)}


def read_json(data: bytes) -> Any:
    """Return the value of a JSON text in UTF-8.

    Whole numbers become floats: the longest are none of Python's that can be read quickly.

    Raises
    ------
    IntakeError
        Where it is no JSON, or has too many values or too deep ones.
    """
    expect_small(data)
    try:
        return json.loads(data.decode("utf-8-sig"), parse_int=float)
    except UnicodeDecodeError as error:
        raise IntakeError(
            f"a notebook is JSON in UTF-8; byte {error.start + 1} of this is not UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        raise IntakeError(
            f"a notebook is JSON in UTF-8; this is not, from line {error.lineno} on."
            if data.strip()
            else "a notebook is JSON in UTF-8; this is empty."
        ) from None


def expect_small(data: bytes) -> None:
    """Check the number of values and the depth of a JSON text without reading it."""
    values, depth = measure(data)
    if values > VALUES_LIMIT:
        raise IntakeError(
            f"a notebook has at most {VALUES_LIMIT} values; this has more."
            " Clear its outputs and save it again."
        )
    if depth > DEPTH_LIMIT:
        raise IntakeError(
            f"a notebook is nested at most {DEPTH_LIMIT} deep; this is nested deeper."
        )


def measure(data: bytes) -> tuple[int, int]:
    """Return upper bounds of the number of values of a JSON text, and of their depth.

    They are exact as far as the text is JSON: what follows its first error is never read.
    """
    quotes = data.count(b'"')
    if quotes > 4 * VALUES_LIMIT:  # each value has at most two strings: itself and its key
        return quotes // 4, 0
    without_escapes = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside = b"".join(without_escapes.split(b'"')[::2])
    values = 1 + sum(map(outside.count, (b",", b"[", b"{")))
    if values > VALUES_LIMIT:
        return values, 0
    brackets = outside.translate(None, NOT_BRACKETS)
    return values, max(itertools.accumulate(map(STEPS.__getitem__, brackets)), default=0)
