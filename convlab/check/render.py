"""What a check shows: one sentence and a few small grids, as HTML and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grid", "Result"]

Array = NDArray[Any]


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
        Whether it is shown as a picture: the larger, the darker.
    """

    caption: str
    values: Array
    sign: str = ""
    shaded: bool = False

    def lines(self) -> list[str]:
        """Return the grid as text, its caption first."""
        rows = [[f"{value:g}" for value in row] for row in np.atleast_2d(self.values)]
        width = max(len(cell) for row in rows for cell in row)
        return [self.caption, *(" ".join(cell.rjust(width) for cell in row) for row in rows)]

    def html(self) -> str:
        """Return the grid as an HTML table, followed by its sign."""
        largest = float(np.abs(self.values).max(initial=0.0)) or 1.0
        rows = "".join(
            "<tr>" + "".join(self._cell(float(v), largest) for v in row) + "</tr>"
            for row in np.atleast_2d(self.values)
        )
        caption = f'<caption style="{CAPTION}">{escape(self.caption)}</caption>'
        sign = f'<span style="font-size: 1.4em">{escape(self.sign)}</span>' if self.sign else ""
        return f'<table style="{TABLE}">{caption}{rows}</table>{sign}'

    def _cell(self, value: float, largest: float) -> str:
        share = abs(value) / largest if self.shaded else 0.0
        colour = "0, 114, 178" if value >= 0 else "213, 94, 0"  # blue and vermilion
        style = f"{CELL} background: rgba({colour}, {0.75 * share:.2f});"
        return f'<td style="{style}">{value:g}</td>'


TABLE = "display: inline-table; border-collapse: collapse; margin: 0.3em 0.6em;"
CAPTION = "caption-side: top; text-align: left; padding: 0; white-space: nowrap;"
CELL = "border: 1px solid #8888; padding: 0.15em 0.5em; text-align: right;"

GOOD, BAD = "#00694c", "#9c3b00"


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
    grids
        The numbers behind it.
    """

    function: str
    rung: str
    sentence: str
    grids: tuple[Grid, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all examples are right."""
        return self.rung == "passed"

    def __repr__(self) -> str:
        sign = "✓" if self.passed else "✗"
        parts = [f"{sign} {self.function}: {self.rung}. {sentence_case(self.sentence)}"]
        for grid in self.grids:
            parts += ["", *("    " + line for line in grid.lines())]
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        sign, colour = ("✓", GOOD) if self.passed else ("✗", BAD)
        head = f'<strong style="color: {colour}">{sign} {escape(self.function)}: '
        head += f"{escape(self.rung)}.</strong> {escape(sentence_case(self.sentence))}"
        grids = "".join(grid.html() for grid in self.grids if not grid.shaded)
        picture = "".join(grid.html() for grid in self.grids if grid.shaded)
        return f"<div>{head}</div><div>{grids}</div><div>{picture}</div>"


def sentence_case(text: str) -> str:
    """Keep a text as it is unless it begins with a small English word."""
    return text[:1].upper() + text[1:] if text.startswith(("all ", "there ", "for ")) else text
