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

__all__ = [
    "after",
    "as_float",
    "bias_inside",
    "bias_missing",
    "call_mistakes",
    "damaging",
    "in_type_of_image",
    "lines_left_out",
    "map_mistakes",
    "no_answer",
    "over_places",
    "three_by_three",
    "whole",
    "window_mistakes",
    "with_kernel",
    "with_result",
]

Array = Any
Function = Callable[..., Any]


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


def in_type_of_image(function: Function) -> Function:
    """Put the result into an array of the image's type; whole numbers wrap."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        result, dtype = function(image, *args, **kwargs), np.asarray(image).dtype
        return result.astype(np.int64).astype(dtype) if dtype.kind in "iu" else result

    return wrong


def whole(result: Array) -> Array:
    """Cut to whole numbers, as an integer array does."""
    return np.asarray(result).astype(np.int64)


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


def lines_left_out(rows: int, columns: int, out: Array) -> Array:
    """Leave the last rows and columns zero."""
    out = np.array(out)
    out[out.shape[0] - rows :], out[:, out.shape[1] - columns :] = 0.0, 0.0
    return out


def extra_line(out: Array) -> Array:
    """Make the result one row and column too large; what is not computed stays zero."""
    return np.pad(out, ((0, 1), (0, 1)))


def over_places(conv: Function, sides: Callable[[int, int], tuple[int, int]]) -> Function:
    """Take the image's sides, and so the places of the window, to be others than they are."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        out = conv(image, kernel, bias)
        height, width = np.shape(image)[:2]
        rows, columns = sides(height, width)
        rows, columns = out.shape[0] + rows - height, out.shape[1] + columns - width
        if rows > out.shape[0] or columns > out.shape[1]:
            raise IndexError("a window lies outside the image")
        return out[:rows, :columns]

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
        Mutant("integer-output", after(conv, whole)),
        Mutant("size-hardcoded", with_kernel(conv, three_by_three), "first 3 x 3"),
    )


def map_mistakes(conv: Function) -> tuple[Mutant, ...]:
    """Return those of a function that computes a whole map."""
    return (
        *window_mistakes(conv),
        Mutant("uint8-output", in_type_of_image(conv)),
        Mutant("axes-swapped", after(conv, np.transpose), "result transposed"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 1, 1)), "row and column"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 1, 0)), "row"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 0, 1)), "column"),
        Mutant("output-size", after(conv, lambda out: out[:-1, :-1]), "one too small"),
        Mutant("output-size", after(conv, extra_line), "one too large"),
        Mutant("axes-swapped", over_places(conv, lambda H, W: (W, H)), "sides exchanged"),
        Mutant("square-only", over_places(conv, lambda H, W: (H, H)), "height twice"),
        Mutant("square-only", over_places(conv, lambda H, W: (W, W)), "width twice"),
    )
