"""The pytest plug-in of the suites: `student`, `rng`, points and rubric lines.

A suite is a folder of ordinary pytest files. ``test_conv2d.py`` judges the question whose grade
cell is ``test-conv2d``. Every test carries ``@pytest.mark.points(n)``; the first line of its
docstring is the rubric line that students read.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from autograde.evidence import Evidence, evidence_of
from autograde.student import Backend, Student, StudentFailure

__all__ = ["BackendOf", "Claim", "SuitePlugin", "grade_id_of"]

BackendOf = Callable[[pytest.Item], Backend]
"""Where a test's calls go."""


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
class SuitePlugin:
    """A suite's tests, as a pytest plug-in object: collected once, then run as often as asked.

    Parameters
    ----------
    seed
        The class's seed; inputs differ from test to test and repeat from run to run.

    Attributes
    ----------
    claims
        What is claimed, by node id, in order: no test can fall out of the total.
    errors
        The suite's own faults; they are never a student's.
    """

    seed: int
    items: list[pytest.Item] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _backend_of: BackendOf | None = field(default=None, init=False, repr=False)
    _run: dict[str, Claim] = field(default_factory=dict, init=False, repr=False)

    # Collecting

    @pytest.hookimpl
    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the points marker, so that a misspelt one is an error."""
        config.addinivalue_line("markers", "points(n): what the test is worth")

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take down what is claimed."""
        try:
            self.claims = {item.nodeid: claim_of(item) for item in items}
        except ValueError as error:
            self.errors.append(str(error))
            raise pytest.UsageError(str(error)) from None
        self.items = list(items)

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what can't be collected."""
        if report.failed:
            self.errors.append(str(report.longrepr))

    # Running

    def run(self, items: Sequence[pytest.Item], backend_of: BackendOf) -> dict[str, Claim]:
        """Run tests by pytest's own protocol; return their claims with outcomes, by node id.

        Parameters
        ----------
        items
            Some of the collected tests.
        backend_of
            Where each test's calls go.
        """
        self._backend_of = backend_of
        self._run = {item.nodeid: self.claims[item.nodeid] for item in items}
        for item, following in pairwise([*items, None]):
            assert item is not None
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return self._run

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Turn the three phases of a test into one outcome; nobody reads pytest's own report."""
        self._record(item, call)
        return pytest.TestReport(
            item.nodeid,
            item.location,
            keywords={},
            outcome="passed" if call.excinfo is None else "failed",
            longrepr=None,
            when=call.when,  # type: ignore[arg-type]  # a test has no phase "collect"
        )

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        outcome, hint = outcome_of(call)
        claim = self._run[item.nodeid]
        if outcome == "passed" and (call.when != "call" or claim.outcome is not None):
            return
        evidence = None
        student = getattr(item, "funcargs", {}).get("student")
        if outcome == "failed" and call.excinfo is not None and student is not None:
            evidence = evidence_of(call.excinfo.value, student)
        self._run[item.nodeid] = replace(claim, outcome=outcome, hint=hint, evidence=evidence)

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """Return the submission under test."""
        assert self._backend_of is not None
        return Student(self._backend_of(request.node))

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return the test's own generator."""
        return self.rng_of(request.node)

    def rng_of(self, item: pytest.Item) -> np.random.Generator:
        """Return a test's own generator, from the class's seed and the test's name."""
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
