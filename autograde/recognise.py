"""Which of a student's cells is which of the release's.

nbgrader's own mark decides, then the cell's id. Editors and copying lose both, so what is still
missing is looked for by its text, and an answer by the function that it defines. Nothing is
guessed: where two cells could be meant, neither is, and both stay cells of the student's own.
They run all the same, in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autograde.cells import Found
from autograde.course import Release

__all__ = ["recognise", "same_text"]


def recognise(found: Sequence[Found], release: Release) -> list[str | None]:
    """Return for each cell the name of the release's cell that it is, or None.

    A name can be there more than once: students copy cells.
    """
    names = [name_by_mark(cell, release) for cell in found]
    missing = set(release.by_name) - set(names)
    if missing:
        texts = {compared(release.by_name[name].source): name for name in missing}
        for index, cell in enumerate(found):
            if names[index] is None:
                names[index] = texts.pop(compared(cell.source), None)
        missing -= set(names)
    for answer in sorted(missing & release.answers):
        places = [i for i, cell in enumerate(found) if names[i] is None and defines(cell, answer)]
        if len(places) == 1:
            names[places[0]] = answer
    return names


def name_by_mark(cell: Found, release: Release) -> str | None:
    """Return the name that nbgrader's mark or the cell's id says, if the release has it."""
    for name in (cell.grade_id, cell.cell_id):
        if name in release.by_name:
            return name
    return None


def defines(cell: Found, answer: str) -> bool:
    """Whether a code cell defines the function of an answer cell, at the left margin."""
    function = answer.replace("-", "_")
    if cell.kind != "code" or function not in cell.source:
        return False
    pattern = rf"^(?:async +)?def +{function}\b|^{function} *="
    return re.search(pattern, cell.source, re.MULTILINE) is not None


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in blanks at line ends and in empty lines around them at most."""
    return compared(one) == compared(other)


@lru_cache(maxsize=256)  # locked cells are alike in a whole class
def compared(text: str) -> str:
    """Return `text` as it is compared: editors strip line ends when they save."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
