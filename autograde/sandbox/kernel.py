"""The Linux system calls that Python's standard library has no function for.

Each raises `OSError` where the kernel says no, and where the machine runs another system.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache

__all__ = [
    "bound_capabilities",
    "drop_capabilities",
    "mount",
    "pivot_root",
    "prctl",
    "set_mount_attributes",
    "setns",
    "syscall",
    "unshare",
]

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x4_0000
MNT_DETACH = 2

MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

PR_SET_PDEATHSIG = 1
PR_GET_SECCOMP, PR_SET_SECCOMP = 21, 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CAPSET = {"x86_64": 126, "aarch64": 91}
MOUNT_SETATTR = 442  # from here on the numbers are the same everywhere

CAPABILITY_VERSION = 0x2008_0522


def syscall(number: int, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make a system call by its number."""
    passed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc().syscall(ctypes.c_long(number), *passed), str(number))


def unshare(flags: int) -> None:
    """Put this process (for `CLONE_NEWPID`: its next child) into new namespaces."""
    _checked(_libc().unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Go back into the namespace that `descriptor` stands for."""
    _checked(_libc().setns(descriptor, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system, or bind a path to another place."""
    encoded = [text.encode() if text is not None else None for text in (source, target, kind)]
    result = _libc().mount(*encoded, ctypes.c_ulong(flags), data.encode())
    _checked(result, f"mount {target}")


def set_mount_attributes(path: str, attributes: int) -> None:
    """Set flags of a mount and of all mounts below it; flags already set stay."""
    setting = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)
    raw = ctypes.create_string_buffer(bytes(setting), 32)
    syscall(MOUNT_SETATTR, AT_FDCWD, path.encode(), AT_RECURSIVE, raw, 32)


def pivot_root(new: str) -> None:
    """Make `new`, a mount point, the root of this mount namespace; the old one is let go."""
    os.chdir(new)
    syscall(_number(PIVOT_ROOT), b".", b".")
    _checked(_libc().umount2(b".", MNT_DETACH), "umount2")
    os.chdir("/")


def prctl(option: int, value: int, third: int | ctypes.Array[ctypes.c_char] = 0) -> None:
    """Change a property of this process."""
    passed = ctypes.c_ulong(third) if isinstance(third, int) else third
    zero = ctypes.c_ulong(0)
    _checked(_libc().prctl(option, ctypes.c_ulong(value), passed, zero, zero), "prctl")


def bound_capabilities() -> None:
    """See to it that no program started from here on gets any capability."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:  # beyond the last one that this kernel knows
                break
            raise
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)


def drop_capabilities() -> None:
    """Give up every capability that this process has."""
    header = ctypes.create_string_buffer(bytes((ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)), 8)
    syscall(_number(CAPSET), header, ctypes.create_string_buffer(24))


def machine() -> str:
    """Return the processor's name as Linux has it."""
    return os.uname().machine


def _number(numbers: dict[str, int]) -> int:
    if machine() not in numbers:
        raise OSError(errno.ENOSYS, f"no system call numbers are known for {machine()}")
    return numbers[machine()]


@cache
def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, f"this is {sys.platform}, not Linux")
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{os.strerror(number)} ({what})")
    return result
