"""What stands behind a failed hidden test: found, and shown where it is switched on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from class_factory import ASSIGNMENT, make_course
from click.testing import CliRunner
from people import FLIPPED, script

from autograde import reference
from autograde.classroom import Classroom
from autograde.cli import commands
from autograde.compare import expect_close, expect_count, expect_difference
from autograde.evidence import CALLS_LIMIT, TEXT_LIMIT, Asked, Evidence, evidence_of, shown
from autograde.feedback import question_html
from autograde.gradebook import open_api
from autograde.inprocess import InProcess
from autograde.report.page import write_report
from autograde.student import Student
from autograde.suite import Suite, suite_files
from autograde.verdict import Outcome, QuestionVerdict, TestVerdict

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

SEED = 20
STUDENT = "fay"
ODD = FLIPPED.replace("kernel[::-1, ::-1] *", "1.01 * kernel *")
"""No mistake that has a name: the suite's own hints are shown, not the mistake's."""
SWITCH = "c.GradeByHiddenSuites.show_hidden = {}\n"


# Which call it was -------------------------------------------------------------------------------


def behind(function: Callable[..., Any], test: Callable[[Student], None]) -> Evidence | None:
    """Return what stands behind the failure of a test about a trusted function."""
    student = Student(InProcess(lambda: {"double": function}))
    with pytest.raises(AssertionError) as caught:
        test(student)
    return evidence_of(caught.value, student)


def all_close(student: Student) -> None:
    """Ask for three values in one go, and compare each with the right one."""
    cases = [(np.array([x, x + 0.5]),) for x in (1.0, 2.0, 3.0)]
    for (case,), value in zip(cases, student.values("double", cases), strict=True):
        expect_close(value, 2 * case)


def test_the_wrong_call_is_found_among_right_ones() -> None:
    """Of three calls made together the wrong one is shown, with what its answer should be."""
    found = behind(lambda x: 2 * x + (x[0] == 2), all_close)
    asked = Asked("double(\n    array 2, float64\n    [  2, 2.5],\n)", "array 2, float64\n[5, 6]")
    assert found == Evidence((asked,), "array 2, float64\n[4, 5]")


def test_a_missing_answer_is_shown_with_its_call() -> None:
    """A call that raises is shown with the sentence that the hint says; nothing is expected."""
    found = behind(lambda x: 2 * x if x[0] != 3 else [][3], all_close)
    assert found is not None
    (asked,) = found.asked
    assert "[  3, 3.5]" in asked.call
    assert asked.answer == "double raised IndexError: an index lies outside of a list or array."
    assert found.want is None


def test_equal_numbers_are_not_told_apart() -> None:
    """Small whole numbers are one object in Python: no call is accused that may be right."""

    def counts(student: Student) -> None:
        for n, value in zip((2, 3), student.values("double", [(2,), (3,)]), strict=True):
            expect_count(value, 2 * n)

    found = behind(lambda n: 4, counts)
    assert found == Evidence((Asked("double(2)", "4"), Asked("double(3)", "4")), "6")


def test_compared_answers_are_shown_together() -> None:
    """A test that compares answers shows its latest calls, and says how many are left out."""

    def never(student: Student) -> None:
        student.double(99)
        student.values("double", [(n,) for n in range(CALLS_LIMIT + 2)])
        raise AssertionError("These do not go together.")

    found = behind(lambda n: 2 * n, never)
    assert found is not None
    assert [asked.call for asked in found.asked] == [f"double({n})" for n in range(CALLS_LIMIT)]
    assert (found.want, found.left_out) == (None, 2)


def test_a_difference_is_shown_as_the_value_that_was_due() -> None:
    """Of two results that should differ by 5, the one is shown beside the other plus 5."""

    def differ(student: Student) -> None:
        first, second = student.values("double", [(np.ones(2), 5.0), (np.ones(2), 0.0)])
        expect_difference(first, second, 5.0)

    found = behind(lambda x, bias: 2 * x, differ)
    assert found is not None
    assert len(found.asked) == 1
    assert "5," in found.asked[0].call
    assert found.want == "array 2, float64\n[7, 7]"


def test_a_test_without_calls_has_nothing_to_show() -> None:
    """A test that fails before it has called anything leaves no evidence."""

    def idle(student: Student) -> None:
        raise AssertionError("Nothing was asked.")

    assert behind(lambda x: x, idle) is None


# How it is written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.3333"),
        (123456, "123456"),
        (True, "True"),
        ([1, 2.0, "a"], "[1, 2, 'a']"),
        ((1,), "(1)"),
        ({"A": None}, "{'A': None}"),
        ("\x1b[31mred\u202e", "'red\ufffd'"),
        (np.float32(2.5) * np.ones((1, 2), np.float32), "array 1 × 2, float32\n[[2.5, 2.5]]"),
        (np.array([True, False]), "array 2, bool\n[ True, False]"),
        (np.array([np.nan, -np.inf]), "array 2, float64\n[ nan, -inf]"),
        (np.array(7.0), "array (), float64\n7"),
        (np.zeros((0, 3)), "array 0 × 3, float64"),
        (np.zeros((61, 1)), "array 61 × 1, float64"),
    ],
)
def test_values_are_short(value: Any, text: str) -> None:
    """Four digits, shapes, and values of small arrays only; nothing that a terminal obeys."""
    assert shown(value) == text


@pytest.mark.parametrize(
    "value",
    ["x" * 1000, [["x" * 900] * 100] * 40, list(range(4000)), 10**290, np.full(60, -1.234e-300)],
    ids=["text", "nested", "long", "digits", "array"],
)
def test_text_is_bounded(value: Any) -> None:
    """Whatever a student returns, what is shown of it has a limit."""
    assert 0 < len(shown(value)) <= TEXT_LIMIT + 2


def test_evidence_is_escaped() -> None:
    """A text that a function has returned stays text on the page."""
    failed = TestVerdict("test_values", "Every pixel.", 1, Outcome.FAILED, "Look again.")
    tag = "<script>alert(1)</script>"
    found = Evidence((Asked(f"double({tag})", tag),), tag)
    html = question_html(QuestionVerdict("test-x", 1.0, (failed,)), None, {"test_values": found})
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


# Who sees it -------------------------------------------------------------------------------------


class _NoEngine:
    """An engine for runs that have nothing to grade."""

    def grade(self, tasks: Sequence[Any]) -> Any:
        assert not tasks
        return
        yield


@dataclass(frozen=True)
class Shown:
    """What a class's folders hold, by file, with the switch off, on, and off again."""

    root: Path
    off: dict[str, bytes]
    on: dict[str, bytes]
    again: dict[str, bytes]


def files_of(root: Path) -> dict[str, bytes]:
    """Return all that a class's folder holds but the cache, which nobody is shown."""
    folder = root / "classroom"
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.*"))}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if path.is_file() and not name.startswith(("cache/", "submitted/"))
    }


def pages(root: Path, value: str) -> dict[str, bytes]:
    """Set the switch, record the class without grading it again, and write what people read."""
    path = root / "nbgrader_config.py"
    lines = [line for line in path.read_text("utf-8").splitlines(True) if "show_hidden" not in line]
    path.write_text("".join([*lines, SWITCH.format(value)]), encoding="utf-8")
    report = Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine())
    assert report.reused == 1
    answer = open_api(root).generate_feedback(ASSIGNMENT, STUDENT, force=True)
    assert answer["success"], answer
    write_report(root, ASSIGNMENT)
    return files_of(root)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Grade a student with a wrong conv2d, once, with the default; then turn the switch."""
    folder = tmp_path_factory.mktemp("evidence")
    root = make_course(folder, {STUDENT: script(ASSIGNMENT, conv2d=ODD)})
    seed = root / "classroom" / "cache" / ASSIGNMENT / "seed"
    seed.parent.mkdir(parents=True)
    seed.write_text(str(SEED))
    (result,) = Classroom(root).autograde(ASSIGNMENT).results
    assert result.verdict is not None
    assert not any(question.mistakes for question in result.verdict.questions)
    default = notebooks(files_of(root))
    off, on, again = (pages(root, value) for value in ("False", "True", "False"))
    assert default == notebooks(off)
    return Shown(root, off, on, again)


def notebooks(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the recorded notebooks among a class's files."""
    return {name: data for name, data in files.items() if name.endswith(".ipynb")}


def secrets() -> set[str]:
    """Return the hidden inputs and expected values of conv2d's suite, in four digits and in all."""
    found: set[str] = set()

    def right(image: Any, kernel: Any, bias: float = 0.0) -> Any:
        answer = reference.conv2d(image, kernel, bias)
        for value in (image, kernel, bias, answer):
            numbers = [n for n in np.asarray(value, dtype=float).flat if n != round(n)]
            found.update(f"{n:.4g}" for n in numbers)
            found.update(repr(float(n)) for n in numbers)
        return answer

    files = [path for path in suite_files(ASSIGNMENT) if path.stem == "test_conv2d"]
    Suite(files, SEED).judge(InProcess(lambda: {"conv2d": right}))
    return {number for number in found if len(number.strip("-")) > 4}


def secrets_in(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Return the hidden numbers that stand in each file, where there are any."""
    hidden = secrets()
    assert len(hidden) > 500
    found = {
        name: hidden & set(re.findall(r"-?\d+\.\d+(?:e[-+]\d+)?", data.decode("utf-8", "replace")))
        for name, data in files.items()
    }
    return {name: numbers for name, numbers in found.items() if numbers}


FEEDBACK = f"feedback/{STUDENT}/{ASSIGNMENT}/{ASSIGNMENT}.html"
RECORDED = f"autograded/{STUDENT}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
WORDS = b"The hidden test, in numbers"


def test_switched_off_nothing_of_it_is_anywhere(seen: Shown) -> None:
    """By default no hidden number is in feedback, notebook, verdicts, report or gradebook."""
    assert {FEEDBACK, RECORDED, "gradebook.db", f"verdicts/{ASSIGNMENT}.json"} <= set(seen.off)
    assert secrets_in(seen.off) == {}
    assert not [name for name, data in seen.off.items() if WORDS in data]


def test_switched_on_feedback_shows_them(seen: Shown) -> None:
    """Switched on, the page has the hidden numbers, and nothing but page and notebook has."""
    found = secrets_in(seen.on)
    assert len(found[FEEDBACK]) > 20
    assert set(found) == {FEEDBACK, RECORDED}
    assert WORDS in seen.on[FEEDBACK]
    verdicts = f"verdicts/{ASSIGNMENT}.json"
    assert seen.on[verdicts] == seen.off[verdicts]


def test_switched_off_again_it_is_gone(seen: Shown) -> None:
    """The switch works after grading, both ways: what was recorded is as it was before."""
    assert notebooks(seen.again) == notebooks(seen.off)
    assert notebooks(seen.on) != notebooks(seen.off)
    assert secrets_in(seen.again) == {}


def test_stock_nbgrader_sees_the_same_switch(seen: Shown) -> None:
    """Stock nbgrader's autograde records the same notebook, with the setting on and off."""
    path = seen.root / "nbgrader_config.py"
    text = path.read_text("utf-8")
    for value, files in (("True", seen.on), ("False", seen.off)):
        path.write_text(text + SWITCH.format(value), encoding="utf-8")
        answer = open_api(seen.root).autograde(ASSIGNMENT, STUDENT, force=True, create=False)
        assert answer["success"], answer
        assert notebooks(files_of(seen.root)) == notebooks(files)


def test_a_setting_of_another_kind_is_refused(seen: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text "False" would count as true in Python: it is told, and nothing is recorded."""
    path = seen.root / "nbgrader_config.py"
    before = path.read_text("utf-8")
    path.write_text(before + SWITCH.format('"False"'), encoding="utf-8")
    monkeypatch.chdir(seen.root)
    try:
        done = CliRunner().invoke(commands, ["autograde", ASSIGNMENT])
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.exit_code == 2
    assert "show_hidden is True or False; 'False' was given." in " ".join(done.output.split())
