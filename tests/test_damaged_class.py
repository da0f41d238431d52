"""One damaged submission stops nobody: the class is graded, by our command and by stock nbgrader.

nbgrader's old open cases are tests of their own here, named by their numbers.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from intake_factory import HW1, cell, own, put_behind, released, solved, without
from people import make_course

from autograde.classroom import Classroom
from autograde.course import shipped
from autograde.verdict import Verdict

Notebook = dict[str, Any]
NOTEBOOK = Path(HW1) / f"{HW1}.ipynb"

# nbgrader's own, about its database sessions.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


# Students ----------------------------------------------------------------------------------------


def case_1083() -> Notebook:
    """Return a notebook with an answer cell and a grade cell copied, marks and all."""
    notebook = solved()
    put_behind(notebook, "conv2d", copy.deepcopy(cell(notebook, "conv2d")))
    put_behind(notebook, "shift", copy.deepcopy(cell(notebook, "test-conv2d")))
    return notebook


def case_1933() -> Notebook:
    """Return a notebook with an answer cell, a grade cell and a cell of the student's own empty."""
    notebook = solved()
    cell(notebook, "shift")["source"] = []
    cell(notebook, "test-conv2d")["source"] = ""
    put_behind(notebook, "conv2d", own(""))
    return notebook


def case_1941() -> Notebook:
    """Return a notebook with cells turned from code to Markdown, put in and deleted."""
    notebook = without(solved(), "test-shift", "check-conv2d")
    cell(notebook, "conv2d")["cell_type"] = "markdown"
    cell(notebook, "test-conv2d")["cell_type"] = "markdown"
    put_behind(notebook, "task-conv2d", own("width = 3"), own("*mine*", "markdown"))
    return notebook


def forged() -> Notebook:
    """Return an untouched notebook that claims other points, and not to be locked."""
    notebook = released()
    marks = cell(notebook, "test-conv2d")["metadata"]["nbgrader"]
    marks |= {"points": 1000, "locked": False, "schema_version": 99}
    cell(notebook, "test-conv2d")["source"] = "1000"
    cell(notebook, "test-conv2d")["outputs"] = [
        {"output_type": "execute_result", "data": {"text/plain": "1000"}, "metadata": {}}
    ]
    return notebook


JUDGED: dict[str, tuple[Callable[[], Notebook], float]] = {
    "case-1083": (case_1083, 20),
    "case-1933": (case_1933, 17),
    "case-1941": (case_1941, 20),
    "forger": (forged, 0),
    "zoe": (solved, 20),
}
"""The last in the alphabet is an honest one: whatever comes before, she is graded."""


def cut_off(path: Path) -> None:
    """Write half a notebook."""
    text = json.dumps(solved())
    path.write_text(text[: len(text) // 2])


def of_another_homework(path: Path) -> None:
    """Write another homework's notebook."""
    shutil.copyfile(shipped("solutions") / "hw2-channels" / "hw2-channels.ipynb", path)


def linked_folder(path: Path) -> None:
    """Make the folder of the submission a link to that of another student."""
    path.parent.rmdir()
    path.parent.symlink_to(path.parents[2] / "zoe" / HW1)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut-off": (cut_off, "is JSON in UTF-8; this is not, from line 1 on"),
    "deep": (lambda path: path.write_text("[" * 10_000), "nested at most 100 deep"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "this is a link"),
    "empty": (lambda path: path.touch(), "this is empty"),
    "folder": (lambda path: path.mkdir(), "this is a folder"),
    "linked": (linked_folder, "a folder on the way to it is a link"),
    "other": (of_another_homework, "is graded here; this is one of hw2-channels"),
    "pipe": (os.mkfifo, "this is a named pipe"),
    "plain": (lambda path: path.write_text('{"cells": 5}'), "this has none"),
    "twin": (
        lambda path: path.hardlink_to(path.parents[2] / "zoe-twin.ipynb"),
        "this one has 2 (hard links)",
    ),
}


# Classes -----------------------------------------------------------------------------------------


def make_class(root: Path) -> Path:
    """Make a course folder with all students' submissions."""
    make_course(root)
    submitted = root / "classroom" / "submitted"
    for student in [*JUDGED, *REFUSED]:
        (submitted / student / NOTEBOOK).parent.mkdir(parents=True)
    for student, (make, _) in JUDGED.items():
        (submitted / student / NOTEBOOK).write_text(json.dumps(make()))
    (submitted / "zoe-twin.ipynb").write_text(json.dumps(solved()))
    for student, (spoil, _) in REFUSED.items():
        spoil(submitted / student / NOTEBOOK)
    return root


@dataclass(frozen=True)
class Outcome:
    """What grading a class left behind: recorded scores, sentences, verdicts where there are."""

    root: Path
    scores: dict[str, float]
    sentences: dict[str, str]
    verdicts: dict[str, Verdict]


def recorded(root: Path) -> dict[str, float]:
    """Return the scores in the gradebook of those who were graded."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/classroom/gradebook.db") as gradebook:
        return {
            submission.student.id: submission.score
            for submission in gradebook.assignment_submissions(HW1)
            if not submission.needs_manual_grade
        }


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Grade the class with our own command's engine."""
    root = make_class(tmp_path_factory.mktemp("ours") / "course")
    report = Classroom(root).autograde(HW1)
    problems = {r.student: r.problem for r in report.results if r.problem}
    verdicts = {r.student: r.verdict for r in report.results if r.verdict}
    return Outcome(root, recorded(root), problems, verdicts)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Grade the class with stock `nbgrader autograde`, as somebody at a terminal does."""
    root = make_class(tmp_path_factory.mktemp("stock") / "course")
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", HW1],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 1, run.stderr
    lines = run.stderr.splitlines()
    refusals = [line for line in lines if "autograde.snapshot.IntakeError" in line]
    refusals += [line for line in lines if "WrongAssignmentError" in line]
    sentences = {
        student: line for student in REFUSED for line in refusals if f"/{student}/" in line
    }
    return Outcome(root, recorded(root), sentences, {})


@pytest.fixture(scope="module", params=["ours", "stock"])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    """Return what each of the two left behind."""
    found: Outcome = request.getfixturevalue(request.param)
    return found


# Tests -------------------------------------------------------------------------------------------


def test_nbgrader_1083_copied_cells(outcome: Outcome) -> None:
    """Nbgrader #1083: copied cells with one id cost their student nothing."""
    assert outcome.scores["case-1083"] == 20


def test_nbgrader_1933_empty_cells(outcome: Outcome) -> None:
    """Nbgrader #1933: empty cells cost the points of the answer that was emptied, no more."""
    assert outcome.scores["case-1933"] == 17


def test_nbgrader_1941_turned_and_deleted_cells(outcome: Outcome) -> None:
    """Nbgrader #1941: cells turned to Markdown, put in or deleted cost their student nothing."""
    assert outcome.scores["case-1941"] == 20


def test_the_class_goes_on(outcome: Outcome) -> None:
    """All who can be judged are recorded, with the right scores; nobody else is."""
    assert outcome.scores == {student: score for student, (_, score) in JUDGED.items()}


@pytest.mark.parametrize("student", REFUSED)
def test_refused(student: str, outcome: Outcome) -> None:
    """Who can't be judged is reported with a sentence, and has no autograded notebook."""
    assert REFUSED[student][1] in outcome.sentences[student]
    assert not (outcome.root / "classroom" / "autograded" / student / NOTEBOOK).exists()


def test_repairs_are_in_the_verdicts(ours: Outcome) -> None:
    """What was mended is noted with the student whose notebook it was, and only there."""
    assert "cell conv2d is there 2 times; the first counts" in ours.verdicts["case-1083"].notes
    assert "answer cell shift is empty" in ours.verdicts["case-1933"].notes
    turned = "cell conv2d was turned into markdown; it counts as code"
    assert turned in ours.verdicts["case-1941"].notes
    assert any("(locked, points)" in note for note in ours.verdicts["forger"].notes)
    assert ours.verdicts["zoe"].notes == ()


def test_same_text_other_repairs(ours: Outcome) -> None:
    """A verdict reused for another student who handed in the same carries its own notes."""
    submitted = ours.root / "classroom" / "submitted"
    notebook = solved()
    notebook["cells"].reverse()
    path = submitted / "yan" / NOTEBOOK
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))
    report = Classroom(ours.root).autograde(HW1, students=["yan", "zoe"])
    assert report.reused == 2
    verdicts = {result.student: result.verdict for result in report.results}
    yan, zoe = verdicts["yan"], verdicts["zoe"]
    assert yan is not None
    assert zoe is not None
    assert (yan.file, zoe.file) == ("yan", "zoe")
    assert yan.notes == ("the cells were in another order; the release's order counts",)
    assert (yan.score, zoe.score, zoe.notes) == (20, 20, ())
