"""The looks of nbgrader's feedback page: a summary on top, and a style for phones and print.

`ReadableFeedback` is the last of `GenerateFeedback`'s preprocessors, so that the command line
and formgrader's button make the same page, with nbgrader's own template.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from autograde.graded import function_of

__all__ = ["ReadableFeedback"]

TOTALS = ("score", "max_score", "late_penalty")


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the summary."""

    grade_id: str
    name: str
    score: float
    points: float


class ReadableFeedback(NbGraderPreprocessor):  # type: ignore[misc]
    """Put a summary before the first cell, and a style into the page's head."""

    # HTMLExporter sets it on every preprocessor, and logs a warning where it is not known.
    display_data_priority: Any = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with its summary; the style goes into `resources`."""
        marks = [cell.metadata.get("nbgrader") or {} for cell in nb.cells]
        text = environment().get_template("summary.html.j2")
        summary = text.render(
            lines=[line(mark) for mark in marks if mark.get("grade")],
            comments=[mark["grade_id"] for mark in marks if mark.get("comment")],
            **{
                name: resources["nbgrader"][name] for name in ("score", "max_score", "late_penalty")
            },
        )
        cell = {"cell_type": "markdown", "id": "summary", "metadata": {}, "source": summary}
        nb.cells.insert(0, nbformat.from_dict(cell))
        # nbgrader's template has one place in its head that is ours to fill: a list of styles,
        # each written between <style> tags. A phone needs a <meta> beside them.
        head = environment().get_template("feedback_head.html.j2").render()
        resources.setdefault("inlining", {}).setdefault("css", []).append(head)
        return nb, resources


def line(mark: Any) -> Line:
    """Return the summary's line for a grade cell's metadata, after `GetGrades`."""
    grade_id = mark["grade_id"]
    return Line(grade_id, function_of(grade_id), float(mark["score"] or 0), float(mark["points"]))


@cache
def environment() -> Environment:
    """Return where the templates are."""
    return Environment(
        loader=PackageLoader("autograde"), autoescape=True, undefined=StrictUndefined
    )
