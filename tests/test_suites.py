"""The hidden suites through the real sandbox: full marks for solutions, nothing for stubs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograde.course import assignment_names, load_release
from autograde.grading import Grader
from autograde.intake import read_submission
from autograde.verdict import Outcome

ROOT = Path(__file__).parent.parent
POINTS = {"hw1-convolution": 20, "hw2-channels": 20, "hw3-filters": 30}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """Return one warm grader."""
    with Grader(seed=20) as warm:
        yield warm


@pytest.mark.parametrize("name", assignment_names())
def test_solutions_have_full_marks(name: str, grader: Grader) -> None:
    """The source notebook, handed in as it is, earns every point; nothing is noted."""
    path = ROOT / "solutions" / name / f"{name}.ipynb"
    verdict = grader.grade(read_submission(path, name), str(path))
    tests = [test for question in verdict.questions for test in question.tests]
    assert [t for t in tests if t.outcome is not Outcome.PASSED] == []
    assert verdict.score == verdict.max_score == POINTS[name]
    assert verdict.notes == ()


@pytest.mark.parametrize("name", assignment_names())
def test_untouched_releases_have_none(name: str, grader: Grader) -> None:
    """The release as it is handed out earns nothing, and every question is called not written."""
    path = load_release(name).path
    verdict = grader.grade(read_submission(path, name), str(path))
    assert verdict.score == 0
    tests = [test for question in verdict.questions for test in question.tests]
    assert {test.outcome for test in tests} == {Outcome.FAILED}
    assert {test.mistake for test in tests} == {"not-implemented"}
