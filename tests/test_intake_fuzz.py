"""Whatever is submitted: it is refused in one sentence, or all that is locked is the release's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake_factory import RELEASE, expect_documented, expect_template, nameless, released, solved

from autograde.feedback import rebuilt_notebook
from autograde.intake import IntakeError, Submission, rebuild
from autograde.plain_json import read_json

QUICK = settings(max_examples=200, deadline=None, derandomize=True)
LONG = settings(max_examples=5000, deadline=None)

Cells = list[Any]
Bend = Callable[[Cells], None]


def outcome(data: bytes) -> Submission | IntakeError:
    """Take `data` in and check everything that is promised of the outcome."""
    try:
        submission = rebuild(read_json(data), RELEASE)
    except IntakeError as error:
        refusal = error
    else:
        return checked(submission)
    assert len(str(refusal)) < 200
    assert "\n" not in str(refusal)
    expect_documented(str(refusal))
    return refusal


def checked(submission: Submission) -> Submission:
    """Check the template, the notes, and that nbgrader would read the same."""
    expect_template(submission)
    assert len(submission.notes) <= 10 * len(RELEASE.cells)
    assert all(len(note) < 200 and note.isprintable() for note in submission.notes)
    expect_documented(*submission.notes)
    written = json.dumps(rebuilt_notebook(submission), ensure_ascii=False).encode()
    again = rebuild(read_json(written), RELEASE)
    assert again.digest == submission.digest
    assert again.cells == submission.cells
    return submission


# Strategies --------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\r\n\x00`<\ud800"), max_size=20)
KEYS = st.sampled_from(
    ["cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "worksheets"]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | TEXTS, inner, max_size=6),
    max_leaves=12,
)
NAMES = st.sampled_from(sorted(RELEASE.by_name)) | TEXTS | JUNK
KINDS = st.sampled_from(["code", "markdown", "raw", "heading"]) | JUNK
CODE = st.sampled_from(
    ["def conv2d(image):\n    pass", "shift = 1", "# Hidden tests", "", "def conv2d_same(): ..."]
)
SOURCES = CODE | TEXTS | st.lists(TEXTS, max_size=4) | JUNK


@st.composite
def bends(draw: st.DrawFn) -> Bend:
    """Draw one way to bend a list of cells."""
    place, other = draw(st.integers(0, 30)), draw(st.integers(0, 30))
    kind = draw(st.sampled_from(sorted(WAYS)))
    value = draw(WAYS[kind][0])

    def bend(cells: Cells) -> None:
        if cells:
            WAYS[kind][1](cells, place % len(cells), other % len(cells), value)

    return bend


def deleted(cells: Cells, place: int, other: int, value: Any) -> None:
    """Delete a cell."""
    del cells[place]


def copied(cells: Cells, place: int, other: int, value: Any) -> None:
    """Put copies of a cell elsewhere."""
    cells[other:other] = [copy.deepcopy(cells[place]) for _ in range(value)]


def moved(cells: Cells, place: int, other: int, value: Any) -> None:
    """Move a cell."""
    cells.insert(other, cells.pop(place))


def replaced(cells: Cells, place: int, other: int, value: Any) -> None:
    """Put something else in a cell's place."""
    cells[place] = value


def nested(cells: Cells, place: int, other: int, value: Any) -> None:
    """Wrap a cell into something."""
    cells[place] = value(cells[place])


def set_key(key: str) -> Callable[[Cells, int, int, Any], None]:
    """Return a way to overwrite one key of a cell."""

    def set_it(cells: Cells, place: int, other: int, value: Any) -> None:
        if isinstance(cells[place], dict):
            cells[place][key] = value

    return set_it


def marked(cells: Cells, place: int, other: int, value: Any) -> None:
    """Change what nbgrader keeps about a cell."""
    cell = cells[place]
    mark = cell.get("metadata", {}) if isinstance(cell, dict) else None
    mark = mark.get("nbgrader") if isinstance(mark, dict) else None
    if isinstance(mark, dict):
        mark.update(value)


MARKS = st.fixed_dictionaries(
    {},
    optional={
        "grade_id": NAMES,
        "points": st.floats() | JUNK,
        "locked": JUNK,
        "grade": st.booleans(),
        "solution": st.booleans() | JUNK,
        "schema_version": st.integers(-1, 5) | JUNK,
    },
)
WRAPS = st.sampled_from([lambda c: [c], lambda c: {"cells": [c]}, lambda c: {"source": c}])
WAYS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Cells, int, int, Any], None]]] = {
    "delete": (st.none(), deleted),
    "copy": (st.integers(1, 3), copied),
    "move": (st.none(), moved),
    "replace": (JUNK, replaced),
    "nest": (WRAPS, nested),
    "retype": (KINDS, set_key("cell_type")),
    "rename": (NAMES, set_key("id")),
    "rewrite": (SOURCES, set_key("source")),
    "metadata": (JUNK, set_key("metadata")),
    "marks": (MARKS, marked),
}

BENT = st.tuples(
    st.sampled_from([released, solved, lambda: nameless(solved())]),
    st.lists(bends(), min_size=1, max_size=12),
    st.dictionaries(st.sampled_from(["nbformat", "nbformat_minor", "metadata", "extra"]), JUNK),
)


def check_bent(bent: tuple[Callable[[], dict[str, Any]], list[Bend], dict[str, Any]]) -> None:
    """Bend a notebook and take it in."""
    make, ways, more = bent
    notebook = make() | more
    for bend in ways:
        bend(notebook["cells"])
    outcome(json.dumps(notebook).encode())


SCRATCHES = st.lists(
    st.tuples(
        st.integers(0, 30_000),
        st.integers(0, 40),
        st.binary(max_size=6) | st.sampled_from([b'"', b"[", b"}", b"\\", b",", b"\xff"]),
    ),
    min_size=1,
    max_size=4,
)


def check_scratched(scratches: list[tuple[int, int, bytes]]) -> None:
    """Overwrite bytes of a notebook's file and take it in."""
    data = bytearray(json.dumps(solved(), indent=1).encode())
    for place, length, new in scratches:
        start = place % len(data)
        data[start : start + length] = new
    outcome(bytes(data))


def check_junk(tree: Any, cells: Any) -> None:
    """Take in what is hardly a notebook."""
    for value in (tree, {"cells": tree}, {"cells": cells}, {"worksheets": [{"cells": cells}]}):
        outcome(json.dumps(value).encode())


# Tests -------------------------------------------------------------------------------------------


def test_bends_reach_far() -> None:
    """The ways to bend do bend: each changes the notebook, most are noted, few are refused."""
    results = []
    for seed in range(40):
        notebook = solved()
        cells = notebook["cells"]
        deleted(cells, seed % len(cells), 0, None)
        copied(cells, seed * 7 % len(cells), seed * 3 % len(cells), 2)
        results.append(outcome(json.dumps(notebook).encode()))
    assert all(isinstance(result, Submission) and result.notes for result in results)


@QUICK
@given(BENT)
def test_bent(bent: Any) -> None:
    """Cells deleted, copied, moved, nested, retyped, renamed, rewritten: the template holds."""
    check_bent(bent)


@QUICK
@given(SCRATCHES)
@example([(0, 40_000, b"")])
def test_scratched(scratches: Any) -> None:
    """Bytes overwritten, left out and put in: refused in a sentence, or the template holds."""
    check_scratched(scratches)


@QUICK
@given(JUNK, st.lists(st.fixed_dictionaries({"id": NAMES, "source": SOURCES, "metadata": JUNK})))
def test_junk(tree: Any, cells: Any) -> None:
    """Any JSON at all: refused in a sentence, or the template holds."""
    check_junk(tree, cells)


@pytest.mark.nightly
@LONG
@given(BENT)
def test_bent_long(bent: Any) -> None:
    """As `test_bent`, thousands of times, with fresh cases each night."""
    check_bent(bent)


@pytest.mark.nightly
@LONG
@given(SCRATCHES)
def test_scratched_long(scratches: Any) -> None:
    """As `test_scratched`, thousands of times, with fresh cases each night."""
    check_scratched(scratches)


@pytest.mark.nightly
@LONG
@given(JUNK, st.lists(st.fixed_dictionaries({"id": NAMES, "source": SOURCES, "metadata": JUNK})))
def test_junk_long(tree: Any, cells: Any) -> None:
    """As `test_junk`, thousands of times, with fresh cases each night."""
    check_junk(tree, cells)
