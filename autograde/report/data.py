"""Read a class's verdicts and count: scores, tests, mistakes, notes, who needs a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from autograde.graded import function_of
from autograde.misconceptions import MISTAKES
from autograde.verdict import SCHEMA, Outcome, QuestionVerdict, TestVerdict, Verdict, from_json

__all__ = ["ClassData", "Entry", "MistakeLine", "QuestionLine", "ReportError", "TestLine"]

FILE_LIMIT = 256 * 1024 * 1024


class ReportError(ValueError):
    """There is nothing to report on; the text is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One student's verdict, and what is asked of it often."""

    student: str
    verdict: Verdict
    judged: bool
    score: float


@dataclass(frozen=True, slots=True)
class TestLine:
    """One claim of the suite over the class.

    Attributes
    ----------
    rate
        The share of the judged that passed, from 0 to 1; None where nobody was judged.
    discrimination
        Correlation of passing with the score on all *other* tests (corrected point-biserial);
        None where all passed or all failed.
    """

    __test__ = False  # pytest: a record, not a class of tests

    name: str
    rubric: str
    points: float
    passed: int
    failed: int
    not_judged: int
    rate: float | None
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question over the class: its mean score, and how many solved it fully."""

    grade_id: str
    name: str
    max_score: float
    mean: float | None
    solved: int
    judged: int
    tests: tuple[TestLine, ...]


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """One recognised mistake: by how many students, in which questions."""

    slug: str
    name: str
    counts: tuple[int, ...]
    students: int


@dataclass(frozen=True)
class ClassData:
    """A class's verdicts on one assignment, and what is counted from them.

    Attributes
    ----------
    assignment
        Its name.
    entries
        By student.
    problems
        Students whose submission has no verdict, and why.
    """

    assignment: str
    entries: tuple[Entry, ...]
    problems: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, path: Path, assignment: str) -> ClassData:
        """Read ``classroom/verdicts/ASSIGNMENT.json``.

        Raises
        ------
        ReportError
            Where there is no such file, or none of this version.
        """
        if not path.is_file():
            raise ReportError(
                f"A report is made of {path}, which is not there; "
                f"run: convcourse autograde {assignment}"
            )
        if path.stat().st_size > FILE_LIMIT:
            raise ReportError(f"{path} has at most 256 MiB; this one is larger.")
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document["schema"] != SCHEMA:
                raise ReportError(
                    f"{path} is of schema {SCHEMA}; it is of {document['schema']!r}. "
                    f"Run again: convcourse autograde {assignment}"
                )
            entries = [entry_of(data) for data in document["verdicts"]]
            refused = [(one["student"], str(one["problem"])) for one in document.get("refused", [])]
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, ReportError):
                raise
            raise ReportError(
                f"{path} holds verdicts as convcourse writes them; this could not be read. "
                f"Run again: convcourse autograde {assignment}"
            ) from None
        if not entries:
            raise ReportError(f"{path} holds no verdict; run: convcourse autograde {assignment}")
        entries.sort(key=lambda entry: entry.student)
        return cls(assignment, tuple(entries), tuple(sorted(refused)))

    @cached_property
    def judged(self) -> tuple[Entry, ...]:
        """The entries that are judged wholly; only their scores are counted."""
        return tuple(entry for entry in self.entries if entry.judged)

    @cached_property
    def scores(self) -> list[float]:
        """The scores of the judged."""
        return [entry.score for entry in self.judged]

    @property
    def median(self) -> float | None:
        """The median of the scores."""
        return median(self.scores) if self.scores else None

    @property
    def mean(self) -> float | None:
        """The mean of the scores."""
        return float(np.mean(self.scores)) if self.scores else None

    @cached_property
    def max_score(self) -> float:
        """The most that can be had."""
        return max(entry.verdict.max_score for entry in self.entries)

    @property
    def full_marks(self) -> int:
        """How many have all points."""
        return sum(score >= self.max_score for score in self.scores)

    @property
    def seeds(self) -> list[int]:
        """The seeds that hidden inputs were drawn from; one, unless tests were run twice."""
        return sorted({entry.verdict.seed for entry in self.entries})

    @property
    def isolation(self) -> list[tuple[str, int]]:
        """How often each tier of isolation was used."""
        return Counter(entry.verdict.isolation for entry in self.entries).most_common()

    @cached_property
    def grade_ids(self) -> tuple[str, ...]:
        """The grade cells of all verdicts, in order."""
        found = (q.grade_id for entry in self.entries for q in entry.verdict.questions)
        return tuple(dict.fromkeys(found))

    @cached_property
    def questions(self) -> tuple[QuestionLine, ...]:
        """Each question over the class."""
        return tuple(question_line(self, grade_id) for grade_id in self.grade_ids)

    @cached_property
    def mistakes(self) -> tuple[MistakeLine, ...]:
        """The recognised mistakes, the most frequent first."""
        found: dict[str, Counter[str]] = {}
        students: Counter[str] = Counter()
        for entry in self.entries:
            made = [(slug, q.grade_id) for q in entry.verdict.questions for slug in q.mistakes]
            for slug, grade_id in made:
                found.setdefault(slug, Counter())[grade_id] += 1
            students.update({slug for slug, _ in made})
        lines = [
            MistakeLine(
                slug,
                MISTAKES[slug].name if slug in MISTAKES else slug,
                tuple(counts[grade_id] for grade_id in self.grade_ids),
                students[slug],
            )
            for slug, counts in found.items()
        ]
        return tuple(sorted(lines, key=lambda line: (-line.students, line.slug)))

    @cached_property
    def people(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Who needs a person, and the reasons."""
        unjudged = [
            (entry.student, tuple(reasons(entry.verdict)))
            for entry in self.entries
            if not entry.judged
        ]
        without = [(student, (why,)) for student, why in self.problems]
        return tuple(sorted([*unjudged, *without]))

    @cached_property
    def notes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What was repaired, changed or stopped, and in whose submissions."""
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            for note in dict.fromkeys(entry.verdict.notes):
                found.setdefault(note, []).append(entry.student)
        pairs = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((note, tuple(students)) for note, students in pairs)

    @cached_property
    def slowest(self) -> tuple[Entry, ...]:
        """The entries that took the most processor time."""
        by_time = sorted(self.entries, key=lambda entry: -entry.verdict.cpu_seconds)
        return tuple(by_time[:5])


def entry_of(data: dict[str, Any]) -> Entry:
    """Read one verdict and whose it is."""
    student = data["student"]
    if not isinstance(student, str):
        raise TypeError("a student's name is a text")
    verdict = from_json(data)
    return Entry(student, verdict, verdict.judged, verdict.score)


def reasons(verdict: Verdict) -> list[str]:
    """Say why a verdict needs a person."""
    found = list(verdict.notes)
    for question in verdict.questions:
        if not question.tests:
            found.append(f"{function_of(question.grade_id)}: no test has run")
        found += [
            f"{function_of(question.grade_id)}, {test.name}: {test.hint or 'not judged'}"
            for test in question.tests
            if test.outcome is Outcome.NOT_JUDGED
        ]
    return list(dict.fromkeys(found))


# Questions and tests -----------------------------------------------------------------------------


def question_line(data: ClassData, grade_id: str) -> QuestionLine:
    """Count one question; only verdicts that were judged wholly are in its mean."""
    found = [(entry, question_of(entry.verdict, grade_id)) for entry in data.entries]
    there = [(entry, question) for entry, question in found if question is not None]
    judged = [question for entry, question in there if entry.judged]
    tests: dict[str, list[tuple[Entry, TestVerdict]]] = {}
    for entry, question in there:
        for test in question.tests:
            tests.setdefault(test.name, []).append((entry, test))
    scores = [question.score for question in judged]
    return QuestionLine(
        grade_id,
        function_of(grade_id),
        max(question.max_score for _, question in there),
        float(np.mean(scores)) if scores else None,
        sum(question.outcome is Outcome.PASSED for question in judged),
        len(judged),
        tuple(test_line(results) for results in tests.values()),
    )


def question_of(verdict: Verdict, grade_id: str) -> QuestionVerdict | None:
    """Return a verdict's question, where it has it."""
    return next((q for q in verdict.questions if q.grade_id == grade_id), None)


def test_line(results: Sequence[tuple[Entry, TestVerdict]]) -> TestLine:
    """Count one test."""
    outcomes = Counter(test.outcome for _, test in results)
    passed, failed = outcomes[Outcome.PASSED], outcomes[Outcome.FAILED]
    judged = [(entry.score, test) for entry, test in results if entry.judged]
    passes = [test.outcome is Outcome.PASSED for _, test in judged]
    rest = [score - test.points * (test.outcome is Outcome.PASSED) for score, test in judged]
    _, first = results[0]
    return TestLine(
        first.name,
        first.rubric,
        first.points,
        passed,
        failed,
        outcomes[Outcome.NOT_JUDGED],
        passed / (passed + failed) if passed + failed else None,
        point_biserial(passes, rest),
    )


def point_biserial(passes: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Return the correlation of passing a test with the score on all others, from -1 to 1."""
    x, y = np.asarray(passes, dtype=float), np.asarray(rest, dtype=float)
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])
