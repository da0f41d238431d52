"""The inputs on which a wrong answer is compared with the named mistakes.

They are small, and chosen so that any two mistakes with different behaviour differ on one of
them (a test proves it): unequal sizes both ways, kernels of side 1, 3 and 5 without symmetry, a
bias that is neither 0 nor 1, images of whole numbers beside floating ones, memory that can't be
written, and the same call twice.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograde.student import Array, Call

__all__ = ["probes"]

BIAS = 2.5

Batch = tuple[Call, ...]
"""Calls that are made in one child, one after another."""


def probes(assignment: str, function: str) -> tuple[Batch, ...]:
    """Return the probes of a function: batches of calls; none where no mistake has a name."""
    make = _PROBES.get((assignment, function))
    return make() if make else ()


def image(*shape: int) -> Array:
    """Return floats in which every window has another sum, some of them negative."""
    count = int(np.prod(shape))
    return (np.arange(count) * 7.0 % 23.0 - 9.5 + np.sqrt(np.arange(count))).reshape(shape)


def bytes_image(*shape: int) -> Array:
    """Return a uint8 image from dark to bright."""
    return (np.arange(int(np.prod(shape))) * 37 % 256).astype(np.uint8).reshape(shape)


def kernel(*shape: int) -> Array:
    """Return a kernel without symmetry, with weights of both signs and a sum that is not 0 or 1."""
    count = int(np.prod(shape))
    return (
        np.arange(1, count + 1) ** 1.5 * np.where(np.arange(count) % 3 == 1, -0.7, 0.4)
    ).reshape(shape)


def locked(array: Array) -> Array:
    """Return a copy that can't be written."""
    copy = array.copy()
    copy.setflags(write=False)
    return copy


def conv_probes(function: str) -> tuple[Batch, ...]:
    """Return probes for a function (image, kernel, bias) of one channel."""
    cases = (
        (image(6, 9), kernel(3, 3), BIAS),
        (image(9, 7), kernel(3, 3), -BIAS),
        (image(8, 8), kernel(5, 5), BIAS),
        (image(4, 6), kernel(1, 1), BIAS),
        (bytes_image(6, 8), kernel(3, 3), BIAS),
        (np.zeros((5, 6)), kernel(3, 3), BIAS),
        (locked(image(5, 7)), kernel(3, 3), BIAS),
    )
    twice = (image(5, 6), kernel(3, 3), BIAS)
    return (
        *((Call(function, case),) for case in cases),
        (Call(function, twice), Call(function, twice)),
    )


def pixel_probes() -> tuple[Batch, ...]:
    """Return probes for one pixel; x and y are unequal, both orders lie inside the image."""
    cases = (
        (image(8, 9), kernel(3, 3), BIAS, 2, 5),
        (image(9, 8), kernel(3, 3), -BIAS, 5, 3),
        (image(9, 9), kernel(5, 5), BIAS, 6, 4),
        (image(4, 6), kernel(1, 1), BIAS, 3, 2),
        (bytes_image(7, 8), kernel(3, 3), BIAS, 2, 4),
        (bytes_image(7, 8), -kernel(3, 3), BIAS, 3, 5),
        (np.zeros((7, 6)), kernel(3, 3), BIAS, 3, 4),
        (locked(image(7, 7)), kernel(3, 3), BIAS, 3, 4),
    )
    twice = (image(7, 8), kernel(3, 3), BIAS, 4, 3)
    return (
        *((Call("conv_pixel", case),) for case in cases),
        (Call("conv_pixel", twice), Call("conv_pixel", twice)),
    )


def edge_probes() -> tuple[Batch, ...]:
    """Return probes for a function of an image alone."""
    cases = (image(6, 9), image(7, 5), bytes_image(6, 8), 20.0 * image(5, 6), locked(image(5, 7)))
    twice = Call("sobel_edges", (image(5, 6),))
    return (*((Call("sobel_edges", (case,)),) for case in cases), (twice, twice))


def shift_probes() -> tuple[Batch, ...]:
    """Return probes for shifts in all directions."""
    cases = (
        (image(6, 9), 1, 3),
        (image(7, 5), -2, 1),
        (bytes_image(5, 6), 0, 2),
        (image(5, 6), 2, -1),
        (locked(image(5, 7)), -1, -2),
    )
    twice = Call("shift", (image(5, 6), 1, 2))
    return (*((Call("shift", case),) for case in cases), (twice, twice))


_HW1 = "hw1-convolution"

_PROBES: dict[tuple[str, str], Callable[[], tuple[Batch, ...]]] = {
    (_HW1, "conv_pixel"): pixel_probes,
    (_HW1, "conv2d"): lambda: conv_probes("conv2d"),
    (_HW1, "conv2d_same"): lambda: conv_probes("conv2d_same"),
    (_HW1, "sobel_edges"): edge_probes,
    (_HW1, "shift"): shift_probes,
}
