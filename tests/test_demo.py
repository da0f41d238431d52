"""`convcourse demo`, run once as a user does, and everything that it leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograde.demo import ASSIGNMENT, CUT_OFF, student_scripts

RIGHT = ("ada", "boris", "chen", "dina")
RECOGNISED = {
    "emil": ["kernel-flipped"],
    "fatima": ["axes-swapped", "shift-reversed"],
    "goran": ["bias-inside-sum"],
    "hana": ["returns-none", "output-size"],
    "igor": ["uint8-output"],
    "jonas": ["padding-edge", "gradient-sum"],
    "karin": ["square-only", "wraps-around"],
    "lars": ["anchor-corner", "input-modified"],
    "oleg": ["not-implemented"],
}


@dataclass(frozen=True)
class Demo:
    """What one run printed, and where its course lies."""

    output: str
    warnings: str
    root: Path

    @property
    def gradebook(self) -> Gradebook:
        """Open the gradebook that it filled."""
        return Gradebook(f"sqlite:///{self.root / 'classroom' / 'gradebook.db'}")

    def row(self, student: str) -> str:
        """Return the table's lines about one student."""
        lines = self.output.splitlines()
        start = next(i for i, line in enumerate(lines) if line.split()[:1] == [student])
        more = [line for line in lines[start + 1 :] if line.startswith(" " * 12)]
        end = start + 1
        while end < len(lines) and lines[end] in more:
            end += 1
        return "\n".join(lines[start:end])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run the demo in a folder of its own."""
    root = tmp_path_factory.mktemp("demo") / "course"
    run = subprocess.run(
        [sys.executable, "-m", "autograde", "demo", "--folder", str(root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert run.returncode == 0, run.stderr
    return Demo(run.stdout, run.stderr, root)


def test_class_is_as_large_as_promised() -> None:
    """The class has at least twelve students, a dozen different mistakes among them."""
    assert len(student_scripts()) >= 12
    slugs = {slug for found in RECOGNISED.values() for slug in found}
    assert len(slugs) >= 12


@pytest.mark.parametrize("student", RIGHT)
def test_right_answers_in_any_style(demo: Demo, student: str) -> None:
    """Loops, slices, views and plain lists all get 20 of 20."""
    assert demo.row(student).split()[1:] == ["3", "7", "4", "3", "3", "20"]


@pytest.mark.parametrize("student", RECOGNISED)
def test_mistakes_are_recognised(demo: Demo, student: str) -> None:
    """Each mistaken student's row names just the mistakes that its script makes."""
    words = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", demo.row(student))
    assert words == RECOGNISED[student]


@pytest.mark.parametrize("student", ["mila", "nadia"])
def test_hostile_students_cost_only_themselves(demo: Demo, student: str) -> None:
    """An endless loop and a crash lose their own points and no others'."""
    score = float(demo.row(student).split()[6])
    assert 0 < score < 20


def test_untouched_release(demo: Demo) -> None:
    """The release as it was handed out scores 0 in every question."""
    assert demo.row("oleg").split()[1:7] == ["0"] * 6


def test_damaged_file_needs_a_person(demo: Demo) -> None:
    """A file that was cut off gets no score; the output says who must look and why."""
    assert f"Needs a person: {CUT_OFF}:" in demo.output
    assert demo.row(CUT_OFF).split()[1:7] == ["–"] * 6
    total = len(student_scripts())
    assert f"{total - 1} of {total} judged." in demo.output


def test_gradebook_holds_the_same_scores(demo: Demo) -> None:
    """The gradebook has each student's score as the table shows it, and none for others."""
    with demo.gradebook as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions(ASSIGNMENT)}
    judged = [name for name in student_scripts() if name != CUT_OFF]
    assert scores == {name: float(demo.row(name).split()[6]) for name in judged}


def test_feedback_shows_the_rubric(demo: Demo) -> None:
    """Feedback pages show rubric lines and the recognised mistake, in words."""
    pages = demo.root / "classroom" / "feedback"
    page = (pages / "emil" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "Every pixel is the sum of its window times the kernel" in page
    assert "the kernel is flipped" in page


def test_feedback_hides_the_tests(demo: Demo) -> None:
    """No page holds a word of the suites' code, or of the reference."""
    pages = list((demo.root / "classroom" / "feedback").rglob("*.html"))
    assert len(pages) == len(student_scripts()) - 1
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for word in ("autograde.suites", "expect_close", "case_scale", "autograde.reference"):
            assert word not in text, page


def test_no_noise(demo: Demo) -> None:
    """Only what a user should read is printed: no warnings of libraries, no tracebacks."""
    for word in ("Traceback", "Warning:", ".py:"):
        assert word not in demo.warnings


def test_report_is_written(demo: Demo) -> None:
    """The demo names its class report, which tells the mistakes and who needs a person."""
    (line,) = [line for line in demo.output.splitlines() if line.startswith("Report:")]
    page = Path(line.split(maxsplit=1)[1])
    text = page.read_text(encoding="utf-8")
    assert "the kernel is flipped" in text
    assert CUT_OFF in page.with_name("people.csv").read_text(encoding="utf-8")
