"""The files beside a notebook: nbgrader copies them to where formgrader reads, and so do we.

A student made them, so links are left out, and there is a limit to their number and their size.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograde.snapshot import IntakeError, read_once

__all__ = ["copy_files", "extra_marks", "read_stamp"]

STAMP = "timestamp.txt"
STAMP_LIMIT = 200
FILES_LIMIT = 100
BYTES_LIMIT = 20 * 1024 * 1024
IGNORED_NAMES = frozenset({"__pycache__", ".ipynb_checkpoints"})
IGNORED_SUFFIXES = frozenset({".ipynb", ".pyc"})


def read_stamp(folder: Path) -> str | None:
    """Return when a submission was handed in, as its time stamp says."""
    try:
        data = read_once(folder / STAMP)
    except IntakeError:
        return None
    return data[:STAMP_LIMIT].decode("utf-8", "replace").strip() or None


def extra_files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the plain files below `folder` that belong to no notebook, up to the limits."""
    count = size = 0
    for parent, folders, names in os.walk(folder):  # links to folders are not followed
        folders[:] = sorted(set(folders) - IGNORED_NAMES)
        for path in (Path(parent) / name for name in sorted(set(names) - IGNORED_NAMES)):
            state = path.lstat()
            if path.suffix in IGNORED_SUFFIXES or not stat.S_ISREG(state.st_mode):
                continue
            count += 1
            size += state.st_size
            if count > FILES_LIMIT or size > BYTES_LIMIT:
                return
            yield path, state


def extra_marks(folder: Path) -> list[str]:
    """Return what tells whether one of these files has changed."""
    return [
        f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}"
        for path, state in extra_files(folder)
    ]


def copy_files(source: Path, target: Path) -> None:
    """Copy these files into the folder `target`, over those of the same name."""
    for path, _ in extra_files(source):
        try:
            data = read_once(path, source)
        except IntakeError:
            continue  # it has become a link meanwhile, or has a second name elsewhere
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        copy.write_bytes(data)
