"""Mistakes of number types: a right function whose result is kept in an array of a wrong type.

One mistake has several forms, for it matters when the numbers are put into the array: at the
end, after every term, or by an operation that NumPy refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.misconceptions.mutant import Mutant

__all__ = ["in_type_of_image", "type_mistakes", "whole"]

Array = Any
Function = Callable[..., Any]
Store = Callable[[Array, Array], Array]
"""Takes numbers and the image; returns the numbers as the wrong array holds them."""


def whole(result: Array, image: Array = None) -> Array:
    """Cut to whole numbers, as an integer array does."""
    return np.asarray(result).astype(np.int64)


def as_image(result: Array, image: Array) -> Array:
    """Put numbers into the image's type; whole numbers wrap round."""
    dtype = np.asarray(image).dtype
    result = np.asarray(result)
    return result.astype(np.int64).astype(dtype) if dtype.kind in "iu" else result


def as_image_one_by_one(result: Array, image: Array) -> Array:
    """Put Python's own floats into the image's type; NumPy refuses those that do not fit."""
    stored = np.zeros(np.shape(result), np.asarray(image).dtype)
    for place, value in np.ndenumerate(result):
        stored[place] = float(value)
    return stored


def in_type_of_image(function: Function, store: Store = as_image) -> Function:
    """Keep the finished result in the image's type."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        return store(function(image, *args, **kwargs), image)

    return wrong


def term_by_term(conv: Function, store: Store) -> Function:
    """Add every product, then the bias, to what is kept in the wrong type."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        total: Array = store(0.0 * conv(image, kernel, 0.0, *rest), image)
        weights = np.asarray(kernel, dtype=float)
        for place in np.ndindex(weights.shape):
            single = np.zeros_like(weights)
            single[place] = weights[place]
            total = store(total + conv(image, single, 0.0, *rest), image)
        return store(total + bias, image)

    return wrong


def bias_in_place(conv: Function) -> Function:
    """Add the bias by ``+=`` to an array of the image's type; NumPy refuses it for integers."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        out = as_image(conv(image, kernel, 0.0, *rest), image)
        out += bias
        return out

    return wrong


def type_mistakes(conv: Function) -> tuple[Mutant, ...]:
    """Return the mistakes of type of a function (image, kernel, bias) that gives an array."""
    one_by_one = in_type_of_image(conv, as_image_one_by_one)
    return (
        Mutant("integer-output", in_type_of_image(conv, whole)),
        Mutant("integer-output", term_by_term(conv, whole), "term by term"),
        Mutant("uint8-output", in_type_of_image(conv)),
        Mutant("uint8-output", one_by_one, "Python's floats"),
        Mutant("uint8-output", term_by_term(conv, as_image), "term by term"),
        Mutant("uint8-output", bias_in_place(conv), "bias added in place"),
    )
