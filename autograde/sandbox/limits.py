"""How much of the machine a submission may use, and the kernel's limits that enforce it."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Limits", "apply_limits"]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines in seconds of wall time, sizes in MiB.

    Attributes
    ----------
    cell_seconds, notebook_seconds
        One cell, and all cells of a notebook together.
    call_seconds
        One call of a student's function by a hidden test.
    stops
        A function that was stopped this often is not called again.
    memory_mib
        Memory beyond that of the warm process.
    file_mib
        The largest file that may be written.
    open_files
        Files open at a time.
    """

    cell_seconds: float = 20.0
    notebook_seconds: float = 60.0
    call_seconds: float = 10.0
    stops: int = 1
    memory_mib: int = 512
    file_mib: int = 16
    open_files: int = 64


def apply_limits(limits: Limits) -> None:
    """Set the kernel's limits for this process and all that it forks; none can be raised again."""
    memory = address_space() + limits.memory_mib * MIB
    for name, value in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_FSIZE", limits.file_mib * MIB),
        ("RLIMIT_NOFILE", limits.open_files),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is not None:
            resource.setrlimit(kind, (value, value))


def address_space() -> int:
    """Return the bytes of address space that this process has now (0 where nobody tells)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()
