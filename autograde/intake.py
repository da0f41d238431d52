"""Hostile notebook bytes become a `Submission`, rebuilt on the release's template.

What is locked comes from the release, never from the submission: tests, points, ids, texts. What
a student wrote in answer cells is kept, and so are the student's own cells, each behind the cell
that it followed. Repairs are noted for staff; `docs/intake.md` lists them word for word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.cells import Found, found_cells
from autograde.course import Cell, Release, assignment_names, load_release
from autograde.plain_json import read_json
from autograde.recognise import recognise, same_text
from autograde.snapshot import IntakeError, read_once

__all__ = ["IntakeError", "Submission", "WrongAssignmentError", "read_submission", "rebuild"]

MARKS = ("grade", "locked", "points", "solution")


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
        """Index and source of each code cell that grading runs.

        Not the grade cells, and not those that only show something: a student's endless loop
        would cost its deadline there too, before the first test.
        """
        release = load_release(self.assignment)
        return [
            (index, cell.source)
            for index, cell in enumerate(self.cells)
            if cell.kind == "code"
            and cell.name not in release.points
            and cell.name not in release.view_only
        ]

    @property
    def digest(self) -> str:
        """SHA-256 of everything that grading depends on, in hexadecimal."""
        parts = [[cell.kind, cell.source, cell.name] for cell in self.cells]
        text = json.dumps([self.assignment, parts])
        return hashlib.sha256(text.encode()).hexdigest()


def read_submission(path: Path, assignment: str, below: Path | None = None) -> Submission:
    """Read a notebook file once, without following links, and rebuild it on its template.

    Parameters
    ----------
    path
        The notebook.
    assignment
        What it is graded as.
    below
        The folder of all submissions, where `path` lies in it: no folder in there may be a link.

    Raises
    ------
    IntakeError
        The file's name and one sentence on what is wrong with it.
    """
    try:
        return rebuild(read_json(read_once(path, below)), load_release(assignment))
    except IntakeError as error:
        raise type(error)(f"{path}: {error}") from None


def rebuild(notebook: object, release: Release) -> Submission:
    """Put a submission's cells onto the release's template.

    Parameters
    ----------
    notebook
        What was read from JSON; nothing about it is taken for granted.

    Raises
    ------
    IntakeError
        Where there are no cells, or too many.
    WrongAssignmentError
        Where the cells are another assignment's, or nobody's.
    """
    found, notes = found_cells(notebook)
    names = recognise(found, release)
    expect_assignment(found, names, release)
    taken, own = sort_cells(found, names, release)
    notes += lost_marks_notes(found, names)
    notes += order_notes(tuple(taken), release)
    rebuilt = [*own.get(None, [])]
    for original in release.cells:
        name = original.name or ""
        notes += cell_notes(taken.get(name), names.count(name), original, release)
        rebuilt += [filled(original, taken.get(name), release), *own.get(name, [])]
    return Submission(release.name, tuple(rebuilt), tuple(notes))


def expect_assignment(
    found: Sequence[Found], names: Sequence[str | None], release: Release
) -> None:
    """Check that the cells found are this release's, as `names` says, more than any other's."""
    recognised = {
        name: names if name == release.name else recognise(found, load_release(name))
        for name in assignment_names()
    }
    counts = {name: len(set(known) - {None}) for name, known in recognised.items()}
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
    found: Sequence[Found], names: Sequence[str | None], release: Release
) -> tuple[dict[str, Found], dict[str | None, list[Cell]]]:
    """Split a student's cells into the template's, and cells of their own by whom they follow.

    Of several cells with one name the first is the template's. Code is never lost: what stands
    in a further copy, or in a locked cell, is kept as a cell of the student's own.
    """
    taken: dict[str, Found] = {}
    own: dict[str | None, list[Cell]] = {}
    anchor: str | None = None
    for cell, name in zip(found, names, strict=True):
        first = name is not None and name not in taken
        if name is not None and first:
            taken[name] = cell
            anchor = name
        if name is None or (not first and name in release.answers) or has_code(cell, name, release):
            own.setdefault(anchor, []).append(Cell(cell.kind, cell.source))
    return taken, own


def has_code(cell: Found, name: str, release: Release) -> bool:
    """Whether a cell that should be locked holds code of the student's."""
    if name in release.answers or cell.kind != "code":
        return False
    if same_text(cell.source, release.by_name[name].source):
        return False
    lines = [line.strip() for line in cell.source.splitlines()]
    return any(line and not line.startswith("#") for line in lines)


def filled(original: Cell, cell: Found | None, release: Release) -> Cell:
    """Return the template's cell, with the student's answer where it is an answer cell."""
    if original.name not in release.answers:
        return original
    return Cell(original.kind, cell.source if cell else "", original.name)


# Notes -----------------------------------------------------------------------------------------


def lost_marks_notes(found: Sequence[Found], names: Sequence[str | None]) -> Iterator[str]:
    """Note the cells that had to be recognised without nbgrader's marks."""
    pairs = zip(found, names, strict=True)
    lost = sum(name is not None and cell.grade_id != name for cell, name in pairs)
    if lost:
        yield (
            f"{plural(lost, 'cell')} had lost nbgrader's marks;"
            " recognised by cell id, text or function"
        )


def order_notes(taken: Sequence[str], release: Release) -> Iterator[str]:
    """Note that the template's cells were moved."""
    names = set(taken)
    if list(taken) != [cell.name for cell in release.cells if cell.name in names]:
        yield "the cells were in another order; the release's order counts"


def cell_notes(cell: Found | None, count: int, original: Cell, release: Release) -> Iterator[str]:
    """Note what a student did to one of the template's cells that is not theirs to do."""
    name = original.name or ""
    answer = name in release.answers
    if cell is None:
        missing = "answer cell {} is missing; it counts as empty"
        yield (missing if answer else "locked cell {} was deleted; it was put back").format(name)
        return
    if count > 1:
        yield f"cell {name} is there {count} times; the first counts"
    if cell.kind != original.kind:
        yield f"cell {name} was turned into {cell.kind}; it counts as {original.kind}"
    if answer and not cell.source.strip():
        yield f"answer cell {name} is empty"
    if not answer and not same_text(cell.source, original.source):
        yield f"locked cell {name} was changed; the release's text counts"
    if has_code(cell, name, release):
        yield f"what was in locked cell {name} runs after it, as a cell of the student's own"
    marks = release.marks[name]
    changed = [mark for mark in MARKS if cell.marks.get(mark, marks.get(mark)) != marks.get(mark)]
    if changed:
        yield f"nbgrader's marks of cell {name} were changed ({', '.join(changed)})"


def plural(count: int, noun: str) -> str:
    """Write a number of things."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
