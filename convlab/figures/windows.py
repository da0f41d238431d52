"""One window: what it covers, what it is multiplied with, what comes out, and how it slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convlab.figures.numbers import CELL, Numbers, board, draw_grid, short, words
from convlab.figures.picture import BLUE, GREEN, ORANGE, VERMILION, Picture, finish, sheet, style

__all__ = ["products", "reach", "sliding"]

Array = NDArray[Any]
Place = tuple[int, int]
Marks = dict[tuple[int, ...], str]


def floats(values: ArrayLike) -> Array:
    """Return `values` in double precision."""
    return np.asarray(values, dtype=float)


def window_at(image: Array, d: int, at: Place) -> Array:
    """Return the window of half-width `d` around pixel `at`.

    Raises
    ------
    ValueError
        Where it leaves the image.
    """
    x, y = at
    height, width = image.shape
    if not (d <= x < height - d and d <= y < width - d):
        raise ValueError(
            f"the window lies inside the image: d <= x < H - d and d <= y < W - d; "
            f"got x = {x}, y = {y} with d = {d}, H = {height}, W = {width}"
        )
    return image[x - d : x + d + 1, y - d : y + d + 1]


def result_so_far(image: Array, kernel: Array, bias: float, until: Place) -> Array:
    """Return the result up to the window at `until`, in reading order; the rest is ``nan``."""
    d = len(kernel) // 2
    shape = image.shape[0] - 2 * d, image.shape[1] - 2 * d
    out = np.full(shape, np.nan)
    for x in range(d, d + shape[0]):
        for y in range(d, d + shape[1]):
            if (x, y) <= until:
                out[x - d, y - d] = (window_at(image, d, (x, y)) * kernel).sum() + bias
    return out


def sum_in_words(terms: Array, bias: float) -> str:
    """Write the sum of the products, zeros left out, and the bias once."""
    parts = [short(term) for term in terms.flat if term]
    text = " + ".join(parts or ["0"])
    text += " + b" if bias else ""
    return f"{text} = {short(float(terms.sum() + bias))}".replace("+ −", "− ")


def products(
    image: ArrayLike, kernel: ArrayLike, at: Place, bias: float = 0.0, padding: int = 0
) -> Picture:
    """Show where one number of the result comes from: window × kernel = products, and their sum.

    Parameters
    ----------
    image : (H, W) or (H, W, C)
    kernel : (k, k) or (k, k, C)
        With channels, there is one row of the figure for each.
    at
        The pixel (x, y) of the image under the middle of the kernel.
    bias
        Added once.
    padding
        How many zeros stand around the image, on every side.
    """
    pixels, weights = np.atleast_3d(floats(image)), np.atleast_3d(floats(kernel))
    channels = range(pixels.shape[2])
    rows = [plane_parts(pixels[:, :, c], weights[:, :, c], at, padding) for c in channels]
    terms = np.array([row[-1].values for row in rows])
    total = sum_in_words(terms if len(rows) == 1 else terms.sum(axis=(1, 2)), bias)
    notes = [sum_in_words(plane, 0.0) for plane in terms[:-1]]
    notes.append(total if len(rows) == 1 else f"{sum_in_words(terms[-1], 0.0)}\nall: {total}")
    laid, said = [], []
    for c, (row, note) in enumerate(zip(rows, notes, strict=True)):
        several = f", c = {c}" if len(rows) > 1 else ""
        whole, window, weight, product = (replace(p, title=p.title + several) for p in row)
        if c == len(rows) - 1 and bias:
            weight = replace(weight, note=f"b = {short(bias)}")
        laid.append((whole, "→", window, "×", weight, "=", replace(product, note=note)))
        said += [words(part.title, part.values) for part in (whole, window, weight, product)]
    return board(laid, " ".join(said) + f" The sum: {total}.")


def plane_parts(image: Array, kernel: Array, at: Place, padding: int) -> tuple[Numbers, ...]:
    """Return image, window, kernel and products of one channel, (H, W) and (k, k)."""
    d, (x, y) = len(kernel) // 2, at
    around, middle = np.pad(image, padding), (x + padding, y + padding)
    window = window_at(around, d, middle)
    marks: Marks = {(middle[0] - d, middle[1] - d, 2 * d + 1): ORANGE, middle: VERMILION}
    return (
        Numbers("Im_in", around, shade="grey", marks=marks, index=True, first=-padding),
        Numbers(f"window at ({x}, {y})", window, ORANGE),
        Numbers("K", kernel, BLUE),
        Numbers("products", window * kernel, GREEN),
    )


def sliding(
    image: ArrayLike, kernel: ArrayLike, places: Sequence[Place], bias: float = 0.0
) -> Picture:
    """Show the window at several places, its products, their running sum and the result so far.

    Parameters
    ----------
    image : (H, W)
    kernel : (k, k)
    places
        Centres (x, y) of the window, in reading order; one row of the figure for each.
    bias
        Added once, after the last product.
    """
    pixels, weights = floats(image), floats(kernel)
    d = len(weights) // 2
    rows, said = [], []
    for x, y in places:
        terms = window_at(pixels, d, (x, y)) * weights
        running = terms.cumsum().reshape(terms.shape)
        last: Marks = {(2 * d, 2 * d): GREEN}
        written: Marks = {(x - d, y - d): GREEN}
        over: Marks = {(x - d, y - d, 2 * d + 1): ORANGE}
        out = result_so_far(pixels, weights, bias, (x, y))
        plus = f"last + b = {short(running[-1, -1] + bias)}" if bias else ""
        rows.append(
            (
                Numbers("Im_in", pixels, shade="grey", marks=over),
                "→",
                Numbers("products", terms, ORANGE),
                "→",
                Numbers("running sum", running, GREEN, marks=last, note=plus),
                "→",
                Numbers("Im_out so far", out, marks=written),
            )
        )
        said.append(
            f"At ({x}, {y}): {sum_in_words(terms, bias)}, written to Im_out[{x - d}, {y - d}]."
        )
    return board(rows, "A window slides over the image. " + " ".join(said))


def reach(image: ArrayLike, kernel: ArrayLike, places: Sequence[Place]) -> Picture:
    """Show which input pixels and which weights each of a few output pixels uses.

    Parameters
    ----------
    image : (H, W)
    kernel : (k, k)
    places
        Centres (x, y) of one to three windows.
    """
    pixels, weights = floats(image), floats(kernel)
    d = len(weights) // 2
    (height, width), k = pixels.shape, len(weights)
    colours = (ORANGE, VERMILION, GREEN)[: len(places)]
    out = result_so_far(pixels, weights, 0.0, (height, width))
    marks_in: Marks = {(x - d, y - d, k): c for (x, y), c in zip(places, colours, strict=True)}
    marks_out: Marks = {(x - d, y - d): c for (x, y), c in zip(places, colours, strict=True)}
    gap, top = 2.2, 1.8
    left_k, left_out = 1.6 + width + gap, 1.6 + width + gap + k + gap
    whole = left_out + width - 2 * d + 0.6
    with style():
        figure, axes = sheet(whole, height + 3.2, CELL)
        low, low_out = top + (height - k) / 2, top + d
        for (x, y), colour in zip(places, colours, strict=True):
            line: dict[str, Any] = {"color": colour, "linewidth": 1.6, "zorder": 0.5}
            axes.plot([1.6 + y + d + 1, left_k], [top + x + 0.5, low + k / 2], **line)
            target = top + d + x - d + 0.5
            axes.plot([left_k + k, left_out + y - d], [low + k / 2, target], **line)
        draw_grid(axes, Numbers("Im_in", pixels, marks=marks_in, index=True), 1.6, top)
        draw_grid(axes, Numbers("K: the same for all", weights, BLUE), left_k, low)
        draw_grid(axes, Numbers("Im_out", out, marks=marks_out), left_out, low_out)
    said = [
        f"Im_out[{x - d}, {y - d}] uses the {k} × {k} pixels around ({x}, {y})" for x, y in places
    ]
    return finish(figure, "; ".join(said) + f"; all use the same {k * k} weights of K.")
