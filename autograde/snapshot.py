"""The bytes of a submitted file, read once: no links, no special files, a limit before reading.

What is read here is what is graded. Nothing looks at the file a second time, so it can't be
changed between two looks.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

__all__ = ["BYTES_LIMIT", "IntakeError", "read_once"]

MIB = 1024 * 1024
BYTES_LIMIT = 20 * MIB

NO_LINKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
FOLDER = NO_LINKS | os.O_DIRECTORY
# A named pipe would otherwise block until somebody writes to it.
FILE = NO_LINKS | os.O_NONBLOCK

KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


# What the kernel says about a folder on the way that is none, or only a link to one.
LINKED = {
    errno.ELOOP: "a folder on the way to it is a link",
    errno.ENOTDIR: "a folder on the way to it is a link or no folder",
}


class IntakeError(ValueError):
    """The file can't be taken in; the text is one sentence: the rule, then what was got."""


def read_once(path: Path, below: Path | None = None) -> bytes:
    """Return the bytes of a regular file of bounded size.

    Parameters
    ----------
    path
        The file. It must not be a link itself.
    below
        A folder that `path` lies in. From there on no folder may be a link, and the file may
        have no second name: everything below was made by students.

    Raises
    ------
    IntakeError
        One sentence on what is wrong with the file.
    """
    parts = path.relative_to(below).parts if below else (path.name,)
    try:
        with contextlib.ExitStack() as opened:
            folder = os.open(below or path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            opened.callback(os.close, folder)
            for part in parts[:-1]:
                folder = os.open(part, FOLDER, dir_fd=folder)
                opened.callback(os.close, folder)
            return _read(parts[-1], folder, single=below is not None)
    except FileNotFoundError:
        raise IntakeError("a notebook file was expected; there is none.") from None
    except OSError as error:
        reason = LINKED.get(error.errno or 0, error.strerror or "it can't be opened")
        raise IntakeError(f"a notebook is a readable file; {reason}.") from None


def _read(name: str, folder: int, *, single: bool) -> bytes:
    """Read the file `name` of an open folder."""
    # Looked at before it is opened: to open some devices is to use them.
    _expect_regular(os.stat(name, dir_fd=folder, follow_symlinks=False), single)
    with os.fdopen(os.open(name, FILE, dir_fd=folder), "rb") as file:
        _expect_regular(os.fstat(file.fileno()), single)
        data = file.read(BYTES_LIMIT + 1)
    if len(data) > BYTES_LIMIT:
        raise _too_large()
    return data


def _expect_regular(status: os.stat_result, single: bool) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for test, kind in KINDS if test(status.st_mode)), "a special file")
        raise IntakeError(f"a notebook is a regular file; this is {kind}.")
    if single and status.st_nlink > 1:
        raise IntakeError(
            f"a submitted file has one name; this one has {status.st_nlink} (hard links)."
        )
    if status.st_size > BYTES_LIMIT:
        raise _too_large()


def _too_large() -> IntakeError:
    return IntakeError(f"a notebook has at most {BYTES_LIMIT // MIB} MiB; this has more.")
