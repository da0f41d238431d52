"""What the two convolutions of hw3 share: banks of filters, and claims about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograde.compare import Wrong, expect_close, expect_difference, expect_floating, real_array
from autograde.reference import conv2d_filters
from autograde.student import Array, Student, Value
from autograde.suites.support import (
    case_scale,
    expect_response,
    image_of,
    kernel_of,
    kinds_of,
    symmetric_box_of,
)

__all__ = [
    "SIZES",
    "bank_cases",
    "expect_banks",
    "expect_bias",
    "expect_every_kind",
    "expect_maps",
    "symmetric_bank_of",
]

Case = tuple[Array, Array, Array]
"""Image (H, W, C), kernels (T, k, k, C), biases (T,)."""

SIZES = ((7, 10, 2, 3, 4), (9, 6, 4, 5, 2), (4, 5, 3, 1, 6), (3, 3, 2, 3, 1), (8, 11, 1, 3, 5))
"""Rows, columns, channels, side of the kernels, filters."""


def symmetric_bank_of(rng: np.random.Generator, filters: int, k: int, channels: int) -> Array:
    """Return a bank (T, k, k, C) whose planes are all symmetric, each another one."""
    return np.stack([symmetric_box_of(rng, k, channels) for _ in range(filters)])


def bank_cases(
    rng: np.random.Generator, sizes: Sequence[tuple[int, ...]], symmetric: bool = False
) -> list[Case]:
    """Return images and banks of the given sizes, the biases zero."""
    return [
        (
            image_of(rng, h, w, c),
            symmetric_bank_of(rng, t, k, c) if symmetric else kernel_of(rng, t, k, k, c),
            np.zeros(t),
        )
        for h, w, c, k, t in sizes
    ]


def expect_banks(student: Student, function: str, cases: Sequence[Case]) -> None:
    """Check all values."""
    for case, value in zip(cases, student.values(function, cases), strict=True):
        expect_close(value, conv2d_filters(*case), scale=case_scale(*case[:2]))


def expect_maps(value: Value, maps: Sequence[Value], scale: float) -> None:
    """Check that a result holds the maps (H', W', 1) that each filter gives alone."""
    planes = [real_array(single) for single in maps]
    if any(plane.ndim != 3 or plane.shape[2] != 1 for plane in planes):
        raise Wrong("A single filter should give one map: an array of three axes, the last 1 long.")
    expect_response(planes, ndim=3)
    expect_close(value, np.concatenate(planes, axis=2).astype(float), scale=scale)


def expect_bias(student: Student, function: str, rng: np.random.Generator) -> None:
    """Check what the biases change, whatever the maps are."""
    image, bank = image_of(rng, 6, 9, 3), kernel_of(rng, 4, 3, 3, 3)
    biases, none = kernel_of(rng, 4) * 3.0, np.zeros(4)
    cases = [(image, bank, biases), (image, bank, none), (-image, bank, none), (image, -bank, none)]
    given, *others = student.values(function, cases)
    expect_response(others, ndim=3)
    if real_array(others[0]).shape[-1] != len(biases):
        raise Wrong("The last axis of the result should count the filters.")
    expect_difference(given, others[0], biases, scale=1000.0)


def expect_every_kind(student: Student, function: str, rng: np.random.Generator) -> None:
    """Check that all three arguments may be of every kind (see `support.expect_kinds`)."""
    image, bank = rng.integers(0, 256, (5, 7, 2)), rng.integers(1, 9, (3, 3, 3, 2))
    biases = np.array([3, 5, 8])
    pixels, weights = image.astype(float), bank.astype(float)
    cases = [(pixels, weights, biases), (255.0 - pixels, weights, biases)]
    cases.append((pixels, -weights, biases))
    kinds = [(i, weights, biases) for i in kinds_of(image)]
    kinds += [(image.tolist(), bank.tolist(), biases.tolist()), (image, bank, biases)]
    values = student.values(function, [*cases, *kinds])
    expect_response(values[:3], ndim=3)
    want = real_array(values[0]).astype(float)
    for value in values[3:]:
        expect_close(value, want, scale=max(255.0, float(np.abs(want).max())))
        expect_floating(value)
