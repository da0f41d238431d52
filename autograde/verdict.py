"""Result records: what grading says about a notebook, frozen, and their JSON.

`SCHEMA` names the version of the JSON; it changes when a reader of the old one would be misled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["SCHEMA", "Outcome", "QuestionVerdict", "TestVerdict", "Verdict", "from_json", "to_json"]

SCHEMA = 1


class Outcome(StrEnum):
    """What became of a test, or of all tests of a question."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_JUDGED = "not judged"
    """A fault of the grader's: a person must look; it is neither a zero nor full marks."""


@dataclass(frozen=True, slots=True)
class TestVerdict:
    """One claim of a hidden suite about one submission.

    Attributes
    ----------
    name, rubric
        The test's name, and its claim in words that students read.
    points
        What it is worth.
    outcome
        Whether the claim holds.
    hint
        One sentence for the student where it does not; else None.
    mistake
        The slug of the recognised mistake, or None.
    """

    __test__ = False  # pytest: a record, not a class of tests

    name: str
    rubric: str
    points: float
    outcome: Outcome
    hint: str | None = None
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionVerdict:
    """All claims about one question; `grade_id` is that of its grade cell."""

    grade_id: str
    max_score: float
    tests: tuple[TestVerdict, ...]

    @property
    def score(self) -> float:
        """The points of the passed tests, rounded to hundredths."""
        return round(sum(t.points for t in self.tests if t.outcome is Outcome.PASSED), 2)

    @property
    def outcome(self) -> Outcome:
        """Passed where every test passed; not judged where one could not be."""
        outcomes = {test.outcome for test in self.tests} or {Outcome.NOT_JUDGED}
        for outcome in (Outcome.NOT_JUDGED, Outcome.FAILED):
            if outcome in outcomes:
                return outcome
        return Outcome.PASSED

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The slugs recognised in this question, each once, in the tests' order."""
        return tuple(dict.fromkeys(test.mistake for test in self.tests if test.mistake))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What grading says about one notebook.

    Attributes
    ----------
    file
        The name it was given under.
    assignment
        The assignment that it was judged as.
    isolation
        How the student's code was held: ``full``, ``partial`` or ``process``.
    seed
        The number that all hidden inputs were drawn from.
    questions
        In the assignment's order.
    notes
        Sentences for staff: repairs, stops, faults.
    submission
        SHA-256 of what was graded, in hexadecimal: the notebook on the release's template.
    cpu_seconds
        Processor time of the student's processes.
    """

    file: str
    assignment: str
    isolation: str
    seed: int
    questions: tuple[QuestionVerdict, ...]
    notes: tuple[str, ...] = ()
    submission: str = ""
    cpu_seconds: float = field(default=0.0, compare=False)

    @property
    def score(self) -> float:
        """The sum of the questions' scores."""
        return round(sum(question.score for question in self.questions), 2)

    @property
    def max_score(self) -> float:
        """The most that can be had."""
        return round(sum(question.max_score for question in self.questions), 2)

    @property
    def judged(self) -> bool:
        """Whether every question was judged, so that no person need look."""
        return all(q.outcome is not Outcome.NOT_JUDGED for q in self.questions)


def to_json(verdict: Verdict) -> dict[str, Any]:
    """Return the JSON object of a verdict: its fields and the sums derived from them."""
    questions = [
        {
            "grade_id": question.grade_id,
            "score": question.score,
            "max_score": question.max_score,
            "outcome": str(question.outcome),
            "tests": [test_to_json(test) for test in question.tests],
        }
        for question in verdict.questions
    ]
    return {
        "file": verdict.file,
        "assignment": verdict.assignment,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "isolation": verdict.isolation,
        "seed": verdict.seed,
        "questions": questions,
        "notes": list(verdict.notes),
        "submission": verdict.submission,
        "cpu_seconds": round(verdict.cpu_seconds, 3),
    }


def test_to_json(test: TestVerdict) -> dict[str, Any]:
    """Return the JSON object of one claim."""
    return {
        "name": test.name,
        "rubric": test.rubric,
        "points": test.points,
        "outcome": str(test.outcome),
        "hint": test.hint,
        "mistake": test.mistake,
    }


def from_json(data: dict[str, Any]) -> Verdict:
    """Return the verdict that `to_json` wrote down."""
    questions = tuple(
        QuestionVerdict(
            question["grade_id"],
            question["max_score"],
            tuple(
                TestVerdict(**{**test, "outcome": Outcome(test["outcome"])})
                for test in question["tests"]
            ),
        )
        for question in data["questions"]
    )
    names = ("file", "assignment", "isolation", "seed", "submission", "cpu_seconds")
    plain = {name: data[name] for name in names}
    return Verdict(questions=questions, notes=tuple(data["notes"]), **plain)
