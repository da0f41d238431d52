"""Make submissions out of scripts: the release, with a student's code put in.

The demo's students and the tests' corpora are scripts, not notebooks, so that they can be read::

    # like: alice
    # %% conv-pixel
    def conv_pixel(image, kernel, bias, x, y):
        ...
    # %% own
    print("a cell of the student's own")

A cell is named by the id of an answer cell, or it is ``own``: a code cell of the student's own,
placed where it stands between the answers. ``# like: NAME`` takes all other answers from the
script NAME beside it.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.course import load_release, name_of

__all__ = ["Script", "fill_in", "parse_script", "read_script", "write_notebook"]

Notebook = dict[str, Any]

MARK = "# %% "
LIKE = "# like: "
OWN = "own"


@dataclass(frozen=True, slots=True)
class Script:
    """A student's code.

    Attributes
    ----------
    cells
        Name and source of each cell, in order; `OWN` names a cell of the student's own.
    like
        The script whose answers stand where this one has none.
    """

    cells: tuple[tuple[str, str], ...]
    like: str | None = None

    @property
    def answers(self) -> dict[str, str]:
        """The sources of the answer cells."""
        return {name: source for name, source in self.cells if name != OWN}


def parse_script(text: str) -> Script:
    """Read a script; what stands before its first cell is a comment."""
    head, *parts = ("\n" + text).split("\n" + MARK)
    like = next((ln.removeprefix(LIKE) for ln in head.splitlines() if ln.startswith(LIKE)), None)
    cells = []
    for part in parts:
        name, _, source = part.partition("\n")
        cells.append((name.strip(), source.strip("\n")))
    return Script(tuple(cells), like)


def read_script(path: Path) -> Script:
    """Read a script and the answers of those that it is like."""
    script = parse_script(path.read_text(encoding="utf-8"))
    if script.like is None:
        return script
    other = read_script(path.with_name(f"{script.like}.py"))
    missing = tuple((n, s) for n, s in other.cells if n != OWN and n not in script.answers)
    return Script((*missing, *script.cells))


def fill_in(assignment: str, script: Script) -> Notebook:
    """Return the release of `assignment` with a script's cells put in, as a notebook's JSON.

    Raises
    ------
    ValueError
        Where a cell is named that is no answer cell.
    """
    release = load_release(assignment)
    unknown = sorted(set(script.answers) - release.answers)
    if unknown:
        raise ValueError(f"{assignment} has no answer cell {unknown[0]}")
    notebook: Notebook = json.loads(release.path.read_text(encoding="utf-8"))
    by_anchor = own_cells(script)
    cells = [*by_anchor.get("", [])]
    for cell in notebook["cells"]:
        name = name_of(cell) or ""
        cell = copy.deepcopy(cell)
        if name in script.answers:
            cell["source"] = script.answers[name]
        cells += [cell, *by_anchor.get(name, [])]
    return {**notebook, "cells": cells}


def own_cells(script: Script) -> dict[str, list[Notebook]]:
    """Return the student's own cells, by the answer cell that they follow ("" for none)."""
    found: dict[str, list[Notebook]] = {}
    anchor = ""
    for number, (name, source) in enumerate(script.cells):
        if name != OWN:
            anchor = name
            continue
        cell: Notebook = {
            "cell_type": "code",
            "execution_count": None,
            "id": f"own-{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        found.setdefault(anchor, []).append(cell)
    return found


def write_notebook(path: Path, notebook: Notebook) -> Path:
    """Write a notebook's JSON, making the folders on the way; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
