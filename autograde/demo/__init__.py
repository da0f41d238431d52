"""A small class for `convcourse demo`: good, mistaken and hostile students, graded for real.

The students are the scripts in ``students/``; what each of them does is said in its first line.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from autograde.classroom import Classroom
from autograde.course import CLASSROOM, load_release, shipped
from autograde.gradebook import open_api
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
    release_assignment(root)
    submitted = root / CLASSROOM / "submitted"
    for name, path in student_scripts().items():
        write_notebook(submitted / name / NOTEBOOK, fill_in(ASSIGNMENT, read_script(path)))
    damaged = submitted / CUT_OFF / NOTEBOOK
    data = damaged.read_bytes()
    damaged.write_bytes(data[: len(data) // 2])
    return Classroom(root)


def release_assignment(root: Path) -> None:
    """Have nbgrader release the assignment, as a teacher does before the class begins."""
    source = shipped("solutions") / NOTEBOOK
    target = root / "solutions" / NOTEBOOK
    target.parent.mkdir(parents=True)
    # An installed package has no solutions; there the release itself tells nbgrader of the cells.
    shutil.copyfile(source if source.is_file() else load_release(ASSIGNMENT).path, target)
    answer = open_api(root).generate_assignment(ASSIGNMENT, force=True, create=True)
    if not answer["success"]:
        raise RuntimeError(f"nbgrader could not release {ASSIGNMENT}: {answer.get('error')}")


def make_feedback(root: Path) -> Path:
    """Have nbgrader write the feedback pages; return their folder."""
    answer = open_api(root).generate_feedback(ASSIGNMENT, force=True)
    if not answer["success"]:
        raise RuntimeError(f"nbgrader could not write feedback: {answer.get('error')}")
    return root / CLASSROOM / "feedback"
