"""Wrong references for hw3: a bank of filters, windows as rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograde import reference
from autograde.misconceptions.around import (
    as_float,
    call_mistakes,
)
from autograde.misconceptions.many_channels import VALUE_MISTAKES
from autograde.misconceptions.mutant import Mutant
from autograde.misconceptions.stored import in_type_of_image, whole

__all__ = ["MUTANTS"]

Array = Any
Function = Callable[..., Any]


# conv2d and conv2d_fast --------------------------------------------------------------------------


def bank_of(conv: Function) -> Function:
    """Apply a convolution with one filter to each filter of a bank."""

    def wrong(image: Array, kernels: Array, biases: Array) -> Array:
        maps = [conv(image, kernel, bias) for kernel, bias in zip(kernels, biases, strict=True)]
        return np.stack(maps, axis=-1)

    return wrong


def bias_shared(image: Array, kernels: Array, biases: Array) -> Array:
    """Give every map the first bias."""
    return reference.conv2d_filters(image, kernels, np.full(len(biases), biases[0]))


def bias_along(axis: int, image: Array, kernels: Array, biases: Array) -> Array:
    """Add the biases along the rows (axis 0) or columns (1) of the maps; NumPy may refuse."""
    sums = reference.conv2d_filters(image, kernels, np.zeros(len(biases)))
    return sums + as_float(biases).reshape(-1, *[1] * (2 - axis))


def filters_summed(image: Array, kernels: Array, biases: Array) -> Array:
    """Add all maps up into one."""
    return reference.conv2d_filters(image, kernels, biases).sum(axis=2)


def filters_summed_in_all(image: Array, kernels: Array, biases: Array) -> Array:
    """Put the sum over all filters into every map."""
    total = reference.conv2d_filters(image, kernels, biases).sum(axis=2, keepdims=True)
    return np.repeat(total, len(kernels), axis=2)


def first_filter(image: Array, kernels: Array, biases: Array) -> Array:
    """Use filter 0 for every map."""
    same = np.repeat(as_float(kernels)[:1], len(kernels), axis=0)
    return reference.conv2d_filters(image, same, biases)


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
    Mutant("bias-shared", bias_shared),
    Mutant("bias-wrong-axis", partial(bias_along, 0), "rows"),
    Mutant("bias-wrong-axis", partial(bias_along, 1), "columns"),
    Mutant("filters-summed", filters_summed, "one map"),
    Mutant("filters-summed", filters_summed_in_all, "in every map"),
    Mutant("filter-first-only", first_filter),
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
