"""Processor time and memory of other processes, as the kernel counts them."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

__all__ = [
    "children_of",
    "descendants_cpu_seconds",
    "descendants_of",
    "family_memory_mib",
    "resident_mib",
]

MIB = 1024 * 1024


def descendants_cpu_seconds(pid: int) -> float:
    """Return the processor time in seconds of all live processes below `pid`, by the kernel."""
    total = 0.0
    for child in descendants_of(pid):
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{child}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0]) / 1e9
    return total


def family_memory_mib(pid: int, limit: float) -> float:
    """Return the memory in MiB of a process and all below it, each page counted once.

    Counting shared pages takes the kernel milliseconds, so a cheap sum that is too high comes
    first; where that stays below `limit`, it is returned.
    """
    family = [pid, *descendants_of(pid)]
    rough = sum(map(resident_mib, family))
    return rough if rough <= limit else sum(map(proportional_mib, family))


def resident_mib(pid: int) -> float:
    """Return the memory of a process that no file is behind; 0 where it is gone."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return (int(resident) - int(shared)) * resource.getpagesize() / MIB


def proportional_mib(pid: int) -> float:
    """Return the same with each page divided by the number of processes that share it."""
    kib = 0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                kib += int(line.split()[1])
    return kib / 1024


def descendants_of(pid: int) -> Iterator[int]:
    """Yield the process ids of all below `pid`."""
    for child in children_of(pid):
        yield child
        yield from descendants_of(child)


def children_of(pid: int) -> list[int]:
    """Return the process ids of a process's children; none where it is gone."""
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
