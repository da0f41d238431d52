"""A picture that always carries its alt text, and the one style that all figures have."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = [
    "BLACK",
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "VERMILION",
    "Picture",
    "canvas",
    "finish",
    "sheet",
    "show",
    "style",
]

STYLE = Path(__file__).parents[1] / "style" / "convlab.mplstyle"
DOTS, SHOWN = 144, 96
"""Dots per inch in the file, and on the page: sharp on fine screens."""

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
BLACK, GREY = "#202020", "#808080"


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows in words.

    JupyterLab, nbconvert and the course's site drop the `alt` that a PNG output may carry in its
    metadata. All three keep an ``<img>`` with the data inside, so that is what a picture is shown
    as. Where no picture can be shown, its words are.

    Attributes
    ----------
    png
        The picture as a PNG file's bytes.
    alt
        What it shows, in words; never empty.
    width
        In pixels of the page.
    """

    png: bytes = field(repr=False)
    alt: str
    width: int

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError('a picture has a text in words for those who cannot see it: alt="…"')

    def __repr__(self) -> str:
        return f"[Picture: {self.alt}]"

    def html(self) -> str:
        """Return an ``<img>`` that holds the picture itself, with its alt text."""
        data = b64encode(self.png).decode("ascii")
        alt = escape(self.alt, quote=True)
        return f'<img alt="{alt}" width="{self.width}" src="data:image/png;base64,{data}">'

    def _repr_html_(self) -> str:
        return self.html()


@contextmanager
def style() -> Iterator[None]:
    """Draw in the course's style within a ``with`` block."""
    with rc_context(fname=STYLE):
        yield


def canvas(
    columns: int = 1, rows: int = 1, size: tuple[float, float] | None = None, **options: Any
) -> tuple[Figure, list[Axes]]:
    """Return a figure and its axes, row by row; ``with style():`` goes around the drawing.

    Parameters
    ----------
    columns, rows
        How many axes.
    size
        Width and height in inches; 7 inches are a page's width.
    **options
        Further arguments of `Figure.subplots`.
    """
    figure = Figure(figsize=size or (7.0, 2.9 * rows))
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, list(axes.flat)


def sheet(width: float, height: float, unit: float) -> tuple[Figure, Axes]:
    """Return a figure with one empty axes, measured in units from its upper left corner.

    Parameters
    ----------
    width, height
        In units.
    unit
        In inches.
    """
    figure = Figure(figsize=(width * unit, height * unit))
    figure.set_layout_engine("none")  # the one axes fills the figure
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0.0, width)
    axes.set_ylim(height, 0.0)
    return figure, axes


def finish(figure: Figure, alt: str) -> Picture:
    """Return a figure as a picture, with its text in words."""
    buffer = BytesIO()
    with style():
        figure.savefig(buffer, format="png", dpi=DOTS, metadata={"Description": alt})
    inches = figure.get_figwidth()
    return Picture(buffer.getvalue(), " ".join(alt.split()), round(inches * SHOWN))


def show(figure: Figure, alt: str) -> Picture:
    """Turn a Matplotlib figure into a picture; as the last line of a cell it is shown.

    Parameters
    ----------
    figure
        Also one of pyplot's: it is closed, so that it does not appear a second time.
    alt
        What it shows, in words.
    """
    from matplotlib import pyplot

    picture = finish(figure, alt)
    pyplot.close(figure)
    return picture
