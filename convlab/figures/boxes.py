"""Channels in depth: an image as a stack of planes, a kernel as a box through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from convlab.figures.picture import BLUE, GREEN, ORANGE, Picture, finish, sheet, style

__all__ = ["channels_box"]

DEPTH = 1.15, -0.8
"""How far right and up the next channel is drawn, in cells."""

TINTS = ("#f4c7c3", "#cfe8d5", "#cfdff5", "#eadcf4", "#f6e7c1")

Corner = tuple[float, float]


def draw_plane(
    axes: Axes, corner: Corner, shape: tuple[int, int], colour: str, **look: Any
) -> None:
    """Draw one plane of cells whose upper left corner is `corner`."""
    (left, top), (rows, columns) = corner, shape
    box = [(left, top), (left + columns, top), (left + columns, top + rows), (left, top + rows)]
    axes.add_patch(Polygon(box, facecolor=colour, edgecolor="#808080", linewidth=0.8, **look))
    for x in range(1, rows):
        axes.plot([left, left + columns], [top + x] * 2, color="#b0b0b0", linewidth=0.4, **look)
    for y in range(1, columns):
        axes.plot([left + y] * 2, [top, top + rows], color="#b0b0b0", linewidth=0.4, **look)


def draw_box(axes: Axes, corner: Corner, k: int, C: int, colour: str) -> None:  # noqa: N803
    """Draw the kernel: its square in the first and the last channel, joined at the corners."""
    squares = []
    for c in range(C):
        left, top = corner[0] + DEPTH[0] * c, corner[1] + DEPTH[1] * c
        square = [(left, top), (left + k, top), (left + k, top + k), (left, top + k)]
        axes.add_patch(Polygon(square, facecolor=colour, alpha=0.25, zorder=9))
        squares.append(square)
        axes.add_patch(Polygon(square, fill=False, edgecolor=colour, linewidth=1.6, zorder=10))
    for near, far in zip(squares[0], squares[-1], strict=True):
        axes.plot(*zip(near, far, strict=True), color=colour, linewidth=1.6, zorder=10)


def channels_box(
    H: int,  # noqa: N803
    W: int,  # noqa: N803
    C: int,  # noqa: N803
    k: int,
    at: tuple[int, int],
    names: Sequence[str] = (),
) -> Picture:
    """Show an image of C channels as planes, the kernel as a box through all, and one output pixel.

    Parameters
    ----------
    H, W, C
        The image's shape.
    k
        The kernel's side.
    at
        The pixel (x, y) under the middle of the kernel.
    names
        The channels' names.
    """
    d, (x, y) = k // 2, at
    back = DEPTH[0] * (C - 1), DEPTH[1] * (C - 1)
    left, top = 1.0, 1.0 - back[1]
    out_left, out_top = left + W + back[0] + 3.2, top + d + back[1] / 2
    whole, tall = out_left + W - 2 * d + 0.8, top + H + 1.4
    with style():
        figure, axes = sheet(whole, tall, 7.0 / whole)
        for c in reversed(range(C)):
            corner = left + DEPTH[0] * c, top + DEPTH[1] * c
            draw_plane(axes, corner, (H, W), TINTS[c % len(TINTS)], zorder=2 + (C - c) * 0.1)
            name = names[c] if names else f"c = {c}"
            axes.text(corner[0] + 0.2, corner[1] + 0.15, name, va="top", fontsize=9)
        draw_box(axes, (left + y - d, top + x - d), k, C, ORANGE)
        draw_plane(axes, (out_left, out_top), (H - 2 * d, W - 2 * d), "#f2f2f2", zorder=2)
        pixel = out_left + y - d, out_top + x - d
        draw_plane(axes, pixel, (1, 1), GREEN, zorder=5)
        start = np.array((left + y + d + 1 + back[0] / 2, top + x + 0.5 + back[1] / 2))
        arrow = {"arrowstyle": "-|>", "color": BLUE, "linewidth": 1.8}
        end = pixel[0], pixel[1] + 0.5
        axes.annotate("", xy=end, xytext=tuple(start), arrowprops=arrow, zorder=11)
        caption: dict[str, Any] = {"ha": "center", "va": "top"}
        axes.text(left + W / 2, top + H + 0.35, f"Im_in: {H} × {W} × {C}", **caption)
        shape = f"Im_out: {H - 2 * d} × {W - 2 * d}"
        axes.text(out_left + (W - 2 * d) / 2, out_top + H - 2 * d + 0.35, shape, **caption)
    return finish(
        figure,
        f"An image of {H} rows, {W} columns and {C} channels, drawn as {C} planes one behind the "
        f"other. The kernel is a box of {k} × {k} × {C} weights: it goes through all channels. "
        f"All {k * k * C} products are added into one pixel of a single output plane of "
        f"{H - 2 * d} × {W - 2 * d}.",
    )
