"""Landlock: the kernel's own allow-list of paths, which every process may put upon itself.

It is the second layer behind the private file system, and the only one where the machine
forbids namespaces.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from autograde.sandbox import kernel

__all__ = ["landlock_version", "restrict"]

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
READ = EXECUTE | READ_FILE | READ_DIR
DEVICES = 1 << 6 | 1 << 11

TCP = 3
ABSTRACT_SOCKETS_AND_SIGNALS = 3
SCOPES_SINCE = 6


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has.

    Raises
    ------
    OSError
        Where it has none.
    """
    return kernel.syscall(CREATE_RULESET, None, 0, VERSION)


def restrict(readable: Iterable[str], listable: Iterable[str], writable: Iterable[str]) -> None:
    """Close everything to this process and its children except what is named.

    Parameters
    ----------
    readable
        Files, and folders with all below them, that may be read and run.
    listable
        Folders whose names (and those below) may be listed, but not read.
    writable
        Files, and folders with all below them, that may be changed.
    """
    version = landlock_version()
    handled = _handled(version)
    attributes = struct.pack(
        "=QQQ",
        handled,
        TCP if version >= 4 else 0,
        ABSTRACT_SOCKETS_AND_SIGNALS if version >= SCOPES_SINCE else 0,
    )
    size = 24 if version >= SCOPES_SINCE else 16 if version >= 4 else 8
    ruleset = kernel.syscall(
        CREATE_RULESET, ctypes.create_string_buffer(attributes, len(attributes)), size, 0
    )
    try:
        for paths, access in (
            (readable, READ),
            (listable, READ_DIR),
            (writable, handled & ~DEVICES),
        ):
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    _allow(ruleset, path, access & handled)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _handled(version: int) -> int:
    """Return all rights on files that a version of Landlock knows."""
    handled = (1 << 13) - 1
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL_DEVICE)):
        handled |= right if version >= since else 0
    return handled


def _allow(ruleset: int, path: str, access: int) -> None:
    if not Path(path).is_dir():
        access &= OF_FILES
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", access, descriptor)
        kernel.syscall(
            ADD_RULE, ruleset, PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0
        )
    finally:
        os.close(descriptor)
