"""The cells of a hostile notebook, of any format from 3 to 4.5, as plain bounded texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograde.snapshot import IntakeError

__all__ = ["CELLS_LIMIT", "CODE_LIMIT", "PROSE_LIMIT", "TEXT_LIMIT", "Found", "found_cells"]

CELLS_LIMIT = 2000
CODE_LIMIT = 200_000
"""Characters of a code cell."""
PROSE_LIMIT = 50_000
"""Characters of any other cell; some editors put whole pictures into them."""
TEXT_LIMIT = 1_000_000
"""Characters of all cells together."""

KINDS = ("code", "markdown", "raw")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A cell as it was submitted; nothing in it is to be believed.

    Attributes
    ----------
    kind
        ``code``, ``markdown`` or ``raw``.
    source
        Its text, with bounded length and Unix line ends.
    grade_id, cell_id
        What nbgrader and the editor call it, where they say.
    marks
        The rest of nbgrader's metadata.
    faults
        What had to be mended in it.
    """

    kind: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    marks: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def found_cells(notebook: object) -> tuple[list[Found], list[str]]:
    """Return the cells of a notebook, in order, and notes on those that were damaged.

    Raises
    ------
    IntakeError
        Where there is no list of cells, or there are too many, or too long ones.
    """
    raw = raw_cells(notebook)
    if len(raw) > CELLS_LIMIT:
        raise IntakeError(f"a notebook has at most {CELLS_LIMIT} cells; this has {len(raw)}.")
    found = [found_cell(cell) for cell in raw if isinstance(cell, dict)]
    length = sum(len(cell.source) for cell in found)
    if length > TEXT_LIMIT:
        raise IntakeError(
            f"the cells of a notebook have at most {TEXT_LIMIT} characters; these have {length}."
        )
    return found, list(fault_notes(found, len(raw) - len(found)))


def raw_cells(notebook: object) -> list[Any]:
    """Return the list of cells: on worksheets in format 3, directly in format 4."""
    if not isinstance(notebook, dict):
        raise IntakeError("a notebook is a JSON object; this is another value.")
    cells = notebook.get("cells")
    sheets = notebook.get("worksheets")
    if cells is None and isinstance(sheets, list):
        parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for part in parts if isinstance(part, list) for cell in part]
    if not isinstance(cells, list):
        raise IntakeError("a notebook has a list of cells; this has none.")
    return cells


def found_cell(raw: dict[str, Any]) -> Found:
    """Reduce one raw cell to what is of interest, and note its faults."""
    kind, prefix, faults = kind_of(raw)
    source, more = text_of(raw.get("source", raw.get("input", "")))
    source = prefix + source
    limit = CODE_LIMIT if kind == "code" else PROSE_LIMIT
    if len(source) > limit:
        more.append(f"longer than {limit} characters; the rest was left out")
    metadata = raw.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    marks = marks if isinstance(marks, dict) else {}
    names = (marks.get("grade_id"), raw.get("id"))
    grade_id, cell_id = (name if isinstance(name, str) else None for name in names)
    return Found(kind, source[:limit], grade_id, cell_id, marks, (*faults, *more))


def kind_of(raw: dict[str, Any]) -> tuple[str, str, list[str]]:
    """Return a cell's kind, what its text begins with, and its faults."""
    kind = raw.get("cell_type")
    if kind in KINDS:
        return str(kind), "", []
    if kind == "heading":  # format 3
        level = raw.get("level")
        count = int(level) if isinstance(level, (int, float)) and 1 <= level <= 6 else 1
        return "markdown", "#" * count + " ", []
    return "raw", "", ["neither code, markdown nor raw; counted as raw"]


def text_of(source: object) -> tuple[str, list[str]]:
    """Return a cell's text, which notebooks keep whole or in pieces, and its faults."""
    pieces = source if isinstance(source, list) else [source]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    text = "".join(texts).replace("\r\n", "\n").replace("\r", "\n")
    # JSON can hold half of a character. No file can, so it would break whoever writes it.
    whole = HALF_CHARACTER.sub("\ufffd", text)
    damaged = len(texts) < len(pieces) or whole != text
    return whole, ["with damaged text; what could be read counts"] if damaged else []


def fault_notes(found: list[Found], strangers: int) -> Iterator[str]:
    """Count the faults of the cells: a note for each sort, however many cells have it."""
    if strangers:
        yield f"not a cell, left out: {strangers}"
    sorts = dict.fromkeys(fault for cell in found for fault in cell.faults)
    for sort in sorts:
        yield f"cells {sort}: {sum(sort in cell.faults for cell in found)}"
