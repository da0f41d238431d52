"""Number grids: small arrays whose every product a reader can check by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from convlab.figures.picture import BLACK, BLUE, GREY, Picture, finish, sheet, style

__all__ = ["Numbers", "board", "draw_grid", "grids", "number_grid", "short", "words"]

CELL = 0.36
"""The side of one cell, in inches."""

Shade = Literal["", "grey", "signed"]
Array = NDArray[Any]


@dataclass(frozen=True)
class Numbers:
    """One grid of numbers.

    Attributes
    ----------
    title
        Stands above it.
    values : (rows, columns)
        ``nan`` leaves a cell empty.
    colour
        Of the outline.
    shade
        ``grey`` paints the cells as an image would be, ``signed`` as a signed map.
    marks
        (x, y) of a cell -> the colour of a frame around it, or (x, y, side) for a square of cells.
    index
        Whether rows and columns are numbered, with the names of the axes.
    first
        The number of the first row and column.
    note
        Stands below it.
    """

    title: str
    values: Array
    colour: str = GREY
    shade: Shade = ""
    marks: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    index: bool = False
    first: int = 0
    note: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = np.atleast_2d(self.values).shape
        return rows, columns


Part = Numbers | str
"""A grid, or a sign between two grids."""


def short(value: float) -> str:
    """Write a number so that it fits into a cell; nothing for ``nan``."""
    value = float(value) or 0.0  # no sign for a zero
    if np.isnan(value):
        return ""
    text = f"{value:.0f}" if value.is_integer() else f"{value:.3g}"
    return text.replace("-", "−")


def words(title: str, values: ArrayLike) -> str:
    """Read a grid aloud: its title, then row by row."""
    rows = np.atleast_2d(np.asarray(values, dtype=float))
    said = "; ".join(" ".join(short(value) or "empty" for value in row) for row in rows)
    return f"{title.replace(chr(10), ' ')}, row by row: {said}."


def draw_grid(axes: Axes, grid: Numbers, left: float = 0.0, top: float = 0.0) -> None:
    """Draw a grid with its upper left corner at (`left`, `top`), one unit a cell.

    The axes' vertical direction points downwards (see `board`).
    """
    values = np.atleast_2d(np.asarray(grid.values, dtype=float))
    rows, columns = values.shape
    for x in range(rows):
        for y in range(columns):
            draw_cell(axes, grid, values, (x, y), (left + y, top + x))
    edge: dict[str, Any] = {"fill": False, "edgecolor": grid.colour, "linewidth": 1.8, "zorder": 3}
    axes.add_patch(Rectangle((left, top), columns, rows, **edge))
    for (x, y, *side), colour in grid.marks.items():
        size = side[0] if side else 1
        frame = {**edge, "edgecolor": colour, "linewidth": 2.6, "zorder": 4}
        axes.add_patch(Rectangle((left + y, top + x), size, size, **frame))
    lift = 0.95 if grid.index else 0.3
    axes.text(left + columns / 2, top - lift, grid.title, ha="center", va="bottom")
    if grid.index:
        number_axes(axes, grid, left, top)
    if grid.note:
        axes.text(left + columns / 2, top + rows + 0.3, grid.note, ha="center", va="top")


def draw_cell(
    axes: Axes, grid: Numbers, values: Array, at: tuple[int, int], corner: tuple[float, float]
) -> None:
    """Draw one cell with its number, dark on light or light on dark."""
    value = float(values[at])
    face = paint(value, values, grid.shade)
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=face, edgecolor="#c8c8c8", linewidth=0.6))
    light = np.dot(face[:3], (0.299, 0.587, 0.114)) > 0.5
    text = short(value)
    axes.text(
        corner[0] + 0.5,
        corner[1] + 0.52,
        text,
        ha="center",
        va="center",
        color=BLACK if light else "white",
        fontsize=10 if len(text) < 4 else 8 if len(text) < 5 else 7,
    )


def paint(value: float, values: Array, shade: Shade) -> tuple[float, ...]:
    """Return the colour of a cell."""
    largest = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 0.0
    if np.isnan(value):
        return (0.95, 0.95, 0.95, 1.0)
    if not shade or largest == 0.0:
        return (1.0, 1.0, 1.0, 1.0)
    if shade == "signed":
        return tuple(colormaps["RdBu"](0.5 + 0.36 * value / largest))
    level = 0.35 + 0.65 * value / largest
    return (level, level, level, 1.0)


def number_axes(axes: Axes, grid: Numbers, left: float, top: float) -> None:
    """Write the numbers of rows and columns, and the names of the axes."""
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "color": "#505050"}
    rows, columns = grid.shape
    for x in range(rows):
        axes.text(left - 0.35, top + x + 0.5, short(grid.first + x), **look)
    for y in range(columns):
        axes.text(left + y + 0.5, top - 0.35, short(grid.first + y), **look)
    axes.text(left + columns / 2, top + rows + 0.42, "y (right)", **look)
    axes.text(left - 0.95, top + rows / 2, "x (down)", rotation=90, **look)


def board(rows: Sequence[Sequence[Part]], alt: str) -> Picture:
    """Lay grids and signs out in rows and return the picture.

    Parameters
    ----------
    rows
        Each row's grids, and the signs between them.
    alt
        What the picture shows, in words.
    """
    width, heights = extent(rows)
    with style():
        figure, axes = sheet(width, sum(heights), CELL)
        for row, height, above in zip(rows, heights, np.cumsum([0, *heights]), strict=False):
            draw_row(axes, row, float(above), height)
    return finish(figure, alt)


def margins(part: Numbers) -> tuple[float, float, float]:
    """Return the room left of a grid, above it and below it, in cells."""
    above = 1.0 + 0.7 * part.title.count("\n") + (0.65 if part.index else 0.0)
    below = 0.1 + (0.6 if part.index else 0.0)
    below += 0.85 + 0.7 * part.note.count("\n") if part.note else 0.0
    return (1.3 if part.index else 0.15), above, below


def span(part: Part) -> float:
    """Return the width of a grid with its titles, or of a sign, in cells."""
    if isinstance(part, str):
        return 0.8 + 0.26 * len(part)
    lines = [*part.title.split("\n"), *part.note.split("\n")]
    text = 0.235 * max(map(len, lines))
    return max(part.shape[1] + margins(part)[0] + 0.3, text + 0.3)


def extent(rows: Sequence[Sequence[Part]]) -> tuple[float, list[float]]:
    """Return the width of the board and the height of each row, in cells."""
    width = max(sum(map(span, row)) for row in rows) + 0.4
    heights = []
    for row in rows:
        parts = [part for part in row if isinstance(part, Numbers)]
        above = max(margins(part)[1] for part in parts)
        below = max(margins(part)[2] for part in parts)
        heights.append(max(part.shape[0] for part in parts) + above + below + 0.2)
    return width, heights


def draw_row(axes: Axes, row: Sequence[Part], top: float, height: float) -> None:
    """Draw one row; grids stand on a common middle line."""
    parts = [part for part in row if isinstance(part, Numbers)]
    above = max(margins(part)[1] for part in parts)
    tallest = max(part.shape[0] for part in parts)
    middle, left = top + 0.1 + above + tallest / 2, 0.2
    for part in row:
        room = span(part)
        if isinstance(part, str):
            axes.text(left + room / 2, middle, part, ha="center", va="center", fontsize=15)
        else:
            rows, columns = part.shape
            indent = margins(part)[0]
            inner = left + indent + (room - indent - 0.3 - columns) / 2 + 0.15
            draw_grid(axes, part, inner, middle - rows / 2)
        left += room


def grids(*parts: Part, alt: str = "") -> Picture:
    """Show grids and signs in one row.

    Parameters
    ----------
    *parts
        `Numbers` and signs, left to right.
    alt
        What they show; where it is not given, the numbers are read row by row.
    """
    said = [part if isinstance(part, str) else words(part.title, part.values) for part in parts]
    return board([parts], alt or " ".join(said))


def number_grid(values: ArrayLike, title: str, *, shade: Shade = "", index: bool = True) -> Picture:
    """Show one small array as numbers, rows and columns numbered."""
    return grids(Numbers(title, np.asarray(values, dtype=float), BLUE, shade, index=index))
