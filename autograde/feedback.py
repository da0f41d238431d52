"""The notebook that formgrader and feedback show: the release, the answers, trusted results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograde.course import load_release, name_of, nbgrader_of
from autograde.graded import Evidence, Graded, function_of
from autograde.intake import Submission
from autograde.plain_text import fenced
from autograde.verdict import QuestionVerdict

if TYPE_CHECKING:
    from autograde.answer_pictures import Picture
    from autograde.misconceptions import Mistake

__all__ = ["filled_in", "rebuilt_notebook"]

Notebook = dict[str, Any]

NOTHING: Mapping[str, Evidence] = {}


def rebuilt_notebook(submission: Submission) -> Notebook:
    """Return the submission as a notebook: cells and metadata of the release, answers put in."""
    release = load_release(submission.assignment)
    notebook: Notebook = json.loads(release.path.read_text(encoding="utf-8"))
    originals = {name_of(cell): cell for cell in notebook["cells"]}
    cells = []
    for number, cell in enumerate(submission.cells):
        if cell.name is None:
            raw: Notebook = {"cell_type": cell.kind, "id": f"own-{number}", "metadata": {}}
            if cell.kind == "code":
                raw |= {"execution_count": None, "outputs": []}
        else:
            raw = originals[cell.name]
        cells.append({**raw, "source": cell.source})
    return {**notebook, "cells": cells}


def filled_in(submission: Submission, graded: Graded, *, show_hidden: bool = False) -> Notebook:
    """Return the rebuilt notebook with the cells' outputs and one result in each grade cell.

    It is for people's browsers: nothing that a student wrote is rendered in it.

    Parameters
    ----------
    show_hidden
        Show inputs and expected values of failed hidden tests, as the course has switched on.
    """
    notebook = rebuilt_notebook(submission)
    questions = {question.grade_id: question for question in graded.verdict.questions}
    for index, cell in enumerate(notebook["cells"]):
        if written_by_student(cell) and cell["cell_type"] != "code":
            cell |= {"cell_type": "markdown", "source": fenced(cell["source"])}
        question = questions.get(name_of(cell) or "")
        run = graded.runs.get(index)
        if question is not None:
            evidence = graded.evidence.get(question.grade_id, {}) if show_hidden else {}
            html = question_html(question, picture_of(question, graded), evidence)
            cell["outputs"] = [result_output(question, html)]
            cell["execution_count"] = 1
        elif run is not None:
            cell["outputs"] = [*run.outputs, *stopped_output(run.stopped)]
    return notebook


def written_by_student(cell: Notebook) -> bool:
    """Whether a cell's text is a student's: it is an answer, or has no marks of nbgrader's."""
    mark = nbgrader_of(cell)
    return not mark or bool(mark.get("solution"))


def stopped_output(reason: str | None) -> list[dict[str, str]]:
    """Say in the cell that it was stopped."""
    text = f"[{reason}]\n"
    return [{"output_type": "stream", "name": "stderr", "text": text}] if reason else []


def result_output(question: QuestionVerdict, html: str) -> dict[str, Any]:
    """Return the one output of a grade cell: nbgrader reads the number, people the table."""
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": str(question.score), "text/html": html},
    }


def question_html(
    question: QuestionVerdict,
    picture: Picture | None = None,
    evidence: Mapping[str, Evidence] = NOTHING,
) -> str:
    """Return a question's rubric lines, mistake, picture and shown evidence, escaped."""
    mistake = mistake_of(question)
    return template().render(question=question, mistake=mistake, picture=picture, evidence=evidence)


def mistake_of(question: QuestionVerdict) -> Mistake | None:
    """Return the one mistake that was recognised in a question."""
    if len(question.mistakes) != 1:
        return None
    from autograde.misconceptions import MISTAKES  # loads numpy; right answers need none of it

    return MISTAKES.get(question.mistakes[0])


def picture_of(question: QuestionVerdict, graded: Graded) -> Picture | None:
    """Return the picture of a question's wrong answer, where there is one to be drawn."""
    response = graded.responses.get(question.grade_id)
    if response is None:
        return None
    from autograde import answer_pictures  # loads numpy

    assignment, function = graded.verdict.assignment, function_of(question.grade_id)
    return answer_pictures.picture_of(assignment, function, response)


@cache
def template() -> Template:
    """Load the table's template once."""
    loader = PackageLoader("autograde")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("question.html.j2")
