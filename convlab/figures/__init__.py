"""The figures of the lectures: one style, axes named as the formulas have them, alt text always.

A helper returns a `Picture`. As the last line of a cell it is shown; it never lacks a text for
readers who cannot see it. For a figure of your own: draw with Matplotlib inside ``with style():``
and end with ``show(figure, alt="…")``.
"""

from convlab.figures.boxes import channels_box
from convlab.figures.numbers import Numbers, board, draw_grid, grids, number_grid
from convlab.figures.picture import (
    BLUE,
    GREEN,
    ORANGE,
    VERMILION,
    Picture,
    canvas,
    show,
    style,
)
from convlab.figures.pixels import (
    draw_image,
    draw_signed,
    draw_window,
    image,
    images,
    maps,
    signed,
)
from convlab.figures.windows import products, reach, sliding

__all__ = [
    "BLUE",
    "GREEN",
    "ORANGE",
    "VERMILION",
    "Numbers",
    "Picture",
    "board",
    "canvas",
    "channels_box",
    "draw_grid",
    "draw_image",
    "draw_signed",
    "draw_window",
    "grids",
    "image",
    "images",
    "maps",
    "number_grid",
    "products",
    "reach",
    "show",
    "signed",
    "sliding",
    "style",
]
