"""Mistakes that any sliding window can make: functions that wrap a right one and make it wrong.

They work for one channel and for many: a kernel is (k, k) or (k, k, C). To combine two mistakes,
wrap twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograde.misconceptions.mutant import Mutant
from autograde.misconceptions.stored import type_mistakes

__all__ = [
    "after",
    "as_float",
    "bias_inside",
    "bias_missing",
    "call_mistakes",
    "damaging",
    "lines_left_out",
    "map_mistakes",
    "no_answer",
    "over_places",
    "window_mistakes",
    "window_of_three",
    "with_kernel",
    "with_result",
]

Array = Any
Function = Callable[..., Any]
Sides = Callable[[int, int], tuple[int, int]]


def as_float(values: Array) -> Array:
    """Return `values` as floats."""
    return np.asarray(values, dtype=float)


# Wrappers ----------------------------------------------------------------------------------------


def with_kernel(conv: Function, change: Callable[[Array], Array]) -> Function:
    """Change the kernel before the convolution."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, change(as_float(kernel)), bias, *rest)

    return wrong


def with_result(conv: Function, change: Callable[[Array, Array], Array]) -> Function:
    """Change the sum, knowing the kernel, before the bias is added."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return change(conv(image, kernel, 0.0, *rest), as_float(kernel)) + bias

    return wrong


def bias_inside(conv: Function) -> Function:
    """Add the bias for every term."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, kernel, bias * np.size(kernel), *rest)

    return wrong


def bias_missing(conv: Function) -> Function:
    """Leave the bias out."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, kernel, 0.0, *rest)

    return wrong


def after(function: Function, change: Callable[[Array], Array]) -> Function:
    """Change the finished result."""

    def wrong(*args: Any, **kwargs: Any) -> Array:
        return change(function(*args, **kwargs))

    return wrong


def damaging(function: Function) -> Function:
    """Give the right result, but write into the input."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        result = function(image, *args, **kwargs)
        if isinstance(image, np.ndarray):
            image += 1
        return result

    return wrong


def accumulating(function: Function) -> Function:
    """Add each result to those of the calls before."""
    kept: list[Array] = []

    def wrong(*args: Any, **kwargs: Any) -> Array:
        kept.append(function(*args, **kwargs))
        return sum(result for result in kept if np.shape(result) == np.shape(kept[-1]))

    return wrong


def not_written(*args: Any, **kwargs: Any) -> Array:
    """Be the untouched stub."""
    raise NotImplementedError


def three_by_three(kernel: Array) -> Array:
    """Read a kernel as if its side were 3."""
    if kernel.shape[0] < 3:
        raise IndexError("index 1 is out of bounds for axis 0 with size 1")
    return kernel[:3, :3]


def lines_left_out(rows: int, columns: int, out: Array, kernel: Array = None) -> Array:
    """Leave the last rows and columns zero."""
    out = np.array(out)
    out[out.shape[0] - rows :], out[:, out.shape[1] - columns :] = 0.0, 0.0
    return out


def extra_line(out: Array) -> Array:
    """Make the result one row and column too large; what is not computed stays zero."""
    return np.pad(out, ((0, 1), (0, 1)))


def over_places(conv: Function, sides: Sides, by_slices: bool = False) -> Function:
    """Take the image's sides, and so the places of the window, to be others than they are.

    A window outside the image raises an error; but where it is cut out by slices and has side 1,
    it is empty there, and its sum zero.
    """

    def wrong(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        out = conv(image, kernel, bias)
        height, width = np.shape(image)[:2]
        taken = sides(height, width)
        rows, columns = out.shape[0] + taken[0] - height, out.shape[1] + taken[1] - width
        if rows > out.shape[0] or columns > out.shape[1]:
            if not by_slices or len(kernel) > 1:
                raise IndexError("a window lies outside the image")
            out = np.pad(out, ((0, rows), (0, columns)), constant_values=bias)
        return out[:rows, :columns]

    return wrong


def transposed_in_place(conv: Function) -> Function:
    """Exchange both indices of the result only; where the sides differ, that is an error."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        out = conv(image, *args, **kwargs)
        if out.shape[0] != out.shape[1]:
            raise IndexError("index is out of bounds")
        return out.T

    return wrong


def window_of_three(conv: Function) -> Function:
    """Cut windows of side 3 out of the image; NumPy stretches a kernel of side 1 over them."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        weights = as_float(kernel)
        if len(weights) > 3:
            raise ValueError("operands could not be broadcast together")
        return conv(image, np.broadcast_to(weights, (3, 3, *weights.shape[2:])), bias)

    return wrong


# Sets of mistakes --------------------------------------------------------------------------------


def no_answer(function: Function) -> tuple[Mutant, ...]:
    """Return the mistakes that any function can make."""
    return (
        Mutant("not-implemented", not_written),
        Mutant("returns-none", after(function, lambda out: None)),
    )


def call_mistakes(function: Function) -> tuple[Mutant, ...]:
    """Return the mistakes that any function of an array can make."""
    return (
        *no_answer(function),
        Mutant("input-modified", damaging(function)),
        Mutant("state-kept", partial(accumulating, function), fresh=True),
    )


def window_mistakes(conv: Function) -> tuple[Mutant, ...]:
    """Return the mistakes in value that any function (image, kernel, bias, …) can make."""
    return (
        Mutant("kernel-flipped", with_kernel(conv, lambda K: K[::-1, ::-1])),
        Mutant("kernel-flipped-one-axis", with_kernel(conv, lambda K: K[::-1]), "rows"),
        Mutant("kernel-flipped-one-axis", with_kernel(conv, lambda K: K[:, ::-1]), "columns"),
        Mutant("kernel-transposed", with_kernel(conv, lambda K: K.swapaxes(0, 1))),
        Mutant("bias-inside-sum", bias_inside(conv)),
        Mutant("bias-missing", bias_missing(conv)),
        Mutant("normalised", with_result(conv, lambda out, K: out / K.size), "by size"),
        Mutant("normalised", with_result(conv, lambda out, K: out / K.sum()), "by sum"),
        Mutant("normalised", with_result(conv, lambda out, K: out / abs(K).sum()), "by |sum|"),
        Mutant("clipped", after(conv, lambda out: np.maximum(out, 0.0)), "at zero"),
        Mutant("clipped", after(conv, np.abs), "absolute value"),
        Mutant("clipped", after(conv, lambda out: np.clip(out, 0.0, 255.0)), "0 to 255"),
        Mutant("size-hardcoded", with_kernel(conv, three_by_three), "first 3 x 3"),
        Mutant("loop-bound-short", with_kernel(conv, partial(lines_left_out, 1, 1)), "window"),
    )


def map_mistakes(conv: Function) -> tuple[Mutant, ...]:
    """Return those of a function that computes a whole map."""
    return (
        *window_mistakes(conv),
        *type_mistakes(conv),
        *short_loops(conv),
        *wrong_sides(conv),
        Mutant("axes-swapped", after(conv, np.transpose), "result transposed"),
        Mutant("axes-swapped", transposed_in_place(conv), "result's indices exchanged"),
        Mutant("output-size", after(conv, lambda out: out[:-1, :-1]), "one too small"),
        Mutant("output-size", after(conv, extra_line), "one too large"),
    )


def short_loops(conv: Function) -> tuple[Mutant, ...]:
    """Return the loops over places that end early, the bias added inside them or behind them."""
    found = []
    for name, lines in (("row and column", (1, 1)), ("row", (1, 0)), ("column", (0, 1))):
        left_out = partial(lines_left_out, *lines)
        found += [
            Mutant("loop-bound-short", after(conv, left_out), name),
            Mutant("loop-bound-short", with_result(conv, left_out), f"{name}, the bias is there"),
        ]
    return tuple(found)


def wrong_sides(conv: Function) -> tuple[Mutant, ...]:
    """Return the ways to take other sides than the image has."""
    ways: tuple[tuple[str, str, Sides], ...] = (
        ("axes-swapped", "sides exchanged", lambda H, W: (W, H)),
        ("square-only", "height twice", lambda H, W: (H, H)),
        ("square-only", "width twice", lambda H, W: (W, W)),
    )
    return tuple(
        Mutant(slug, over_places(conv, sides, by_slices), f"{name}{how}")
        for slug, name, sides in ways
        for by_slices, how in ((False, ""), (True, ", slices"))
    )
