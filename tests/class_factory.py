"""Courses and classes for tests: a folder, nbgrader's settings, and students made of scripts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograde.coursefolder import read_course
from autograde.demo import STUDENTS
from autograde.gradebook import Book
from autograde.handin import Script, fill_in, parse_script, read_script, write_notebook

ASSIGNMENT = "hw1-convolution"
ROOT = Path(__file__).parent.parent

BLANK = Script(())
"""Nothing written: the release as it was handed out. It is cheap to grade."""


def script_of(name: str) -> Script:
    """Return one of the demo's students."""
    return read_script(STUDENTS / f"{name}.py")


def variant(number: int) -> Script:
    """Return a cheap submission that differs from all others."""
    return parse_script(f"# %% own\nnumber = {number}\n")


def notebook_path(root: Path, student: str) -> Path:
    """Return where a student's notebook is handed in."""
    return root / "classroom" / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def hand_in(root: Path, student: str, script: Script) -> Path:
    """Hand a script in as a notebook; return its path."""
    return write_notebook(notebook_path(root, student), fill_in(ASSIGNMENT, script))


@cache
def entered_gradebook() -> bytes:
    """Return a gradebook that knows the assignment; nbgrader takes seconds to make one."""
    with tempfile.TemporaryDirectory() as folder:
        course = read_course(make_course(Path(folder), {}, gradebook=False))
        Book(course, ASSIGNMENT).close()
        return (course.root / "classroom" / "gradebook.db").read_bytes()


def make_course(
    root: Path, students: Mapping[str, Script], settings: str = "", *, gradebook: bool = True
) -> Path:
    """Make a course folder with these submissions.

    Parameters
    ----------
    settings
        Lines to add to ``nbgrader_config.py``.
    gradebook
        Whether there is one already, which knows the assignment.
    """
    root.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(text + settings, encoding="utf-8")
    source = root / "solutions" / ASSIGNMENT
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, source, dirs_exist_ok=True)
    for student, script in students.items():
        hand_in(root, student, script)
    if gradebook:
        (root / "classroom").mkdir(exist_ok=True)
        (root / "classroom" / "gradebook.db").write_bytes(entered_gradebook())
    return root
