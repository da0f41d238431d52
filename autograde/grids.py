"""Small maps of numbers as inline SVG, for pages that are read alone."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from autograde.student import Array

__all__ = ["grid_svg", "planes", "words_of"]

SIDE = 34
BRIGHT, DARK, MARK = (0, 114, 178), (213, 94, 0), "#b00020"


def planes(values: Array) -> list[Array]:
    """Return the maps of an answer: itself, or one for each place of its last axis."""
    return [values] if values.ndim == 2 else [values[..., t] for t in range(values.shape[2])]


def grid_svg(values: Array, size: float, wrong: Array | None = None) -> Markup:
    """Draw a map, each number in its place.

    Parameters
    ----------
    values : (rows, columns)
    size
        The absolute value that has the strongest colour.
    wrong : (rows, columns) of bool
        Which numbers get a thick frame.
    """
    rows, columns = values.shape
    marks = np.zeros(values.shape, bool) if wrong is None else wrong
    parts = [
        cell(float(values[x, y]), size, bool(marks[x, y]), x, y)
        for x in range(rows)
        for y in range(columns)
    ]
    width, height = columns * SIDE + 4, rows * SIDE + 4
    return Markup(  # numbers that were formatted here; no text of anybody's
        f'<svg role="img" aria-label="{words_of(values)}" width="{width}" height="{height}" '
        f'viewBox="-2 -2 {width} {height}" style="max-width: 100%; height: auto" '
        'font-family="sans-serif" font-size="12" text-anchor="middle">' + "".join(parts) + "</svg>"
    )


def cell(value: float, size: float, wrong: bool, x: int, y: int) -> str:
    """Draw one number on its colour; what is wrong has a frame, so that colour is not needed."""
    left, top = y * SIDE, x * SIDE
    frame = f'stroke="{MARK}" stroke-width="3"' if wrong else 'stroke="#bbbbbb" stroke-width="1"'
    inset = 1.5 if wrong else 0.0
    side = SIDE - 2 * inset
    return (
        f'<rect x="{left + inset:g}" y="{top + inset:g}" width="{side:g}" height="{side:g}" '
        f'fill="{colour(value, size)}" {frame}/>'
        f'<text x="{left + SIDE / 2:g}" y="{top + SIDE / 2 + 4:g}" fill="#111111">'
        f"{number(value)}</text>"
    )


def colour(value: float, size: float) -> str:
    """Return white for zero, blue for positive and orange for negative values."""
    share = min(abs(value) / size, 1.0) if np.isfinite(value) and size > 0 else 0.0
    base = BRIGHT if value > 0 else DARK
    mixed = [round(255 + (part - 255) * 0.55 * share) for part in base]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def number(value: float) -> str:
    """Write a value in a few characters."""
    return f"{value + 0.0:.3g}"


def words_of(values: Array) -> str:
    """Return a map for readers who do not see it: its rows, one after another."""
    return "; ".join(" ".join(number(float(value)) for value in row) for row in values)
