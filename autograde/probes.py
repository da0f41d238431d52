"""The inputs on which a wrong answer is compared with the named mistakes.

They are small, and chosen so that any two mistakes with different behaviour differ on one of
them (a test proves it): unequal sizes both ways, kernels of side 1, 3 and 5 without symmetry, a
bias that is neither 0 nor 1, images of whole numbers beside floating ones, memory that can't be
written, and the same call twice. Where a mistake shows as an error on some images, as one that
only square images survive, the others hide no second mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograde.student import Array, Call, Value

__all__ = ["probes"]

BIAS = 2.5

Calls = tuple[Call, ...]
"""Calls that are made in one child, one after another."""

Cases = tuple[tuple[Value, ...], ...]
"""The arguments of each call."""


def probes(assignment: str, function: str) -> Calls:
    """Return a function's probes, the last two made twice; none where no mistake has a name."""
    make = _CASES.get((assignment, function))
    cases = make() if make else ()
    return tuple(Call(function, case) for case in (*cases, *cases[-2:]))


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


def locked_image(*shape: int) -> Array:
    """Return floats that can't be written."""
    return locked(image(*shape))


def dark(*shape: int) -> Array:
    """Return an image of zeros."""
    return np.zeros(shape)


def biases(count: int) -> Array:
    """Return biases of which no two are equal, none of them 0 or 1."""
    return BIAS * (np.arange(count) + 1.5) * np.where(np.arange(count) % 2, -1.0, 1.0)


def conv_probes(channels: Sequence[int] = ()) -> Cases:
    """Return probes for a function (image, kernel, bias), of one channel where none are given."""
    ends: list[tuple[int, ...]] = [(c,) for c in channels] or [()] * len(CONV_PROBES)
    return tuple(
        (make(*sides, *c), kernel(k, k, *c), bias)
        for (make, sides, k, bias), c in zip(CONV_PROBES, ends, strict=True)
    )


CONV_PROBES = (
    (image, (6, 9), 3, BIAS),
    (image, (9, 7), 3, -BIAS),
    (image, (8, 8), 5, BIAS),
    (image, (4, 6), 1, BIAS),
    (image, (7, 4), 1, -BIAS),
    (bytes_image, (6, 8), 3, BIAS),
    (bytes_image, (7, 7), 3, BIAS),
    (dark, (5, 6), 3, BIAS),
    (locked_image, (5, 7), 3, BIAS),
    (image, (5, 6), 3, BIAS),
    (image, (6, 6), 3, -BIAS),
)
"""Kind of image, its rows and columns, the kernel's side, the bias."""


def pixel_probes() -> Cases:
    """Return probes for one pixel: x and y are unequal.

    The window lies inside the image for both orders, and where it begins at (x, y), too.
    """
    return (
        (image(8, 9), kernel(3, 3), BIAS, 2, 5),
        (image(9, 8), kernel(3, 3), -BIAS, 5, 3),
        (image(12, 13), kernel(5, 5), BIAS, 6, 4),
        (image(4, 6), kernel(1, 1), BIAS, 3, 2),
        (bytes_image(7, 8), kernel(3, 3), BIAS, 2, 4),
        (bytes_image(7, 8), -kernel(3, 3), BIAS, 3, 5),
        (np.zeros((7, 8)), kernel(3, 3), BIAS, 3, 4),
        (locked(image(7, 7)), kernel(3, 3), BIAS, 3, 4),
        (image(7, 8), kernel(3, 3), BIAS, 4, 3),
    )


def bank_probes() -> Cases:
    """Return probes for a function (image, kernels, biases)."""
    shapes = ((6, 9, 3, 3, 4), (9, 7, 2, 3, 3), (8, 8, 2, 5, 2), (4, 6, 5, 1, 3), (7, 4, 2, 1, 3))
    cases = [(image(h, w, c), kernel(t, k, k, c), biases(t)) for h, w, c, k, t in shapes]
    bank, offsets = kernel(3, 3, 3, 2), biases(3)
    four, five, seven = ((kernel(t, 3, 3, 2), biases(t)) for t in (4, 5, 7))
    return (
        *cases,
        (bytes_image(6, 8, 2), bank, offsets),
        (np.zeros((5, 6, 2)), bank, offsets),
        (locked(image(5, 7, 2)), bank, offsets),
        # As many filters as rows or columns: here biases along a wrong axis raise no error.
        (image(6, 9, 2), *four),
        (image(6, 9, 2), *seven),
        (image(8, 9, 2), kernel(5, 5, 5, 2), biases(5)),
        (bytes_image(7, 7, 2), *five),
        (image(5, 6, 2), bank, offsets),
        (image(6, 6, 2), *four),
    )


def window_probes() -> Cases:
    """Return probes for `im2col`."""
    return (
        (image(5, 8, 2), 3),
        (image(8, 5, 3), 3),
        (image(7, 6, 2), 5),
        (image(3, 4, 2), 1),
        (bytes_image(5, 6, 2), 3),
        (locked(image(5, 7, 2)), 3),
        (image(4, 6, 2), 3),
    )


def edge_probes() -> Cases:
    """Return probes for a function of an image alone."""
    dim = (image(6, 9), image(7, 5), bytes_image(6, 8), locked(image(5, 7)), image(5, 6))
    return tuple((case,) for case in (20.0 * image(6, 7), *dim))


def shift_probes() -> Cases:
    """Return probes for shifts in all directions."""
    return (
        (image(6, 9), 1, 3),
        (image(7, 5), -2, 1),
        (bytes_image(5, 6), 0, 2),
        (image(5, 6), 2, -1),
        (locked(image(5, 7)), -1, -2),
        (image(5, 6), 1, 2),
    )


_HW1, _HW2, _HW3 = "hw1-convolution", "hw2-channels", "hw3-filters"

_CASES: dict[tuple[str, str], Callable[[], Cases]] = {
    (_HW1, "conv_pixel"): pixel_probes,
    (_HW1, "conv2d"): conv_probes,
    (_HW1, "conv2d_same"): conv_probes,
    (_HW1, "sobel_edges"): edge_probes,
    (_HW1, "shift"): shift_probes,
    (_HW2, "conv2d"): lambda: conv_probes(channels=(3, 2, 4, 3, 2, 3, 2, 4, 2, 3, 2)),
    (_HW2, "grayscale_kernel"): lambda: ((),),
    (_HW2, "pick_channel_kernel"): lambda: (
        (5, 3, 1),
        (1, 5, 3),
        (3, 2, 0),
        (7, 2, 1),
        (3, 4, 2),
    ),
    (_HW2, "move_kernel"): lambda: ((3, 1, 0), (5, 0, 1), (1, 0, 0), (7, -3, 2), (5, 2, -1)),
    (_HW2, "diagnose"): lambda: ((),),
    (_HW2, "count_filter_parameters"): lambda: ((0, 4), (2, 1), (4, 7), (1, 3)),
    (_HW3, "conv2d"): bank_probes,
    (_HW3, "im2col"): window_probes,
    (_HW3, "conv2d_fast"): bank_probes,
    (_HW3, "count_conv_parameters"): lambda: ((0, 4, 3), (2, 1, 4), (4, 7, 2), (1, 3, 5)),
    (_HW3, "count_dense_parameters"): lambda: (
        (9, 7, 2, 2, 3),
        (5, 4, 1, 0, 2),
        (8, 11, 4, 3, 5),
        (6, 9, 3, 1, 2),
    ),
    (_HW3, "count_network"): lambda: (
        ([(0, 2, 3)],),
        ([],),
        ([(2, 1, 4), (4, 4, 7)],),
        ([(1, 3, 5), (2, 5, 4)],),
    ),
}
