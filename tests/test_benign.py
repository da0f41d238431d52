"""Odd but honest students: none is hurt, refused, noted or slowed.

Their code is in `submissions/benign/`: scripts whose other answers are the source's. What is odd
about a file's form is made here.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from intake_factory import HW1, nameless, own, put_behind, solved, unmarked

from autograde.grading import Grader
from autograde.handin import read_script
from autograde.intake import read_submission

Notebook = dict[str, Any]

BENIGN = Path(__file__).parent / "submissions" / "benign"
SCRIPTS = sorted(path.stem for path in BENIGN.glob("*.py"))


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """Return one warm grader for all."""
    with Grader(seed=20) as grader:
        yield grader


@pytest.mark.parametrize("name", SCRIPTS)
def test_script(name: str, grader: Grader, tmp_path: Path) -> None:
    """An honest student scores all points, and there is nothing to tell staff."""
    path = tmp_path / f"{name}.ipynb"
    path.write_text(json.dumps(solved(script=read_script(BENIGN / f"{name}.py"))))
    submission = read_submission(path, HW1)
    verdict = grader.grade(submission, name)
    assert verdict.notes == ()
    assert verdict.score == verdict.max_score == 20


# Forms -------------------------------------------------------------------------------------------


def written(notebook: Notebook, **options: Any) -> bytes:
    """Return a notebook's file."""
    return json.dumps(notebook, **options).encode()


def format_3() -> bytes:
    """Write format 3, as Jupyter did in 2014."""
    cells = [{**c, "source": "".join(c["source"])} for c in solved()["cells"]]
    return nbformat.writes(nbformat.from_dict({**solved(), "cells": cells}), version=3).encode()


def format_4(minor: int) -> Callable[[], bytes]:
    """Return how to write format 4.`minor`; before 4.5 cells had no ids."""

    def write() -> bytes:
        notebook = solved() | {"nbformat_minor": minor}
        for cell in notebook["cells"]:
            if minor < 5:
                del cell["id"]
        return written(notebook, indent=1)

    return write


def of_vs_code() -> bytes:
    """Write as VS Code does: other language marks, a kernel by its folder, outputs with ids."""
    notebook = solved()
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}
    notebook["metadata"] = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.1", "pygments_lexer": "ipython3"},
        "vscode": {"interpreter": {"hash": "0" * 64}},
        "orig_nbformat": 4,
    }
    put_behind(notebook, "task-conv2d", own("print(1)") | {"id": "W3sZmlsZQ=="})
    return written(notebook, indent=1)


def of_colab() -> bytes:
    """Write as Colab does: its own ids in the metadata, widgets' state, no newline at the end."""
    notebook = solved()
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"] |= {"id": f"Xy{number}", "colab": {"base_uri": "https://localhost/"}}
        cell["metadata"]["outputId"] = f"b{number}"
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "accelerator": "GPU",
        "widgets": {"application/vnd.jupyter.widget-state+json": {"a": {"state": {}}}},
    }
    return written(notebook | {"nbformat_minor": 0}, separators=(",", ":"))


def of_jupyterlab() -> bytes:
    """Write as JupyterLab does after a run: counts, times, outputs, collapsed cells."""
    notebook = solved()
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {
            "tags": ["mine"],
            "collapsed": False,
            "jupyter": {"source_hidden": False},
            "execution": {"iopub.execute_input": "2026-03-01T10:00:00Z"},
            "trusted": True,
        }
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": ["1, 2\n"] * 50},
                {
                    "output_type": "display_data",
                    "metadata": {"needs_background": "light"},
                    "data": {"image/png": "iVBORw0KGgo" * 5000, "text/plain": ["<Figure>"]},
                },
            ]
    return written(notebook, indent=1, ensure_ascii=False)


def with_attachments() -> bytes:
    """Write pictures into Markdown cells: attached, and in the text as some editors do."""
    notebook = solved()
    cell = own("![a](attachment:a.png)", "markdown")
    cell["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo" * 10_000}}
    put_behind(notebook, "task-conv2d", cell, own("# Mine\n" + "*x*\n" * 1000, "markdown"))
    return written(notebook)


def many_cells() -> bytes:
    """Write hundreds of little cells of one's own."""
    notebook = solved()
    put_behind(notebook, "conv2d", *[own(f"a = {n}") for n in range(300)])
    return written(notebook)


def windows() -> bytes:
    """Write as an editor on Windows: a byte order mark, and line ends of two characters."""
    notebook = copy.deepcopy(solved())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    return b"\xef\xbb\xbf" + written(notebook, indent=2).replace(b"\n", b"\r\n")


FORMS: dict[str, Callable[[], bytes]] = {
    "format 3": format_3,
    **{f"format 4.{minor}": format_4(minor) for minor in range(6)},
    "VS Code": of_vs_code,
    "Colab": of_colab,
    "JupyterLab": of_jupyterlab,
    "attachments": with_attachments,
    "many cells": many_cells,
    "Windows": windows,
}

FORGETFUL = {"marks dropped": lambda: unmarked(solved()), "nameless": lambda: nameless(solved())}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str, grader: Grader, tmp_path: Path) -> None:
    """However an honest notebook is written down, it scores all points without a note."""
    path = tmp_path / "mine.ipynb"
    path.write_bytes(FORMS[form]())
    verdict = grader.grade(read_submission(path, HW1), form)
    assert verdict.notes == ()
    assert verdict.score == 20


@pytest.mark.parametrize("form", FORGETFUL)
def test_forgetful_editor(form: str, grader: Grader, tmp_path: Path) -> None:
    """An editor that drops marks and ids costs nothing but a note."""
    path = tmp_path / "mine.ipynb"
    path.write_bytes(written(FORGETFUL[form]()))
    verdict = grader.grade(read_submission(path, HW1), form)
    (note,) = verdict.notes
    assert "had lost nbgrader's marks" in note
    assert verdict.score == 20


def test_forms_differ() -> None:
    """Each form is another file: none is tested twice."""
    files = [write() for write in FORMS.values()]
    assert len({*files}) == len(files)
    assert len(SCRIPTS) + len(FORMS) + len(FORGETFUL) >= 60
