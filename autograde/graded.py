"""What grading leaves behind, as plain records: light to import, for all that only moves them.

A class's main process reads, keeps, records and shows these and never grades; it has no use for
numpy, pytest or the sandbox.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from autograde.course import load_release
from autograde.intake import Submission
from autograde.sandbox.policy import Policy, Tier
from autograde.verdict import QuestionVerdict, Verdict

__all__ = [
    "Asked",
    "CellRun",
    "Evidence",
    "Graded",
    "Response",
    "accepts",
    "addressed",
    "function_of",
    "new_seed",
    "not_judged",
]


@dataclass(frozen=True, slots=True)
class CellRun:
    """What one cell did: its outputs as notebook outputs, and why it was stopped, if it was."""

    outputs: tuple[dict[str, Any], ...] = ()
    stopped: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A wrong answer that can be drawn: which example it belongs to, and its numbers as lists."""

    example: int
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as it would be typed, and the answer to it."""

    call: str
    answer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a test failed, in numbers.

    Attributes
    ----------
    asked
        The call whose answer was wrong or missing. Several where the test compares answers with
        one another, or where several calls had the answer that is wrong for one of them.
    want
        What the test expected, where it knows it.
    left_out
        How many calls are not in `asked` because they would be too many.
    """

    asked: tuple[Asked, ...]
    want: str | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Graded:
    """A verdict, and what feedback shows beside it.

    Attributes
    ----------
    verdict
        The verdict.
    runs
        What each code cell did, by the cell's index in the submission.
    responses
        Wrong answers to public examples, by grade cell.
    evidence
        The calls behind failed tests, by grade cell and test. They hold hidden inputs: who shows
        them has looked at the course's setting.
    """

    verdict: Verdict
    runs: dict[int, CellRun]
    responses: dict[str, Response] = field(default_factory=dict)
    evidence: dict[str, dict[str, Evidence]] = field(default_factory=dict)


def not_judged(submission: Submission, file: str, seed: int, reason: str) -> Graded:
    """Return the result that leaves everything to a person, for a fault of ours."""
    questions = tuple(
        QuestionVerdict(grade_id, points, ())
        for grade_id, points in load_release(submission.assignment).points.items()
    )
    notes = (f"not judged, a fault of the grader's: {reason}",)
    verdict = Verdict(
        file, submission.assignment, "none", seed, questions, notes, submission.digest
    )
    return Graded(verdict, {})


def addressed(verdict: Verdict, submission: Submission, file: str) -> Verdict:
    """Return `verdict` with one submission's name and repairs."""
    return replace(verdict, file=file, notes=(*submission.notes, *verdict.notes))


def accepts(policy: Policy, verdict: Verdict) -> bool:
    """Whether a verdict was made with the isolation that a policy asks for, or more."""
    return verdict.isolation in set(Tier) and Tier(verdict.isolation).reaches(policy.least)


def new_seed() -> int:
    """Return a fresh seed for a class: nobody can know the inputs beforehand."""
    return secrets.randbelow(2**31)


def function_of(grade_id: str) -> str:
    """Return the function that a grade cell is about: test-conv-pixel -> conv_pixel."""
    return grade_id.removeprefix("test-").replace("-", "_")
