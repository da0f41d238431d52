"""Notebooks for the tests of intake: the release, solved, and bent in a few lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from autograde.course import load_release, name_of, text_of
from autograde.handin import Script, fill_in
from autograde.intake import Submission, rebuild

HW1 = "hw1-convolution"
RELEASE = load_release(HW1)
SOLUTIONS = Path(__file__).parent.parent / "solutions"

Notebook = dict[str, Any]


def released(assignment: str = HW1) -> Notebook:
    """Return the released notebook."""
    notebook: Notebook = json.loads(load_release(assignment).path.read_text(encoding="utf-8"))
    return notebook


def solution_answers(assignment: str = HW1) -> dict[str, str]:
    """Return the answers of the source notebook."""
    path = SOLUTIONS / assignment / f"{assignment}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    answers = load_release(assignment).answers
    return {name: text_of(c["source"]) for c in cells if (name := name_of(c)) in answers}


def solved(assignment: str = HW1, script: Script | None = None) -> Notebook:
    """Return the release with the source's answers, and a script's cells over them."""
    script = script or Script(())
    rest = [
        (name, source)
        for name, source in solution_answers(assignment).items()
        if name not in script.answers
    ]
    return fill_in(assignment, Script((*rest, *script.cells)))


def cell(notebook: Notebook, name: str) -> dict[str, Any]:
    """Return the first cell of that name."""
    return next(found for found in notebook["cells"] if name_of(found) == name)


def own(source: str, kind: str = "code") -> dict[str, Any]:
    """Return a cell of a student's own."""
    return {"cell_type": kind, "id": "made-up", "metadata": {}, "source": source}


def put_behind(notebook: Notebook, name: str, *cells: dict[str, Any]) -> None:
    """Put cells behind the one of that name."""
    place = notebook["cells"].index(cell(notebook, name)) + 1
    notebook["cells"][place:place] = cells


def without(notebook: Notebook, *names: str) -> Notebook:
    """Return the notebook without the cells of these names."""
    return {**notebook, "cells": [c for c in notebook["cells"] if name_of(c) not in names]}


def unmarked(notebook: Notebook) -> Notebook:
    """Return the notebook with nbgrader's metadata dropped; the ids stay."""
    return {**notebook, "cells": [{**c, "metadata": {}} for c in notebook["cells"]]}


def nameless(notebook: Notebook) -> Notebook:
    """Return the notebook with ids dropped too, as some editors and old formats have it."""
    keys = ("cell_type", "metadata", "source")
    return {**notebook, "cells": [{k: c[k] for k in keys} for c in unmarked(notebook)["cells"]]}


def marks(notebook: Notebook) -> Iterator[dict[str, Any]]:
    """Return nbgrader's marks of all cells."""
    for found in notebook["cells"]:
        if "nbgrader" in found["metadata"]:
            yield found["metadata"]["nbgrader"]


def taken_in(notebook: object) -> Submission:
    """Return what becomes of a notebook of homework 1 that was written and read again."""
    return rebuild(json.loads(json.dumps(notebook)), RELEASE)


def expect_template(submission: Submission) -> None:
    """Check the promise: all that is locked is the release's, in the release's order."""
    named = [found for found in submission.cells if found.name]
    assert [found.name for found in named] == [original.name for original in RELEASE.cells]
    for found, original in zip(named, RELEASE.cells, strict=True):
        assert found.kind == original.kind
        assert found.name in RELEASE.answers or found.source == original.source


PLACEHOLDER = r"\b(?:CELL|N|KIND|MARKS|REASON|HOMEWORK)\b"


@cache
def documented() -> list[re.Pattern[str]]:
    """Return the sentences that `docs/intake.md` promises, as patterns."""
    page = Path(__file__).parent.parent / "docs" / "intake.md"
    sentences = re.findall(r"^\| `([^`]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    escaped = [
        re.escape(sentence).replace(re.escape("cell(s)"), "cells?") for sentence in sentences
    ]
    return [re.compile(re.sub(PLACEHOLDER, ".+", sentence)) for sentence in escaped]


def expect_documented(*said: str) -> None:
    """Check that each note or refusal is a sentence of the documentation, word for word."""
    for sentence in said:
        assert any(pattern.fullmatch(sentence) for pattern in documented()), sentence
