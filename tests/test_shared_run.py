"""Sharing a child saves most of the children, and never changes a verdict."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from class_factory import ASSIGNMENT, hand_in, script_of

from autograde import reference
from autograde.grading import Graded, Grader
from autograde.handin import Script
from autograde.inprocess import InProcess
from autograde.intake import read_submission
from autograde.pytest_plugin import Claim
from autograde.sandbox.session import Session
from autograde.shared_run import Ask
from autograde.student import Backend, Call, Raised, Reply
from autograde.suite import SUITES, Judged, Suite

SHIFT = [SUITES / "hw1_convolution" / "test_shift.py"]
SEED = 21

Claims = tuple[Claim, ...]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """Keep one grader warm."""
    with Grader(seed=SEED) as warm:
        yield warm


class Counting:
    """A trusted backend that counts its children, apart by how they were asked."""

    def __init__(self, make: Callable[[], Callable[..., object]], name: str = "shift") -> None:
        self._backend = InProcess(lambda: {name: make()})
        self.opened = self.asked = 0

    @contextlib.contextmanager
    def looking(self) -> Iterator[Ask]:
        """Open a child as a session does."""
        self.opened += 1
        with self._backend.looking() as ask:
            yield ask

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in a fresh child."""
        self.asked += 1
        return self._backend.answer(calls)


def both_ways(
    backend: Counting, files: Sequence[Path] = SHIFT
) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """Return the claims with shared children, and those without."""
    suite = Suite(files, SEED)
    return suite.judge(backend, backend.looking).claims, suite.judge(backend).claims


def judged_alike(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Whether two runs say the same in all that a verdict holds."""
    return [replace(c, evidence=None) for c in one] == [replace(c, evidence=None) for c in other]


def grade_script(grader: Grader, folder: Path, script: Script) -> Graded:
    """Grade one script; processor time differs from run to run and is left out."""
    submission = read_submission(hand_in(folder, "someone", script), ASSIGNMENT)
    graded = grader.run(submission, "someone")
    return replace(graded, verdict=replace(graded.verdict, cpu_seconds=0.0))


def test_right_work_needs_few_children(
    grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right answers to all of hw1 take two children."""
    asked: list[str] = []
    for name in ("looking", "answer"):
        method = getattr(Session, name)

        def noting(
            self: Session,
            *calls: Sequence[Call],
            name: str = name,
            method: Callable[..., object] = method,
        ) -> object:
            asked.append(name)
            return method(self, *calls)

        monkeypatch.setattr(Session, name, noting)
    assert grade_script(grader, tmp_path, script_of("ada")).verdict.score == 20.0
    assert asked == ["looking"] * 2


@pytest.mark.parametrize(
    "student", ["ada", "chen", "emil", "fatima", "goran", "hana", "igor", "jonas", "karin", "lars"]
)
def test_verdicts_are_the_same(
    student: str, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Points, hints, mistakes, evidence and responses are those of a fresh child per request."""
    shared = grade_script(grader, tmp_path, script_of(student))

    judge = Suite.judge

    def unshared(self: Suite, backend: Backend, looking: object) -> Judged:
        return judge(self, backend)

    monkeypatch.setattr(Suite, "judge", unshared)
    alone = grade_script(grader, tmp_path, script_of(student))
    assert repr(shared) == repr(alone)


def test_right_shares() -> None:
    """A right function is judged by looks alone."""
    backend = Counting(lambda: reference.shift)
    run = Suite(SHIFT, SEED).judge(backend, backend.looking)
    assert {claim.outcome for claim in run.claims} == {"passed"}
    assert (backend.opened, backend.asked) == (2, 0)


def right_from_the_second() -> Callable[..., object]:
    """Return a function that leaves out the zeros in its first call only."""
    calls: list[int] = []

    def shift(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
        calls.append(1)
        right = reference.shift(image, dx, dy)
        inside = reference.shift(np.ones_like(np.asarray(image, dtype=float)), dx, dy) == 1.0
        return right if len(calls) > 1 else np.where(inside, right, 7.0)

    return shift


def right_until_the_fourth() -> Callable[..., object]:
    """Return a function that gives up after three calls."""
    calls: list[int] = []

    def shift(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
        calls.append(1)
        return reference.shift(image, dx, dy) * (len(calls) < 4)

    return shift


def adding_up() -> Callable[..., object]:
    """Return a function that keeps its result and adds to it."""
    kept = [0.0]

    def shift(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
        kept[0] += 1.0
        return reference.shift(image, dx, dy) + kept[0] - 1.0

    return shift


@pytest.mark.parametrize("make", [right_from_the_second, right_until_the_fourth, adding_up])
def test_what_is_kept_decides_nothing(make: Callable[[], Callable[..., object]]) -> None:
    """A function that depends on earlier calls is judged as with a fresh child per request."""
    shared, alone = both_ways(Counting(make))
    assert "failed" in {claim.outcome for claim in alone}
    assert judged_alike(shared, alone)


TWO = '''
import numpy as np
import pytest


@pytest.mark.points(1)
def test_first(student, rng):
    """One function is asked."""
    image = rng.normal(size=(3, 4))
    assert np.array_equal(student.first(image), image)


@pytest.mark.points(1)
def test_second(student, rng):
    """The other one is asked."""
    image = rng.normal(size=(3, 4))
    assert np.array_equal(student.second(image), image)
'''


def leaning() -> dict[str, Callable[..., object]]:
    """Return two functions of which the second lives on what the first has left."""
    left: list[int] = []

    def first(image: np.ndarray) -> np.ndarray:
        left.append(1)
        return image

    def second(image: np.ndarray) -> np.ndarray:
        if not left:
            raise NameError("kernel")
        return image

    return {"first": first, "second": second}


@pytest.mark.parametrize("apart", [False, True])
def test_functions_share_nothing(tmp_path: Path, apart: bool) -> None:
    """A function that only works after another one has been called does not pass."""
    head, *tests = TWO.split("\n\n\n")
    texts = [f"{head}\n\n\n{test}" for test in tests] if apart else [TWO]
    files = [tmp_path / f"test_{number}.py" for number, _ in enumerate(texts)]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text)
    backend = InProcess(leaning)
    run = Suite(files, SEED).judge(backend, backend.looking)
    assert [claim.outcome for claim in run.claims] == ["passed", "failed"]


OTHERS = '''
import numpy as np
import pytest
from autograde.student import Call


@pytest.fixture
def image(rng):
    return rng.normal(size=(2, 3))


@pytest.mark.points(1)
def test_timed(student):
    """What is timed has a child of its own."""
    student.replies([Call("shift", (np.ones((2, 3)), 0, 0), timed=True)])


@pytest.mark.points(1)
def test_fixture(student, image):
    """A fixture of the suite's own."""
    assert np.array_equal(student.shift(image, 0, 0), image)


@pytest.mark.points(1)
def test_unsteady(student):
    """Input that does not come from `rng` is never answered by an earlier reply."""
    image = np.random.default_rng().normal(size=(2, 3))
    assert np.array_equal(student.shift(image, 0, 0), image)
'''


def test_what_never_shares(tmp_path: Path) -> None:
    """Timed calls, fixtures of a suite's own and inputs of elsewhere get fresh children."""
    path = tmp_path / "test_shift.py"
    path.write_text(OTHERS)
    backend = Counting(lambda: reference.shift)
    shared, alone = both_ways(backend, [path])
    assert {claim.outcome for claim in alone} == {"passed"}
    assert judged_alike(shared, alone)
    assert backend.asked == 2 + 3


def test_no_look_no_harm() -> None:
    """Where a look gives no answer, fresh children do."""
    backend = Counting(lambda: reference.shift)
    run = Suite(SHIFT, SEED).judge(backend, lambda: nullcontext(lambda calls: None))
    assert {claim.outcome for claim in run.claims} == {"passed"}
    assert backend.asked == 6


def test_a_wrong_function_is_asked_anew() -> None:
    """One failed test makes all tests of its question ask fresh children."""

    def broken(image: np.ndarray, dx: int, dy: int) -> np.ndarray:
        if abs(dx) >= len(image):
            raise IndexError
        return reference.shift(image, dx, dy)

    backend = Counting(lambda: broken)
    shared, alone = both_ways(backend)
    assert [c.outcome for c in shared].count("failed") == 1
    assert judged_alike(shared, alone)
    assert isinstance(backend.answer([Call("shift", (np.ones((2, 3)), 5, 0))])[0], Raised)


LENIENT = '''
import numpy as np
import pytest


@pytest.mark.points(1)
def test_shape(student, rng):
    """The first call is only looked at from afar."""
    assert student.shift(rng.normal(size=(3, 4)), 1, 1).shape == (3, 4)


@pytest.mark.points(1)
def test_value(student, rng):
    """The second one is looked at closely."""
    value = student.shift(rng.normal(size=(3, 4)), 1, 1)
    assert not value[0].any()
'''


def test_a_first_call_nobody_looks_at(tmp_path: Path) -> None:
    """A function that is wrong in its first call gains nothing by a test that would not see it."""
    path = tmp_path / "test_shift.py"
    path.write_text(LENIENT)
    shared, alone = both_ways(Counting(right_from_the_second), [path])
    assert [claim.outcome for claim in alone] == ["passed", "failed"]
    assert judged_alike(shared, alone)
