"""Notebook in, verdict out: the same for the same seed, and ours to mend where we break."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from class_factory import ASSIGNMENT, hand_in, script_of, variant

from autograde.course import UnknownAssignmentError, load_release
from autograde.graded import not_judged
from autograde.grading import Grader, grade
from autograde.intake import IntakeError, Submission, read_submission
from autograde.verdict import Outcome, from_json, to_json


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """Keep one grader warm."""
    with Grader(seed=20) as warm:
        yield warm


def submission_of(tmp_path: Path, student: str) -> Submission:
    """Return one of the demo's students' work, taken in."""
    return read_submission(hand_in(tmp_path, student, script_of(student)), ASSIGNMENT)


def test_right_work_earns_everything(tmp_path: Path) -> None:
    """`grade` needs a file and a name, and gives the release's points for right work."""
    path = hand_in(tmp_path, "ada", script_of("ada"))
    verdict = grade(path, ASSIGNMENT)
    assert verdict.judged
    assert {q.grade_id: q.max_score for q in verdict.questions} == load_release(ASSIGNMENT).points
    assert verdict.score == verdict.max_score == 20.0
    assert verdict.file == str(path)
    assert verdict.cpu_seconds > 0


def test_the_seed_decides(tmp_path: Path, grader: Grader) -> None:
    """The same seed gives the same verdict, hints and outputs included."""
    submission = submission_of(tmp_path, "fatima")
    assert grader.run(submission, "fatima") == grader.run(submission, "fatima")
    assert grader.run(submission, "fatima").verdict.seed == 20


def test_json_keeps_all_of_a_verdict(tmp_path: Path, grader: Grader) -> None:
    """What is written down is read back as the same verdict."""
    verdict = grader.grade(submission_of(tmp_path, "goran"), "goran")
    assert from_json(to_json(verdict)) == verdict


def test_one_student_leaves_nothing_for_the_next(tmp_path: Path, grader: Grader) -> None:
    """What a submission defines or breaks is gone when the next one is judged."""
    breaks = hand_in(tmp_path, "eve", variant(1))
    first = grader.grade(read_submission(breaks, ASSIGNMENT), "eve")
    assert first.score == 0.0
    assert grader.grade(submission_of(tmp_path, "ada"), "ada").score == 20.0
    assert grader.grade(read_submission(breaks, ASSIGNMENT), "eve") == first


def test_a_dead_warm_process_is_replaced(tmp_path: Path, grader: Grader) -> None:
    """Where our own process dies between two students, the next is judged all the same."""
    submission = submission_of(tmp_path, "ada")
    assert grader.grade(submission, "ada").judged
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.ZombieProcess):  # what another test has left
            if "autograde.sandbox.zygote" in child.cmdline():
                child.kill()
    assert grader.grade(submission, "ada").score == 20.0


def test_what_is_not_judged_has_no_score_to_record(tmp_path: Path) -> None:
    """A verdict on a fault of ours has every question open, with the reason in a note."""
    verdict = not_judged(submission_of(tmp_path, "ada"), "ada", 1, "the disk is full").verdict
    assert not verdict.judged
    assert {question.outcome for question in verdict.questions} == {Outcome.NOT_JUDGED}
    assert verdict.max_score == 20.0
    assert any("the disk is full" in note for note in verdict.notes)


def test_mistakes_of_the_caller_are_sentences(tmp_path: Path) -> None:
    """An unknown assignment and a missing file are told apart, each in one sentence."""
    path = hand_in(tmp_path, "ada", script_of("ada"))
    with pytest.raises(UnknownAssignmentError, match="An assignment is one of"):
        grade(path, "hw9-nothing")
    with pytest.raises(IntakeError, match="there is none"):
        grade(tmp_path / "nobody.ipynb", ASSIGNMENT)
