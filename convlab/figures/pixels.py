"""Pictures of images: brightness in grey, signed values in two colours, axes as in the formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from convlab.figures.picture import ORANGE, Picture, canvas, finish, style

__all__ = [
    "draw_image",
    "draw_signed",
    "draw_window",
    "image",
    "images",
    "maps",
    "name_axes",
    "signed",
]

SIGNED = "RdBu"
"""Below zero red, zero white, above zero blue; told apart with every kind of colour vision."""

PANEL = 2.35, 2.0
"""Width and height of one picture in a grid, in inches."""

Array = NDArray[Any]


def name_axes(axes: Axes) -> None:
    """Label the axes as the course indexes: x counts rows downwards, y columns to the right."""
    axes.set_xlabel("y (right)")
    axes.set_ylabel("x (down)")
    axes.locator_params(integer=True)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)


def draw_image(
    axes: Axes,
    pixels: ArrayLike,
    title: str = "",
    limits: tuple[float, float] | None = None,
) -> None:
    """Draw an image: (H, W) in grey, (H, W, 3) in colour.

    Parameters
    ----------
    axes
        Where.
    pixels
        From 0 to 1, where `limits` are not given. Colours outside are cut to 0 and 1.
    title
        Stands above it.
    limits
        What is black and what is white.
    """
    values = np.asarray(pixels, dtype=float)
    if values.ndim == 3:
        axes.imshow(np.clip(values, 0.0, 1.0))
    else:
        low, high = limits or (0.0, 1.0)
        axes.imshow(values, cmap="gray", vmin=low, vmax=high)
    axes.set_title(title)
    name_axes(axes)


def draw_signed(
    axes: Axes, values: ArrayLike, title: str = "", limit: float | None = None, bar: bool = True
) -> None:
    """Draw signed values: white is zero, blue above, red below, equally strong on both sides.

    Parameters
    ----------
    axes
        Where.
    values : (H, W)
    title
        Stands above it.
    limit
        The size that has the full colour; the largest one where it is not given.
    bar
        Whether the scale stands beside it.
    """
    array = np.asarray(values, dtype=float)
    largest = limit or float(np.abs(array).max(initial=0.0)) or 1.0
    drawn = axes.imshow(array, cmap=SIGNED, norm=Normalize(-largest, largest))
    axes.set_title(title)
    name_axes(axes)
    if bar and axes.figure is not None:
        scale = axes.figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.03, aspect=16)
        scale.outline.set_visible(False)
        scale.ax.locator_params(nbins=5)


def draw_window(axes: Axes, x: int, y: int, d: int, colour: str = ORANGE, **look: Any) -> None:
    """Draw the outline of the window of half-width `d` around pixel (x, y)."""
    side = 2 * d + 1
    look = {"linewidth": 2.0, "fill": False, "clip_on": False, **look}
    axes.add_patch(Rectangle((y - d - 0.5, x - d - 0.5), side, side, edgecolor=colour, **look))


def image(
    pixels: ArrayLike, title: str = "", *, alt: str, limits: tuple[float, float] | None = None
) -> Picture:
    """Show one image, (H, W) or (H, W, 3); see `draw_image`."""
    return images({title: pixels}, alt=alt, limits=limits)


def images(
    named: Mapping[str, ArrayLike],
    *,
    alt: str,
    columns: int | None = None,
    limits: tuple[float, float] | None = None,
) -> Picture:
    """Show images beside each other, each under its title; see `draw_image`."""
    with style():
        figure, panels = room(named, columns)
        for axes, (title, pixels) in zip(panels, named.items(), strict=False):
            draw_image(axes, pixels, title, limits)
    return finish(figure, alt)


def signed(values: ArrayLike, title: str = "", *, alt: str, limit: float | None = None) -> Picture:
    """Show one signed map, (H, W); see `draw_signed`."""
    return maps({title: values}, alt=alt, limit=limit)


def maps(
    named: Mapping[str, ArrayLike],
    *,
    alt: str,
    columns: int | None = None,
    limit: float | None = None,
    shared: bool = False,
) -> Picture:
    """Show signed maps in a grid, each with its scale; see `draw_signed`.

    Parameters
    ----------
    named
        Title -> map, (H, W).
    alt
        What they show, in words.
    columns
        How many stand in a row.
    limit
        The size that has the full colour.
    shared
        Whether all maps have one scale, the largest that is needed.
    """
    if shared and limit is None:
        limit = max(float(np.abs(np.asarray(values)).max()) for values in named.values())
    with style():
        figure, panels = room(named, columns, bars=True)
        for axes, (title, values) in zip(panels, named.items(), strict=False):
            draw_signed(axes, values, title, limit)
    return finish(figure, alt)


def room(
    named: Mapping[str, ArrayLike], columns: int | None, bars: bool = False
) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure with a panel for each of `named`; panels too many are left empty."""
    count = len(named)
    across = columns or min(count, 3)
    down = -(-count // across)
    width = min(7.0 if across > 1 else 4.2, 1.0 + PANEL[0] * across * 1.3)
    panel = width / across
    heights = [np.shape(value)[0] / np.shape(value)[1] for value in named.values()]
    inner = panel - (0.95 if bars else 0.6)
    height = (inner * max(heights) + 0.85) * down
    figure, panels = canvas(across, down, size=(width, height))
    for spare in panels[count:]:
        spare.set_axis_off()
    return figure, panels
