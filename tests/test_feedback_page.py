"""Feedback: what a student reads of a question, and the page that nbgrader makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from people import FLIPPED, HW1, chromium, hand_in, keep_picture, make_course, open_file, script

from autograde import fingerprints
from autograde.feedback import picture_of, question_html
from autograde.fingerprints import Response, examples, expected, response
from autograde.gradebook import open_api
from autograde.grading import Graded, Grader
from autograde.grids import grid_svg
from autograde.inprocess import InProcess
from autograde.intake import read_submission
from autograde.misconceptions import mutants
from autograde.store import Store
from autograde.verdict import Outcome, QuestionVerdict, TestVerdict, Verdict

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

ALL = [(a, f) for a, f in fingerprints._EXAMPLES]
OUTPUT = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>'


def question(*tests: TestVerdict) -> QuestionVerdict:
    """Return a question of 7 points."""
    return QuestionVerdict("test-conv2d", 7.0, tests)


def graded(found: Response, *tests: TestVerdict) -> Graded:
    """Return a result with one wrong answer to an example."""
    verdict = Verdict("a", HW1, "full", 1, (question(*tests),))
    return Graded(verdict, {}, {"test-conv2d": found})


FAILED = TestVerdict("test_values", "Every pixel is right.", 2.5, Outcome.FAILED, "Look again.")


def test_table_tells_outcome_points_and_mistake_once() -> None:
    """Passed, failed and not judged are words; a mistake is explained once, not in each row."""
    flipped = [
        TestVerdict(name, f"Claim {name}.", 1, Outcome.FAILED, "Compare", "kernel-flipped")
        for name in "ab"
    ]
    html = question_html(
        question(
            *flipped,
            TestVerdict("c", "Claim c.", 2.5, Outcome.PASSED),
            TestVerdict("d", "Claim d.", 0.5, Outcome.NOT_JUDGED),
        )
    )
    words = re.sub(r"<[^>]+>", " ", html)
    for part in ("passed", "failed", "not judged", "0 of 1", "2.5 of 2.5", "0 of 0.5", "2.5 of 7"):
        assert part in words
    assert words.count("the kernel is flipped") == 1
    assert words.count("Compare which weight") == 1


def test_texts_of_a_submission_are_escaped() -> None:
    """A hint may repeat what student code said in an exception: it stays text."""
    hostile = TestVerdict("a", "Claim.", 1, Outcome.FAILED, "<script>alert(1)</script>")
    html = question_html(question(hostile))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(("assignment", "function"), ALL)
def test_reference_answers_every_example(assignment: str, function: str) -> None:
    """The expected side is drawn within the limits, and a right function gets no picture."""
    for example in examples(assignment, function):
        want = expected(example)
        assert fingerprints.small(want)
        backend = InProcess(lambda right=example.right: {function: right})
        assert response(assignment, function, backend) is None


def test_wrong_references_are_seen_on_the_examples() -> None:
    """A mistake in the values of hw1's conv2d, as those with kernel or bias, shows in a picture."""
    seen = {
        mutant.slug
        for mutant in mutants(HW1, "conv2d")
        if response(HW1, "conv2d", InProcess(lambda make=mutant.make: {"conv2d": make()}))
    }
    assert {"kernel-flipped", "kernel-transposed", "bias-inside-sum", "bias-missing"} <= seen


def answers_with(value: Any) -> Callable[..., Any]:
    """Return a function that always answers `value`."""
    return lambda *args: value


@pytest.mark.parametrize(
    "value",
    ["text", None, [[1.0], [2.0]], np.zeros((100, 100)), np.zeros((0, 3)), np.ones(3), {}, 1j],
    ids=["text", "none", "list", "large", "empty", "one axis", "dict", "complex"],
)
def test_what_is_no_small_map_is_not_drawn(value: Any) -> None:
    """Anything but a small array of real numbers gives no picture, and no error."""
    found = response(HW1, "conv2d", InProcess(lambda: {"conv2d": answers_with(value)}))
    assert found is None or found.values == [[1.0], [2.0]]


def test_numbers_that_are_none_are_drawn() -> None:
    """Not a number, infinities and numbers of 300 digits are short words in the picture."""
    values = np.array([[np.nan, np.inf], [-1e300, -0.0]])
    svg = grid_svg(values, 9.0, np.ones((2, 2), bool))
    assert re.findall(r">([^<>]+)</text>", svg) == ["nan", "inf", "-1e+300", "0"]


def test_picture_shows_yours_beside_expected() -> None:
    """A flipped kernel shows 1 to 9 beside 9 to 1, and what differs is framed."""
    found = response(HW1, "conv2d", InProcess(lambda: {"conv2d": flipped()}))
    assert found is not None
    picture = picture_of(question(FAILED), graded(found, FAILED))
    assert picture is not None
    left, right = (side.maps[0] for side in picture.sides)
    assert re.findall(r">(\d+)</text>", left) == list("123045607890")
    assert re.findall(r">(\d+)</text>", right) == list("987065403210")
    assert left.count('stroke-width="3"') == 8  # the 5 in the middle is right
    assert 'stroke-width="3"' not in right
    assert 'role="img" aria-label="1 2 3 0; 4 5 6 0; 7 8 9 0"' in left


def flipped() -> Callable[..., Any]:
    """Return the wrong reference that flips the kernel."""
    return next(m for m in mutants(HW1, "conv2d") if m.slug == "kernel-flipped").make()


def test_picture_of_another_size_has_no_frames() -> None:
    """Where shapes differ, both are drawn with their sizes, and nothing is framed."""
    picture = picture_of(question(FAILED), graded(Response(0, [[1.0, 2.0]]), FAILED))
    assert picture is not None
    assert [side.shape for side in picture.sides] == ["1 × 2", "3 × 4"]
    assert not picture.marked


# The page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Grade one mistaken student through nbgrader and make the feedback page."""
    course = make_course(tmp_path_factory.mktemp("course"))
    own = f"from IPython.display import HTML, display\nprint({OUTPUT!r})\nHTML({OUTPUT!r})"
    path = hand_in(course, "flip", script(HW1, own=own, conv2d=FLIPPED))
    submission = read_submission(path, HW1)
    store = Store(course / "classroom" / "cache")
    with Grader(seed=7) as grader:
        result = grader.run(submission, "flip")
    assert result.responses["test-conv2d"].values[0] == [1.0, 2.0, 3.0, 0.0]
    store.put(HW1, store.key(HW1, submission.digest), result)
    assert store.get(HW1, store.key(HW1, submission.digest)) == result
    api = open_api(course)
    for step in (api.autograde, api.generate_feedback):
        answer = step(HW1, "flip", force=True)
        assert answer["success"], answer
    return course / "classroom" / "feedback" / "flip" / HW1 / f"{HW1}.html"


def test_page_reads_well_on_a_phone(page: Path) -> None:
    """At 390 pixels nothing sticks out sideways, and table and picture lie inside the screen."""
    with chromium() as browser:
        shown, complaints = open_file(browser, page, width=390)
        keep_picture(shown, "feedback-phone")
        assert shown.evaluate("document.documentElement.scrollWidth") <= 390
        assert shown.locator("meta[name=viewport]").count() == 1
        summary = shown.locator(".convcourse-summary").inner_text()
        assert "of 20 points" in summary
        assert re.search(r"conv2d\s+4.5 of 7", summary)
        for part in (".convcourse-question table", ".convcourse-question svg"):
            for box in [element.bounding_box() for element in shown.locator(part).all()]:
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= 390
        cell = shown.locator(".convcourse-question td").first
        assert float(cell.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 14
        assert shown.title() == HW1  # nothing of the student's outputs has run
        assert not complaints


def test_page_prints(page: Path) -> None:
    """In print the tables are there, no address is spelt out, and a row is not cut in two."""
    with chromium() as browser:
        shown, _ = open_file(browser, page, width=794)
        shown.emulate_media(media="print")
        keep_picture(shown, "feedback-print")
        row = shown.locator(".convcourse-question tr").first
        assert row.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
        link = shown.locator(".convcourse-summary a").first
        assert link.evaluate("e => getComputedStyle(e, '::after').content") in ("none", "normal")
        assert shown.evaluate("document.documentElement.scrollWidth") <= 794
        assert shown.pdf(format="A4").startswith(b"%PDF")


def test_summary_leads_to_each_question(page: Path) -> None:
    """Every line of the summary is a link to a place in the page."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r'<a href="#(test-[a-z0-9-]+)"><code>', text)
    assert links == [
        f"test-{n}" for n in ("conv-pixel", "conv2d", "conv2d-same", "sobel-edges", "shift")
    ]
    assert all(f'<a name="{link}">' in text for link in links)
