"""Hostile notebook bytes become a `Submission`, rebuilt on the release's template.

What is locked comes from the release, never from the submission: tests, points, ids, texts. What
a student wrote in answer cells is kept, and so are the student's own cells, each behind the cell
that it followed. Repairs are noted for staff.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.course import Cell, Release, assignment_names, load_release

__all__ = ["IntakeError", "Submission", "WrongAssignmentError", "read_submission", "rebuild"]

MIB = 1024 * 1024
BYTES_LIMIT = 20 * MIB
CELLS_LIMIT = 2000
SOURCE_LIMIT = 200_000


class IntakeError(ValueError):
    """The file can't be taken in; the text is one sentence: the rule, then what was got."""


class WrongAssignmentError(IntakeError):
    """The notebook belongs to another assignment, or to none."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A notebook on the release's template, as plain texts.

    Attributes
    ----------
    assignment
        The assignment's name.
    cells
        All cells, in order.
    notes
        What had to be repaired.
    """

    assignment: str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()

    @property
    def code(self) -> list[tuple[int, str]]:
        """Index and source of each code cell that is not a grade cell."""
        points = load_release(self.assignment).points
        return [
            (index, cell.source)
            for index, cell in enumerate(self.cells)
            if cell.kind == "code" and cell.name not in points
        ]

    @property
    def digest(self) -> str:
        """SHA-256 of everything that grading depends on, in hexadecimal."""
        parts = [[cell.kind, cell.source, cell.name] for cell in self.cells]
        text = json.dumps([self.assignment, parts])
        return hashlib.sha256(text.encode()).hexdigest()


def read_submission(path: Path, assignment: str) -> Submission:
    """Read a notebook file once, without following links, and rebuild it on its template.

    Raises
    ------
    IntakeError
        One sentence on what is wrong with the file.
    """
    return rebuild(parse(read_bytes(path), path.name), load_release(assignment))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of bounded size, read through one descriptor."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise IntakeError(f"{path}: a notebook file was expected; there is none.") from None
    except OSError as error:
        reason = "it is a link" if path.is_symlink() else (error.strerror or "it can't be opened")
        raise IntakeError(f"{path}: a notebook is a readable file; {reason}.") from None
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a special file"
            raise IntakeError(f"{path}: a notebook is a regular file; this is {kind}.")
        data = file.read(BYTES_LIMIT + 1)
    if len(data) > BYTES_LIMIT:
        raise IntakeError(
            f"{path}: a notebook has at most {BYTES_LIMIT // MIB} MiB; this has more."
        )
    return data


def parse(data: bytes, name: str) -> list[Any]:
    """Return the raw cells of a notebook's bytes.

    Raises
    ------
    IntakeError
        Where the bytes are no notebook.
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise IntakeError(f"{name}: a notebook is JSON in UTF-8; this is not.") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):  # nbformat 3
        sheets = notebook.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        raise IntakeError(f"{name}: a notebook has a list of cells; this has none.")
    if len(cells) > CELLS_LIMIT:
        raise IntakeError(
            f"{name}: a notebook has at most {CELLS_LIMIT} cells; this has {len(cells)}."
        )
    return cells


def rebuild(cells: list[Any], release: Release) -> Submission:
    """Put a submission's raw cells onto the release's template.

    Raises
    ------
    WrongAssignmentError
        Where the cells are another assignment's, or nobody's.
    """
    found = [cell for cell in map(student_cell, cells) if cell is not None]
    expect_assignment({cell.name for cell in found if cell.name}, release)
    answers, extras, notes = sort_cells(found, release)
    rebuilt = [*extras.get(None, [])]
    for cell in release.cells:
        if cell.name in release.answers:
            if cell.name not in answers:
                notes.append(f"answer cell {cell.name} is missing; it counts as empty")
            cell = Cell(cell.kind, answers.get(cell.name, ""), cell.name)
        rebuilt += [cell, *extras.get(cell.name, [])]
    return Submission(release.name, tuple(rebuilt), tuple(notes))


def student_cell(raw: Any) -> Cell | None:
    """Reduce one raw cell to kind, text and name; None where it is no cell."""
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    kind = raw.get("cell_type")
    mark = raw.get("metadata")
    mark = mark.get("nbgrader") if isinstance(mark, dict) else None
    name = mark.get("grade_id") if isinstance(mark, dict) else None
    return Cell(
        kind if kind in ("code", "markdown", "raw") else "raw",
        source.replace("\r\n", "\n")[:SOURCE_LIMIT],
        name if isinstance(name, str) else cell_id(raw),
    )


def cell_id(raw: dict[str, Any]) -> str | None:
    """Return the cell's own id; editors that drop nbgrader's metadata keep it."""
    name = raw.get("id")
    return name if isinstance(name, str) else None


def expect_assignment(names: set[str], release: Release) -> None:
    """Check that the names found are this release's more than any other's."""
    counts = {
        name: len(names & {cell.name for cell in load_release(name).cells})
        for name in assignment_names()
    }
    best = max(counts, key=lambda name: (counts[name], name == release.name))
    if not counts[best]:
        raise WrongAssignmentError(
            f"a notebook of {release.name} holds its cells; this one holds none of them."
        )
    if best != release.name:
        raise WrongAssignmentError(
            f"a notebook of {release.name} is graded here; this is one of {best}."
        )


def sort_cells(
    cells: list[Cell], release: Release
) -> tuple[dict[str, str], dict[str | None, list[Cell]], list[str]]:
    """Split a student's cells into answers, cells of their own, and notes on repairs.

    A cell of the student's own belongs behind the template's cell that it followed. Of answer
    cells with one id the first counts; a further copy is the student's own cell.
    """
    template = {cell.name: cell for cell in release.cells}
    answers: dict[str, str] = {}
    extras: dict[str | None, list[Cell]] = {}
    notes: list[str] = []
    seen: set[str] = set()
    anchor: str | None = None
    for cell in cells:
        name = cell.name
        if name not in template:
            extras.setdefault(anchor, []).append(Cell(cell.kind, cell.source))
        elif name in seen:
            notes.append(f"cell {name} is there more than once; the first counts")
            if name in release.answers:
                extras.setdefault(anchor, []).append(Cell(cell.kind, cell.source))
        else:
            assert name is not None
            seen.add(name)
            anchor = name
            notes += changed_notes(cell, template[name], release)
            if name in release.answers:
                answers[name] = cell.source
    return answers, extras, notes


def changed_notes(cell: Cell, original: Cell, release: Release) -> Iterator[str]:
    """Note what a student changed that is not theirs to change; the release's text counts."""
    if cell.kind != original.kind:
        yield f"cell {cell.name} was turned into {cell.kind}; it counts as {original.kind}"
    if cell.name not in release.answers and cell.source.strip() != original.source.strip():
        yield f"locked cell {cell.name} was changed; the release's text counts"
