"""The pytest plug-in of the suites: `student`, `rng`, points and rubric lines.

A suite is a folder of ordinary pytest files. ``test_conv2d.py`` judges the question whose grade
cell is ``test-conv2d``. Every test carries ``@pytest.mark.points(n)``; the first line of its
docstring is the rubric line that students read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from autograde.evidence import Evidence, evidence_of
from autograde.shared_run import Look, Replayed, Request, answers
from autograde.student import Backend, Student, StudentFailure

__all__ = ["Claim", "SuiteRun", "grade_id_of"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one test of a suite claims, and what became of it.

    Attributes
    ----------
    grade_id
        The grade cell that the test's points count for.
    name
        The test function's name.
    rubric
        The first line of its docstring.
    points
        What it is worth.
    outcome
        ``passed``, ``failed`` or ``not judged``; None before it has run.
    hint
        One sentence for the student where it failed; for staff where it was not judged.
    evidence
        The call behind a failure, with hidden inputs and expected values. It stays out of hints.
    """

    grade_id: str
    name: str
    rubric: str
    points: float
    outcome: str | None = None
    hint: str | None = None
    evidence: Evidence | None = None


def grade_id_of(path: Path) -> str:
    """Return the grade cell's id for a suite's file: test_conv_pixel.py -> test-conv-pixel."""
    return path.stem.replace("_", "-")


def claim_of(item: pytest.Item) -> Claim:
    """Read points and rubric line from a collected test; one clear error where they lack."""
    place = f"{item.path.name}::{item.name}"
    marks = list(item.iter_markers("points"))
    doc = getattr(getattr(item, "function", None), "__doc__", None)
    if len(marks) != 1 or len(marks[0].args) != 1:
        raise ValueError(f"{place}: a suite's test carries points(n) exactly once")
    if not doc:
        raise ValueError(f"{place}: a suite's test has a docstring, its rubric line")
    rubric = " ".join(doc.strip().split("\n\n")[0].split())
    return Claim(grade_id_of(item.path), item.name, rubric, float(marks[0].args[0]))


@dataclass
class SuiteRun:
    """One run of a suite over one submission, as a pytest plug-in object.

    Parameters
    ----------
    backend
        Where the student's code runs; None for only collecting the claims.
    seed
        The class's seed; inputs differ from test to test and repeat from run to run.
    look
        Where tests may share a child, how to ask one (see `autograde.shared_run`).
    """

    backend: Backend | None
    seed: int
    look: Look | None = None
    claims: list[Claim] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _index: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _known: dict[str, list[Request]] = field(default_factory=dict, init=False, repr=False)

    @pytest.hookimpl
    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the points marker, so that a misspelt one is an error."""
        config.addinivalue_line("markers", "points(n): what the test is worth")

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take down what is claimed before anything runs: no test can fall out of the total."""
        try:
            self.claims = [claim_of(item) for item in items]
        except ValueError as error:
            self.errors.append(str(error))
            raise pytest.UsageError(str(error)) from None
        self._index = {item.nodeid: number for number, item in enumerate(items)}
        if self.look is not None:
            self._known = answers(items, self.look, self._rng_of)

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep a suite's own faults; they are never the student's."""
        if report.failed:
            self.errors.append(str(report.longrepr))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterator[None]:
        """Turn the three phases of a test into one outcome."""
        report: pytest.TestReport = yield  # type: ignore[assignment]
        self._record(item, call)
        return report  # type: ignore[return-value]

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        index = self._index[item.nodeid]
        outcome, hint = outcome_of(call)
        claim = self.claims[index]
        if outcome == "passed" and (call.when != "call" or claim.outcome is not None):
            return
        evidence = None
        student = getattr(item, "funcargs", {}).get("student")
        if outcome == "failed" and call.excinfo is not None and student is not None:
            evidence = evidence_of(call.excinfo.value, student)
        self.claims[index] = replace(claim, outcome=outcome, hint=hint, evidence=evidence)

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """Return the submission under test."""
        assert self.backend is not None
        return Student(Replayed(self._known.get(request.node.nodeid, ()), self.backend))

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return the test's own generator, from the class's seed and the test's name."""
        return self._rng_of(request.node)

    def _rng_of(self, item: pytest.Item) -> np.random.Generator:
        name = f"{item.path.name}::{item.name}"
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


def outcome_of(call: pytest.CallInfo[None]) -> tuple[str, str | None]:
    """Judge one phase: only a failed claim in the test's body is the student's failure."""
    if call.excinfo is None:
        return "passed", None
    error = call.excinfo.value
    if call.when == "call" and isinstance(error, (StudentFailure, AssertionError)):
        return "failed", str(error).split("\n")[0] or None
    return "not judged", f"{type(error).__name__} in the suite: {error}"[:300]
