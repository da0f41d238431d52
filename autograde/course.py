"""Where a course's things lie, and what its assignments are.

The release of an assignment (`assignments/`) is the template that every submission is rebuilt
on; its grade cells hold the points. An installed package carries its own copy of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

__all__ = [
    "CLASSROOM",
    "PRIVATE",
    "SUITES",
    "Cell",
    "Release",
    "UnknownAssignmentError",
    "assignment_names",
    "load_release",
    "private_folders",
    "shipped",
    "suite_files",
]

PACKAGE = Path(__file__).parent
CLASSROOM = Path("classroom")
VIEW_ONLY = "view-only"
SUITES = PACKAGE / "suites"

PRIVATE = "CONVCOURSE_SUITES"
"""The environment variable with folders of private suites, separated as in PATH."""


class UnknownAssignmentError(ValueError):
    """There is no assignment of that name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook, reduced to what grading needs.

    Attributes
    ----------
    kind
        ``code``, ``markdown`` or ``raw``.
    source
        Its text.
    name
        Its nbgrader id, or its cell id where it has none; None for a student's own cell.
    """

    kind: str
    source: str
    name: str | None = None


@dataclass(frozen=True)
class Release:
    """An assignment as students get it.

    Attributes
    ----------
    name
        The assignment's name.
    path
        The released notebook.
    cells
        All its cells, in order.
    answers
        Names of the cells that students fill in.
    points
        Points of each grade cell, in order.
    view_only
        Names of the cells that only show something, such as the visible checks. They carry the
        tag ``view-only``; grading does not run them.
    marks
        What nbgrader keeps about each cell, by name.
    """

    name: str
    path: Path
    cells: tuple[Cell, ...]
    answers: frozenset[str]
    points: dict[str, float]
    view_only: frozenset[str]
    marks: dict[str, dict[str, Any]]

    @cached_property
    def by_name(self) -> dict[str, Cell]:
        """The cells by name."""
        return {cell.name: cell for cell in self.cells if cell.name}


def shipped(name: str) -> Path:
    """Return a file or folder of the course: the checkout's, else the installed package's copy."""
    checkout = PACKAGE.parent / name
    is_checkout = (PACKAGE.parent / "pyproject.toml").is_file()
    return checkout if is_checkout else PACKAGE / "shipped" / name


def releases_folder() -> Path:
    """Return the folder of the released notebooks."""
    return shipped("assignments")


@cache
def assignment_names() -> tuple[str, ...]:
    """Return the names of all assignments, in order."""
    return tuple(sorted(path.parent.name for path in releases_folder().glob("*/*.ipynb")))


@cache
def load_release(assignment: str) -> Release:
    """Return the release of `assignment`.

    Raises
    ------
    UnknownAssignmentError
        With the names that there are.
    """
    names = assignment_names()
    if assignment not in names:
        known = ", ".join(names) or "none"
        raise UnknownAssignmentError(f"An assignment is one of: {known}. {assignment!r} was given.")
    path = releases_folder() / assignment / f"{assignment}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marks = {name: nbgrader_of(cell) for cell in cells if (name := name_of(cell))}
    return Release(
        assignment,
        path,
        tuple(Cell(cell["cell_type"], text_of(cell["source"]), name_of(cell)) for cell in cells),
        frozenset(name for name, mark in marks.items() if mark.get("solution")),
        {name: float(mark["points"]) for name, mark in marks.items() if mark.get("grade")},
        frozenset(name_of(cell) or "" for cell in cells if VIEW_ONLY in tags_of(cell)),
        marks,
    )


def nbgrader_of(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a trusted cell's nbgrader metadata, empty where it has none."""
    mark = cell.get("metadata", {}).get("nbgrader", {})
    return dict(mark)


def tags_of(cell: dict[str, Any]) -> list[str]:
    """Return a trusted cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def name_of(cell: dict[str, Any]) -> str | None:
    """Return the nbgrader id of a trusted cell, else its cell id."""
    return nbgrader_of(cell).get("grade_id") or cell.get("id")


def text_of(source: str | list[str]) -> str:
    """Join a cell's source, which notebooks may keep as a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def private_folders() -> tuple[Path, ...]:
    """Return the folders of private suites that the environment names."""
    return tuple(Path(name) for name in os.environ.get(PRIVATE, "").split(os.pathsep) if name)


def suite_files(assignment: str, private: Sequence[Path] | None = None) -> list[Path]:
    """Return the suite's files, one for each question.

    Parameters
    ----------
    assignment
        Its name.
    private
        Folders laid out like the shipped one; by default those that the environment names. A
        file in them stands in for the shipped file of the same name, so that a question's points
        are never counted twice; the last folder wins.
    """
    folder = assignment.replace("-", "_")
    roots = [SUITES, *(private_folders() if private is None else private)]
    files = {path.name: path for root in roots for path in (root / folder).glob("test_*.py")}
    return [files[name] for name in sorted(files)]
