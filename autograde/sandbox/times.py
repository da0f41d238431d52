"""Processor time of other processes, as the kernel counts it."""

from __future__ import annotations

import contextlib
from pathlib import Path

__all__ = ["descendants_cpu_seconds"]


def descendants_cpu_seconds(pid: int) -> float:
    """Return the processor time in seconds of all live processes below `pid`, by the kernel."""
    total = 0.0
    for child in children_of(pid):
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{child}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0]) / 1e9
        total += descendants_cpu_seconds(child)
    return total


def children_of(pid: int) -> list[int]:
    """Return the process ids of a process's children; none where it is gone."""
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
