"""Huge pages for the warm process: a fork copies a table of its pages, and this makes it short.

A right submission forks three times, a wrong one some thirty times, and each fork of a warm process
costs milliseconds.
Where the kernel can't do it, nothing changes.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

__all__ = ["use_huge_pages"]

HUGE = 2 * 1024 * 1024
MADV_COLLAPSE = 25  # Linux 6.1: join the pages of this range now
ANONYMOUS = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p 0+ 00:00 0 +(?:\[heap\])?$")


def use_huge_pages() -> None:
    """Join the pages of this process's own memory into huge ones, wherever 2 MiB are in a row."""
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        return
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for match in filter(None, map(ANONYMOUS.match, maps)):
        start = -(-int(match[1], 16) // HUGE) * HUGE
        end = int(match[2], 16) // HUGE * HUGE
        if end > start:
            libc.madvise(start, end - start, MADV_COLLAPSE)  # what it refuses stays as it is
