"""Wrong references for hw1: one channel.

Where two mistakes would give the same results everywhere, one of them has the behaviour: in
`conv2d_same` a window that starts at (x, y) is the same as padding behind the image only, and
counts as `anchor-corner`; padding before it only is `padding-one-side`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from autograde import reference
from autograde.misconceptions.around import (
    after,
    as_float,
    call_mistakes,
    damaging,
    map_mistakes,
    window_mistakes,
    window_of_three,
)
from autograde.misconceptions.mutant import Mutant
from autograde.misconceptions.stored import in_type_of_image, whole

__all__ = ["MUTANTS"]

Array = Any
Function = Callable[..., Any]


# conv_pixel --------------------------------------------------------------------------------------


def pixel_swapped(image: Array, kernel: Array, bias: float, x: int, y: int) -> float:
    """Take x for the column."""
    return reference.conv_pixel(image, kernel, bias, y, x)


def pixel_from_corner(image: Array, kernel: Array, bias: float, x: int, y: int) -> float:
    """Start the window at (x, y)."""
    k = len(kernel)
    pixels = np.pad(as_float(image), ((0, k), (0, k)))
    return float((pixels[x : x + k, y : y + k] * as_float(kernel)).sum() + bias)


# conv2d and conv2d_same --------------------------------------------------------------------------


def with_padding(conv: Function) -> Function:
    """Put d zeros on every side, then apply `conv`."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        return conv(np.pad(as_float(image), len(kernel) // 2), kernel, bias)

    return wrong


def padded(
    mode: Literal["constant", "edge", "reflect", "symmetric"], before: int, behind: int
) -> Function:
    """Pad by other means: `before` and `behind` count multiples of d."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0) -> Array:
        d = len(kernel) // 2
        widths = (before * d, behind * d)
        return reference.conv2d(np.pad(as_float(image), (widths, widths), mode), kernel, bias)

    return wrong


def border_left_zero(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Compute the inner pixels only."""
    return np.pad(reference.conv2d(image, kernel, bias), len(kernel) // 2)


def padded_by_one(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Pad one zero whatever the kernel's side."""
    return reference.conv2d(np.pad(as_float(image), 1), kernel, bias)


# sobel_edges and shift ---------------------------------------------------------------------------


def gradient(combine: Callable[[Array, Array], Array]) -> Function:
    """Combine the two directions in another way."""

    def wrong(image: Array) -> Array:
        first = reference.conv2d(image, reference.SOBEL)
        return combine(first, reference.conv2d(image, reference.SOBEL.T))

    return wrong


def edges_in_type_of_image(image: Array) -> Array:
    """Take differences and squares in the image's type; uint8 wraps round at each step."""
    pixels = np.asarray(image)
    left, right = pixels[:, :-2], pixels[:, 2:]
    above, below = pixels[:-2], pixels[2:]
    across, down = left - right, above - below
    along_y = across[:-2] + 2 * across[1:-1] + across[2:]
    along_x = down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]
    return np.sqrt(along_y**2 + along_x**2)


def edges_by(conv: Function) -> Function:
    """Make edges right, but with a convolution that is wrong."""

    def wrong(image: Array) -> Array:
        return np.hypot(conv(image, reference.SOBEL), conv(image, reference.SOBEL.T))

    return wrong


def edges_with_mistakes() -> tuple[Mutant, ...]:
    """Return the mistakes of `conv2d` that show in the edges in another way than their own."""
    slugs = ("clipped", "integer-output", "normalised", "uint8-output")
    return tuple(
        Mutant(mutant.slug, edges_by(mutant.function), f"conv2d {mutant.variant}".strip())
        for mutant in map_mistakes(reference.conv2d)
        if mutant.slug in slugs
        and mutant.variant not in ("absolute value", "by sum", "bias added in place")
    )


def rolled(image: Array, dx: int, dy: int) -> Array:
    """Shift round and round."""
    return np.roll(as_float(image), (dx, dy), axis=(0, 1))


def reversed_shift(image: Array, dx: int, dy: int) -> Array:
    """Shift the other way."""
    return reference.shift(image, -dx, -dy)


def swapped_shift(image: Array, dx: int, dy: int) -> Array:
    """Take dx for columns."""
    return reference.shift(image, dy, dx)


_PIXEL, _SAME, _EDGES = reference.conv_pixel, reference.conv2d_same, reference.sobel_edges

MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "conv_pixel": (
        *call_mistakes(_PIXEL),
        *window_mistakes(_PIXEL),
        Mutant("axes-swapped", pixel_swapped),
        Mutant("anchor-corner", pixel_from_corner),
        Mutant("integer-output", after(_PIXEL, int)),
    ),
    "conv2d": (
        *call_mistakes(reference.conv2d),
        *map_mistakes(reference.conv2d),
        Mutant("size-hardcoded", window_of_three(reference.conv2d), "windows of side 3"),
    ),
    "conv2d_same": (
        *call_mistakes(_SAME),
        *map_mistakes(_SAME),
        Mutant("padding-missing", reference.conv2d),
        Mutant("anchor-corner", padded("constant", 0, 2)),
        Mutant("padding-one-side", padded("constant", 2, 0)),
        Mutant("padding-edge", padded("edge", 1, 1), "repeated"),
        Mutant("padding-edge", padded("reflect", 1, 1), "mirrored"),
        Mutant("padding-edge", padded("symmetric", 1, 1), "mirrored with the edge"),
        Mutant("border-left-zero", border_left_zero),
        Mutant("size-hardcoded", padded_by_one, "one zero always"),
        Mutant(
            "size-hardcoded", with_padding(window_of_three(reference.conv2d)), "windows of side 3"
        ),
    ),
    "sobel_edges": (
        *call_mistakes(_EDGES),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(a) + np.abs(b)), "absolute values"),
        Mutant("gradient-sum", gradient(lambda a, b: a + b), "sum"),
        Mutant("gradient-sum", gradient(lambda a, b: a), "along y only"),
        Mutant("gradient-sum", gradient(lambda a, b: b), "along x only"),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(a)), "along y only, absolute"),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(b)), "along x only, absolute"),
        Mutant("gradient-sum", gradient(lambda a, b: a**2 + b**2), "no root"),
        Mutant("integer-output", in_type_of_image(_EDGES, whole)),
        Mutant("uint8-output", in_type_of_image(_EDGES)),
        Mutant("uint8-output", edges_in_type_of_image, "and before"),
        *edges_with_mistakes(),
        Mutant("clipped", after(_EDGES, lambda out: np.minimum(out, 255.0))),
        Mutant("normalised", after(_EDGES, lambda out: out / 8.0), "by 8"),
        Mutant("normalised", after(_EDGES, lambda out: out / out.max()), "by the largest"),
        Mutant("axes-swapped", after(_EDGES, np.transpose)),
    ),
    "shift": (
        *call_mistakes(reference.shift),
        Mutant("wraps-around", rolled),
        Mutant("shift-reversed", reversed_shift),
        Mutant("axes-swapped", swapped_shift),
        Mutant("uint8-output", in_type_of_image(reference.shift)),
        Mutant("input-modified", damaging(in_type_of_image(reference.shift)), "in its own memory"),
        Mutant("integer-output", in_type_of_image(reference.shift, whole)),
    ),
}
