"""Compare a student's value with the reference, and say in words how it differs.

A hint never tells a hidden input or an expected value: it says where and in which way the
answer differs, so that the suite stays hidden and the student still learns something.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from autograde.student import Array, Value

__all__ = [
    "RELATIVE_TOLERANCE",
    "Wrong",
    "expect_close",
    "expect_count",
    "expect_difference",
    "expect_floating",
    "expect_same",
    "expect_shape",
    "real_array",
    "single_number",
]

RELATIVE_TOLERANCE = 3e-6
"""Of the size of the terms: above float32's rounding (6e-8 a term), below float16's (5e-4)."""


class Wrong(AssertionError):
    """The student's value is not what the claim asks for; the text is the student's hint.

    Attributes
    ----------
    got, want
        The value, as `student` gave it, and what it should be; None where they are not known.
        They are for `autograde.evidence`, and never in the text.
    """

    got: Value = None
    want: Value = None


@contextmanager
def about(got: Value, want: Value = None) -> Iterator[None]:
    """Tell every `Wrong` that is raised inside which value it is about."""
    try:
        yield
    except Wrong as wrong:
        wrong.got, wrong.want = got, want
        raise


def expect_close(got: Value, want: Array | float, *, scale: float | None = None) -> None:
    """Check that `got` equals `want` up to rounding.

    Parameters
    ----------
    got
        What the student returned.
    want : ndarray of float
        The reference's answer.
    scale
        The size of the terms that were added up; default the largest absolute value of `want`.

    Raises
    ------
    Wrong
        With a sentence on kind, dimensions, shape or values, whichever differs first.
    """
    want = np.asarray(want, dtype=float)
    with about(got, want):
        array = real_array(got)
        expect_shape(array, want.shape)
        expect_values(array.astype(float), want, scale)


def expect_values(values: Array, want: Array, scale: float | None) -> None:
    """Check the values of an array that has the right shape (see `expect_close`)."""
    if not np.all(np.isfinite(values)):
        raise Wrong("The result holds nan or infinity.")
    size = float(np.max(np.abs(want), initial=0.0)) if scale is None else float(scale)
    tolerance = RELATIVE_TOLERANCE * max(size, np.finfo(float).tiny)
    wrong = np.abs(values - want) > tolerance
    if np.any(wrong):
        raise Wrong(f"{where_wrong(wrong)}{how_wrong(values, want, tolerance)}")


def expect_count(got: Value, want: int) -> None:
    """Check that a number equals `want` exactly (1.0 for 1 is right, True is not)."""
    with about(got, want):
        number = single_number(got)
        if number != want:
            raise Wrong(f"The number is too {'small' if number < want else 'large'}.")


def single_number(got: Value) -> float | int:
    """Return `got` as one finite number, or say what it is instead."""
    array = real_array(got)
    if array.shape != () or array.dtype.kind == "b":
        raise Wrong("The result should be a single number.")
    number: float | int = array.item()
    if not np.isfinite(number):
        raise Wrong("The result is nan or infinity.")
    return number


def expect_difference(
    value: Value, other: Value, want: Array | float, *, scale: float | None = None
) -> None:
    """Check that two results have one shape, and differ by `want` (see `expect_close`)."""
    first, second = real_array(value).astype(float), real_array(other).astype(float)
    if first.shape != second.shape:
        raise Wrong("Two results that should have the same shape differ in it.")
    if not (np.all(np.isfinite(first)) and np.all(np.isfinite(second))):
        raise Wrong("The result holds nan or infinity.")
    difference = np.broadcast_to(want, first.shape)
    with about(value, second + difference):
        expect_close(first - second, difference, scale=scale)


def expect_same(first: Value, again: Value) -> None:
    """Check that the same call has given the same result twice."""
    with about(again, first):
        if not np.array_equal(real_array(first), real_array(again)):
            raise Wrong("The same call gives another result the second time: something is kept.")


def expect_floating(got: Value) -> None:
    """Check that the result is floating point, as `float` or as an array's kind."""
    with about(got):
        if np.asarray(got).dtype.kind != "f":
            raise Wrong(f"The result should be floating point; it is {np.asarray(got).dtype.name}.")


def real_array(got: Value) -> Array:
    """Return `got` as an array of real numbers, or say what it is instead."""
    with about(got):
        if isinstance(got, (bool, str, dict)) or got is None:
            raise Wrong(f"The result is of type {type(got).__name__}; numbers were asked for.")
        try:
            array = np.asarray(got)
        except ValueError:
            raise Wrong("The result is a list whose rows differ in length.") from None
        if array.dtype.kind not in "iufb":
            raise Wrong("The result is not an array of real numbers.")
        return array


def expect_shape(array: Array, shape: tuple[int, ...]) -> None:
    """Check the shape; the sentence tells the direction of the difference, not the sizes."""
    if array.ndim != len(shape):
        raise Wrong(f"The result has {array.ndim} dimensions where {len(shape)} were asked for.")
    if array.shape == shape:
        return
    if array.shape == shape[:2][::-1] + shape[2:]:
        raise Wrong("The result's shape has rows and columns exchanged.")
    if len(shape) == 3 and array.shape == (shape[2], shape[0], shape[1]):
        raise Wrong("The result's axes are in another order: the maps come last.")
    if sorted(array.shape) == sorted(shape):
        raise Wrong("The result's axes are in another order.")
    names = ("rows", "columns", "maps") if len(shape) == 3 else ("rows", "columns")
    parts = [
        f"{abs(n - m)} {'too many' if n > m else 'too few'} {name}"
        for name, n, m in zip(names, array.shape, shape, strict=False)
        if n != m
    ]
    raise Wrong(f"The result's shape is off: {', '.join(parts)}.")


def where_wrong(wrong: Array) -> str:
    """Say where the wrong values lie: everywhere, at the border, or from which place on."""
    if wrong.size == 1:
        return "The value is wrong."
    if wrong.all():
        return "Every value is wrong."
    if wrong.ndim >= 2 and min(wrong.shape[:2]) > 2:
        if not wrong[:-1, :-1].any():
            return "Only values in the last row or the last column are wrong."
        if not wrong[1:-1, 1:-1].any():
            return "The inner values are right; values at the border are wrong."
    first = ", ".join(str(int(index)) for index in np.argwhere(wrong)[0])
    return f"{int(wrong.sum())} of {wrong.size} values are wrong, the first at [{first}]."


def how_wrong(values: Array, want: Array, tolerance: float) -> str:
    """Say in which simple way all values differ from the right ones, if they do in one."""
    difference = values - want
    if want.size > 1 and np.ptp(difference) <= tolerance:
        return " All differ from the right ones by the same number."
    if np.all(np.abs(values + want) <= tolerance):
        return " All have the wrong sign."
    factor = float((values * want).sum() / max((want * want).sum(), np.finfo(float).tiny))
    if values.any() and np.all(np.abs(values - factor * want) <= tolerance):
        return " All are too large or too small by the same factor."
    if np.all(np.abs(np.abs(values) - np.abs(want)) <= tolerance):
        return " Some have the wrong sign."
    if np.all(np.abs(difference) < 1) and np.all(values == np.round(values)):
        return " All are whole numbers; the right ones are not."
    return ""
