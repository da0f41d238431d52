"""Wrong references for hw3: a bank of filters, windows as rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde import reference
from autograde.misconceptions.around import (
    after,
    as_float,
    call_mistakes,
)
from autograde.misconceptions.many_channels import VALUE_MISTAKES
from autograde.misconceptions.mutant import Mutant
from autograde.misconceptions.stored import in_type_of_image, whole

__all__ = ["MUTANTS", "bank_mistakes", "bank_of"]

Array = Any
Function = Callable[..., Any]


# conv2d and conv2d_fast --------------------------------------------------------------------------


def bank_of(conv: Function) -> Function:
    """Apply a convolution with one filter to each filter of a bank."""

    def wrong(image: Array, kernels: Array, biases: Array) -> Array:
        maps = [conv(image, kernel, bias) for kernel, bias in zip(kernels, biases, strict=True)]
        return np.stack(maps, axis=-1)

    return wrong


def with_bank(conv: Function, change: Callable[[Array, Array], tuple[Array, Array]]) -> Function:
    """Change kernels and biases before the convolution."""

    def wrong(image: Array, kernels: Array, biases: Array) -> Array:
        return conv(image, *change(as_float(kernels), as_float(biases)))

    return wrong


def first_bias(kernels: Array, biases: Array) -> tuple[Array, Array]:
    """Give every filter the first bias."""
    return kernels, np.full(len(biases), biases[0])


def first_filter(kernels: Array, biases: Array) -> tuple[Array, Array]:
    """Use filter 0 for every map."""
    return np.repeat(kernels[:1], len(kernels), axis=0), biases


def bias_along(conv: Function, axis: int) -> Function:
    """Add the biases along the rows (axis 0) or columns (1) of the maps; NumPy may refuse."""

    def wrong(image: Array, kernels: Array, biases: Array) -> Array:
        sums = conv(image, kernels, np.zeros(len(biases)))
        return sums + as_float(biases).reshape(-1, *[1] * (2 - axis))

    return wrong


def summed_in_all(maps: Array) -> Array:
    """Put the sum over all filters into every map."""
    return np.repeat(maps.sum(axis=2, keepdims=True), maps.shape[2], axis=2)


def bank_mistakes(conv: Function) -> tuple[Mutant, ...]:
    """Return the mistakes that only a function (image, kernels, biases) can make."""
    return (
        Mutant("bias-shared", with_bank(conv, first_bias)),
        Mutant("bias-wrong-axis", bias_along(conv, 0), "rows"),
        Mutant("bias-wrong-axis", bias_along(conv, 1), "columns"),
        Mutant("filters-summed", after(conv, lambda maps: maps.sum(axis=2)), "one map"),
        Mutant("filters-summed", after(conv, summed_in_all), "in every map"),
        Mutant("filter-first-only", with_bank(conv, first_filter)),
    )


def by_loops(image: Array, kernels: Array, biases: Array) -> Array:
    """Be right, with a loop over pixels."""
    pixels, bank, offsets = as_float(image), as_float(kernels), as_float(biases)
    filters, k = bank.shape[:2]
    weights = bank.reshape(filters, -1)
    out = np.zeros((pixels.shape[0] - k + 1, pixels.shape[1] - k + 1, filters))
    for x in range(out.shape[0]):
        for y in range(out.shape[1]):
            out[x, y] = weights @ pixels[x : x + k, y : y + k].ravel() + offsets
    return out


_BANK = (
    *call_mistakes(reference.conv2d_filters),
    *(Mutant(m.slug, bank_of(m.function), m.variant) for m in VALUE_MISTAKES),
    *bank_mistakes(reference.conv2d_filters),
)


# The wrong references that add term by term are slower than a right answer may be.
_FAST = tuple(mutant for mutant in _BANK if mutant.variant != "term by term")


# im2col ------------------------------------------------------------------------------------------


def windows_of(image: Array, k: int) -> Array:
    """Return all windows, (H', W', k, k, C)."""
    pixels = as_float(image)
    rows, columns = pixels.shape[0] - k + 1, pixels.shape[1] - k + 1
    return reference.im2col(pixels, k).reshape(rows, columns, k, k, pixels.shape[2])


def rearranged(change: Callable[[Array], Array]) -> Function:
    """Change all windows (H', W', k, k, C) before they are written as rows."""

    def wrong(image: Array, k: int) -> Array:
        windows = change(windows_of(image, k))
        return windows.reshape(windows.shape[0] * windows.shape[1], -1)

    return wrong


def windows_of_three(image: Array, k: int) -> Array:
    """Take k to be 3."""
    return reference.im2col(image, 3)


_IM2COL: tuple[Mutant, ...] = (
    *call_mistakes(reference.im2col),
    Mutant("axes-swapped", rearranged(lambda w: w.swapaxes(0, 1)), "column by column"),
    Mutant("kernel-transposed", rearranged(lambda w: w.swapaxes(2, 3))),
    Mutant("first-channel-only", rearranged(lambda w: w[..., :1])),
    Mutant("output-size", rearranged(lambda w: w[:-1, :-1]), "one row and column too few"),
    Mutant("loop-bound-short", rearranged(lambda w: w[:-1]), "row"),
    Mutant("loop-bound-short", rearranged(lambda w: w[:, :-1]), "column"),
    Mutant("size-hardcoded", windows_of_three),
    Mutant("uint8-output", in_type_of_image(reference.im2col)),
    Mutant("integer-output", in_type_of_image(reference.im2col, whole)),
)


MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "conv2d": _BANK,
    "im2col": _IM2COL,
    "conv2d_fast": (*_FAST, Mutant("python-loops", by_loops)),
}
