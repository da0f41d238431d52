"""What a check shows: one sentence and a few small grids, as HTML and as plain text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grid", "Result", "digits"]

Array = NDArray[Any]

# Colours are translucent or inherited, so that dark pages read as well as bright ones. Grids stand
# in a row that wraps on a narrow page; a sign stays with the grid behind it.
PANEL = (
    "border-left: 4px solid {}; padding: 0.2em 0 0.2em 0.8em; margin: 0.3em 0; line-height: 1.45;"
)
ROW = "display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.5em; margin-top: 0.6em;"
ITEM = "display: flex; align-items: flex-end; gap: 0.5em; max-width: 100%; overflow-x: auto;"
CAPTION = "font-size: 0.85em; white-space: nowrap; opacity: 0.75; margin-bottom: 0.15em;"
TABLE = "border-collapse: collapse; margin: 0; width: auto; font-variant-numeric: tabular-nums;"
LINE = "background: transparent;"
CELL = "border: 1px solid #8888; padding: 0.1em 0.4em; min-width: 1.2em; text-align: right;"
ZERO = '<span style="opacity: 0.4">0</span>'
SIGN = "font-size: 1.3em; align-self: center; padding-top: 0.9em;"
GOOD, BAD = "#008a64", "#d55e00"
BLUE, VERMILION = "0, 114, 178", "213, 94, 0"


def digits(value: Any) -> str:
    """Write a number: whole ones in full, others with six digits."""
    number = float(value)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e12 else f"{number:g}"


@dataclass(frozen=True)
class Grid:
    """A small array with a caption.

    Attributes
    ----------
    caption
        What it is.
    values : (rows, columns), or a single number
    sign
        What stands between this grid and the next.
    shaded
        Whether it is shown as a picture: the larger a number, the stronger its colour; blue
        above zero, vermilion below.
    """

    caption: str
    values: Array
    sign: str = ""
    shaded: bool = False

    def lines(self) -> list[str]:
        """Return the grid as lines of equal length, its caption first."""
        rows = [[digits(value) for value in row] for row in np.atleast_2d(self.values)]
        width = max((len(cell) for row in rows for cell in row), default=0)
        texts = [self.caption, *(" ".join(cell.rjust(width) for cell in row) for row in rows)]
        longest = max(map(len, texts))
        return [text.ljust(longest) for text in texts]

    def html(self, before: str = "") -> str:
        """Return the grid as an HTML table under its caption, behind the sign of the one before."""
        finite = [abs(float(value)) for value in self.values.flat if isfinite(value)]
        largest = max(finite, default=0.0) or 1.0
        rows = "".join(
            f'<tr style="{LINE}">{"".join(self._cell(float(v), largest) for v in row)}</tr>'
            for row in np.atleast_2d(self.values)
        )
        caption = f'<div style="{CAPTION}">{escape(self.caption)}</div>'
        table = f'<table style="{TABLE}" aria-label="{escape(self.caption)}">{rows}</table>'
        sign = f'<span style="{SIGN}">{escape(before)}</span>' if before else ""
        return f'<div style="{ITEM}">{sign}<div>{caption}{table}</div></div>'

    def _cell(self, value: float, largest: float) -> str:
        share = abs(value) / largest if self.shaded and isfinite(value) else 0.0
        colour = BLUE if value >= 0 else VERMILION
        style = f"{CELL} background: rgba({colour}, {0.6 * share:.2f});"
        return f'<td style="{style}">{digits(value) if value else ZERO}</td>'


def side_by_side(grids: Sequence[Grid]) -> list[str]:
    """Return grids as text beside each other, the signs between them."""
    columns: list[list[str]] = []
    for grid in grids:
        lines = grid.lines()
        middle = (len(lines) + 1) // 2
        sign = [" " * 3] * len(lines)
        sign[min(middle, len(lines) - 1)] = f" {grid.sign or ' '} "
        columns += [lines, sign]
    blank = [" " * len(column[0]) for column in columns]
    rows = zip_longest(*columns)
    return [
        "".join(b if cell is None else cell for cell, b in zip(row, blank, strict=True)).rstrip()
        for row in rows
    ]


def row_html(grids: Sequence[Grid]) -> str:
    """Return grids as HTML beside each other, the signs between them."""
    signs = ["", *(grid.sign for grid in grids)]
    return "".join(grid.html(sign) for grid, sign in zip(grids, signs, strict=False))


@dataclass(frozen=True)
class Result:
    """The outcome of a check.

    Attributes
    ----------
    function
        The function's name.
    rung
        Where the climb stopped; ``passed`` at the top.
    sentence
        What to know.
    rows
        The numbers behind it: rows of grids.
    """

    function: str
    rung: str
    sentence: str
    rows: tuple[tuple[Grid, ...], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all examples are right."""
        return self.rung == "passed"

    def warn(self) -> None:
        """Say on the error output what is wrong, nothing where all is right.

        nbgrader's button *Validate* counts a grade cell as failed where it writes there.
        """
        if not self.passed:
            print(self, file=sys.stderr)

    def __repr__(self) -> str:
        sign = "✓" if self.passed else "✗"
        parts = [f"{sign} {self.function}: {self.rung}. {self.sentence}"]
        for row in self.rows:
            parts += ["", *("    " + line for line in side_by_side(row))]
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        sign, colour = ("✓", GOOD) if self.passed else ("✗", BAD)
        head = f'<strong style="color: {colour}">{sign} {escape(self.function)}: '
        head += f"{escape(self.rung)}.</strong> {escape(self.sentence)}"
        rows = "".join(f'<div style="{ROW}">{row_html(row)}</div>' for row in self.rows)
        return f'<div style="{PANEL.format(colour)}"><div>{head}</div>{rows}</div>'
