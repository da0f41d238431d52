"""How much of the machine a submission may use, and the kernel's limits that enforce it."""

from __future__ import annotations

import contextlib
import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Limits", "apply_limits"]

MIB = 1024 * 1024

CPU_PER_WALL = 4
"""Seconds of processor time of one process for each of wall time: the deadline comes first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines in seconds of wall time, sizes in MiB.

    Attributes
    ----------
    cell_seconds, notebook_seconds
        One cell, and all cells of a notebook together when they run for the first time.
    call_seconds
        One call of a student's function by a hidden test.
    submission_seconds
        All that a submission runs, calls and repeated cells included.
    stops
        A function that was stopped this often is not called again.
    memory_mib
        Memory beyond that of the warm process.
    file_mib
        The largest file that may be written.
    open_files
        Files open at a time.
    processes
        Processes and threads alive at a time.
    """

    cell_seconds: float = 10.0
    notebook_seconds: float = 60.0
    call_seconds: float = 10.0
    submission_seconds: float = 240.0
    stops: int = 1
    memory_mib: int = 512
    file_mib: int = 16
    open_files: int = 64
    processes: int = 64


def apply_limits(limits: Limits, base_bytes: int, *, alone: bool) -> None:
    """Set the kernel's limits for this process and all that it forks; none can be raised again.

    Parameters
    ----------
    base_bytes
        Address space of the warm process, on top of which memory is counted.
    alone
        Whether the user is one of a namespace of its own, so that nobody else's processes count.
    """
    others = 0 if alone else users_threads()
    seconds = CPU_PER_WALL * (math.ceil(limits.notebook_seconds) + 1)
    _set("RLIMIT_CPU", seconds, seconds + 10)  # the first has a signal of its own, the last kills
    for name, value in (
        ("RLIMIT_AS", base_bytes + limits.memory_mib * MIB),
        ("RLIMIT_NPROC", limits.processes + others),
        ("RLIMIT_FSIZE", limits.file_mib * MIB),
        ("RLIMIT_NOFILE", limits.open_files),
        ("RLIMIT_MSGQUEUE", 0),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_CORE", 0),
    ):
        _set(name, value, value)


def _set(name: str, soft: int, hard: int) -> None:
    """Set a limit that this system has, never above what it is already."""
    kind = getattr(resource, name, None)
    if kind is not None:
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(kind, (soft, hard))


def address_space() -> int:
    """Return the bytes of address space that this process has now (0 where nobody tells)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def users_threads() -> int:
    """Return how many threads this user has on the machine (0 where nobody tells)."""
    total, user = 0, os.geteuid()
    for tasks in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):  # it has ended since
            status = tasks.stat()
            total += status.st_nlink - 2 if status.st_uid == user else 0
    return total
