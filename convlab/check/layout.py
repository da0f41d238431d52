"""Lay out a wrong value: window x kernel = products, and the answer to one bright pixel."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convlab.check.render import Grid, digits
from convlab.check.tasks import Example, Task

__all__ = [
    "Products",
    "call_words",
    "picture_rows",
    "products_at",
    "rows_of_products",
    "whole_rows",
]

LARGEST = 24
"""Grids with a longer side are not shown."""

Array = NDArray[Any]
Rows = tuple[tuple[Grid, ...], ...]


class Products(NamedTuple):
    """One window and the kernel over it, channels last, and the bias."""

    window: Array
    kernel: Array
    bias: float

    def words(self) -> str:
        """Say where the value comes from: the sum of each channel, and the bias."""
        sums = [digits(value) for value in (self.window * self.kernel).sum(axis=(0, 1))]
        if self.bias:
            sums.append(digits(self.bias))
        names = "the products" if self.kernel.shape[2] == 1 else "the channels"
        if len(sums) == 1:
            return ""
        return f" = {' + '.join(sums)}: {names}{' and the bias' if self.bias else ''}"


def products_at(at: tuple[int, ...], example: Example) -> Products:
    """Return window and kernel of the result's entry `at`.

    Parameters
    ----------
    at
        (x, y), or (x, y, t) for a bank of filters; empty where (x, y) are arguments.
    example
        One whose `window` is given.
    """
    image, kernel = (np.asarray(value, dtype=float) for value in example.args[:2])
    given = example.args[2] if len(example.args) > 2 else 0.0
    bias = np.asarray(example.kwargs.get("bias", given), dtype=float)
    if kernel.ndim == 4:
        kernel, bias = kernel[at[2]], bias[at[2]]
    if kernel.ndim == 2:
        image, kernel = image[..., None], kernel[..., None]
    k, d = len(kernel), len(kernel) // 2
    x, y = at[:2] if at else example.args[3:5]
    first = (example.window or 0) * d + d  # the padding below moves everything by d
    around = np.pad(image, ((d, d), (d, d), (0, 0)))
    window = around[x + first : x + first + k, y + first : y + first + k]
    return Products(window, kernel, float(bias))


def rows_of_products(products: Products) -> Rows:
    """Return one row of grids for each channel."""
    rows = []
    for c in range(products.kernel.shape[2]):
        window, kernel = products.window[..., c], products.kernel[..., c]
        several = f" (channel {c})" if products.kernel.shape[2] > 1 else ""
        total = (window * kernel).sum()
        rows.append(
            (
                Grid(f"window{several}", window, "×"),
                Grid("kernel", kernel, "="),
                Grid(f"products, sum {digits(total)}", window * kernel),
            )
        )
    return tuple(rows)


def whole_rows(got: Array, want: Array, example: Example) -> Rows:
    """Return the image, where there is one, then the expected array and the student's."""
    rows: Rows = ()
    if example.args and np.ndim(example.args[0]) in (2, 3):
        rows += planes("image", np.asarray(example.args[0], dtype=float))
    return rows + beside(got, want, "expected") if want.ndim else ()


def picture_rows(got: Array, task: Task) -> Rows:
    """Return the expected answer to one bright pixel and the student's, as pictures."""
    if task.bright is None:
        return ()
    want = np.asarray(task.bright.expected, dtype=float)
    return beside(got, want, "one bright pixel should become", shaded=True)


def beside(got: Array, want: Array, caption: str, shaded: bool = False) -> Rows:
    """Return rows with `want` on the left and `got` on the right; only those that differ."""
    theirs = {grid.caption: grid for row in planes("", got, shaded) for grid in row}
    rows: list[tuple[Grid, ...]] = []
    for (mine,) in planes("", want, shaded):
        other = theirs.get(mine.caption)
        if other is None:
            rows.append((Grid(caption + mine.caption, mine.values, shaded=shaded),))
        elif not same(mine.values, other.values):
            left = Grid(caption + mine.caption, mine.values, "≠", shaded)
            rows.append((left, Grid("yours" + mine.caption, other.values, shaded=shaded)))
    return tuple(rows)


def same(first: Array, second: Array) -> bool:
    """Say whether two arrays would be taken for equal."""
    return first.shape == second.shape and np.allclose(first, second, rtol=1e-5)


def planes(caption: str, values: Array, shaded: bool = False) -> Rows:
    """Return a row for an array of two axes, or one for each plane of an array of three."""
    if values.size == 0 or max(values.shape, default=1) > LARGEST:
        return ()
    if values.ndim <= 2:
        return ((Grid(caption, values, shaded=shaded),),)
    if values.ndim > 3:
        return ()
    return tuple(
        (Grid(f"{caption} [:, :, {c}]", values[..., c], shaded=shaded),)
        for c in range(values.shape[2])
    )


def call_words(task: Task, example: Example) -> str:
    """Write a call as the student would: arrays by their names, everything else as it is."""
    names = iter(task.arrays)
    words = []
    for value in example.args:
        name = next(names, "") if np.ndim(value) else ""
        words.append(name or repr(value))
    words += [f"{key}={value!r}" for key, value in example.kwargs.items()]
    call = ", ".join(words)
    return f"{task.function}({call if len(call) < 100 else call[:97] + '...'})"
