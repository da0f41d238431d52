"""The hidden suites through the real sandbox: solutions, stubs, right and mistaken students.

The students' scripts are in `submissions/good` and `submissions/mistaken`; what a script leaves
out is the source notebook's. A mistaken one says in its first lines which function makes which
mistake, or ``none`` where two are made and no name fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people import solution

from autograde.course import assignment_names, load_release
from autograde.grading import Grader, function_of
from autograde.handin import Script, fill_in, read_script, write_notebook
from autograde.intake import read_submission
from autograde.verdict import Outcome, Verdict

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


# Scripts -----------------------------------------------------------------------------------------

SUBMISSIONS = Path(__file__).parent / "submissions"


def scripts(kind: str) -> list[str]:
    """Return the scripts of a kind, as ``hw1-convolution/flipped``."""
    folder = SUBMISSIONS / kind
    return [str(path.relative_to(folder).with_suffix("")) for path in sorted(folder.rglob("*.py"))]


def graded(kind: str, name: str, grader: Grader, folder: Path) -> Verdict:
    """Hand a script in and grade it."""
    assignment = name.split("/")[0]
    script = read_script(SUBMISSIONS / kind / f"{name}.py")
    rest = {n: source for n, source in solution(assignment).items() if n not in script.answers}
    cells = Script((*rest.items(), *script.cells))
    path = write_notebook(folder / f"{assignment}.ipynb", fill_in(assignment, cells))
    return grader.grade(read_submission(path, assignment), name)


@pytest.mark.parametrize("name", scripts("good"))
def test_right_in_another_style(name: str, grader: Grader, tmp_path: Path) -> None:
    """Right answers in a style of their own have full marks, and nothing is noted."""
    verdict = graded("good", name, grader, tmp_path)
    failed = [t for q in verdict.questions for t in q.tests if t.outcome is not Outcome.PASSED]
    assert failed == []
    assert verdict.score == verdict.max_score
    assert verdict.notes == ()


@pytest.mark.parametrize("name", scripts("mistaken"))
def test_mistaken(name: str, grader: Grader, tmp_path: Path) -> None:
    """Each mistake loses points and is named; no other function's mistake is named wrong."""
    verdict = graded("mistaken", name, grader, tmp_path)
    text = (SUBMISSIONS / "mistaken" / f"{name}.py").read_text(encoding="utf-8")
    head = text[: text.index("# %%")].splitlines()
    expected = dict(line.removeprefix("# ").split(": ") for line in head)
    questions = {function_of(question.grade_id): question for question in verdict.questions}
    for function, slug in expected.items():
        question = questions[function]
        assert question.score < question.max_score
        assert question.mistakes == (() if slug == "none" else (slug,)), function
    assert all(question.outcome is not Outcome.NOT_JUDGED for question in verdict.questions)
