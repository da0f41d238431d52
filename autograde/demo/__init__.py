"""A small class for `convcourse demo`: good, mistaken and hostile students, graded for real.

The students are the scripts in ``students/``; what each of them does is said in its first line.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from autograde.classroom import Classroom
from autograde.course import CLASSROOM, shipped
from autograde.handin import fill_in, read_script, write_notebook

__all__ = ["ASSIGNMENT", "CUT_OFF", "make_course", "make_feedback", "student_scripts"]

ASSIGNMENT = "hw1-convolution"
NOTEBOOK = Path(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
STUDENTS = Path(__file__).parent / "students"

CUT_OFF = "pavel"
"""The student whose file arrives cut off in the middle."""


def student_scripts() -> dict[str, Path]:
    """Return each student's script, by name."""
    return {path.stem: path for path in sorted(STUDENTS.glob("*.py"))}


def make_course(root: Path) -> Classroom:
    """Make a fresh course in `root`, which is emptied, with every student's submission."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    shutil.copyfile(shipped("nbgrader_config.py"), root / "nbgrader_config.py")
    submitted = root / CLASSROOM / "submitted"
    for name, path in student_scripts().items():
        write_notebook(submitted / name / NOTEBOOK, fill_in(ASSIGNMENT, read_script(path)))
    damaged = submitted / CUT_OFF / NOTEBOOK
    data = damaged.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    return Classroom(root)


def make_feedback(root: Path) -> Path:
    """Have nbgrader write the feedback pages; return their folder."""
    from autograde.gradebook import open_api  # takes seconds

    answer = open_api(root).generate_feedback(ASSIGNMENT, force=True)
    if not answer["success"]:
        raise RuntimeError(f"nbgrader could not write feedback: {answer.get('error')}")
    return root / CLASSROOM / "feedback"
