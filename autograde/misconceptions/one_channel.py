"""Wrong references for hw1: one channel.

Where two mistakes would give the same results everywhere, one of them has the behaviour: in
`conv2d_same` a window that starts at (x, y) is the same as padding behind the image only, and
counts as `anchor-corner`; padding before it only is `padding-one-side`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np

from autograde import reference
from autograde.misconceptions.mutant import Mutant

__all__ = ["MUTANTS"]

Array = Any
Conv = Callable[..., Any]


def as_float(values: Array) -> Array:
    """Return `values` as floats."""
    return np.asarray(values, dtype=float)


# Mistakes that any sliding window can make, built around a right `conv` --------------------------


def with_kernel(conv: Conv, change: Callable[[Array], Array]) -> Conv:
    """Change the kernel before the convolution."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, change(as_float(kernel)), bias, *rest)

    return wrong


def with_result(conv: Conv, change: Callable[[Array, Array], Array]) -> Conv:
    """Change the sum before the bias is added."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return change(conv(image, kernel, 0.0, *rest), as_float(kernel)) + bias

    return wrong


def bias_inside(conv: Conv) -> Conv:
    """Add the bias for every term."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, kernel, bias * np.size(kernel), *rest)

    return wrong


def bias_missing(conv: Conv) -> Conv:
    """Leave the bias out."""

    def wrong(image: Array, kernel: Array, bias: float = 0.0, *rest: int) -> Array:
        return conv(image, kernel, 0.0, *rest)

    return wrong


def after(conv: Conv, change: Callable[[Array], Array]) -> Conv:
    """Change the finished result."""

    def wrong(*args: Any, **kwargs: Any) -> Array:
        return change(conv(*args, **kwargs))

    return wrong


def in_type_of_image(conv: Conv) -> Conv:
    """Put the result into an array of the image's type; whole numbers wrap."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        result, dtype = conv(image, *args, **kwargs), np.asarray(image).dtype
        return result.astype(np.int64).astype(dtype) if dtype.kind in "iu" else result

    return wrong


def whole(result: Array) -> Array:
    """Cut to whole numbers, as an integer array does."""
    return np.asarray(result).astype(np.int64)


def damaging(conv: Conv) -> Conv:
    """Give the right result, but write into the input."""

    def wrong(image: Array, *args: Any, **kwargs: Any) -> Array:
        result = conv(image, *args, **kwargs)
        if isinstance(image, np.ndarray):
            image += 1
        return result

    return wrong


def accumulating(conv: Conv) -> Conv:
    """Add each result to those of the calls before."""
    kept: list[Array] = []

    def wrong(*args: Any, **kwargs: Any) -> Array:
        kept.append(conv(*args, **kwargs))
        return sum(result for result in kept if np.shape(result) == np.shape(kept[-1]))

    return wrong


def call_mistakes(conv: Conv) -> tuple[Mutant, ...]:
    """Return the mistakes that any function of an image can make."""
    return (
        Mutant("not-implemented", not_written),
        Mutant("returns-none", after(conv, lambda out: None)),
        Mutant("input-modified", damaging(conv)),
        Mutant("state-kept", partial(accumulating, conv), fresh=True),
    )


def window_mistakes(conv: Conv) -> tuple[Mutant, ...]:
    """Return the mistakes that any function (image, kernel, bias, …) can make."""
    return (
        Mutant("kernel-flipped", with_kernel(conv, lambda K: K[::-1, ::-1])),
        Mutant("kernel-flipped-one-axis", with_kernel(conv, lambda K: K[::-1]), "rows"),
        Mutant("kernel-flipped-one-axis", with_kernel(conv, lambda K: K[:, ::-1]), "columns"),
        Mutant("kernel-transposed", with_kernel(conv, lambda K: K.T)),
        Mutant("bias-inside-sum", bias_inside(conv)),
        Mutant("bias-missing", bias_missing(conv)),
        Mutant("normalised", with_result(conv, lambda out, K: out / K.size), "by size"),
        Mutant("normalised", with_result(conv, lambda out, K: out / K.sum()), "by sum"),
        Mutant("clipped", after(conv, lambda out: np.maximum(out, 0.0)), "at zero"),
        Mutant("clipped", after(conv, np.abs), "absolute value"),
        Mutant("clipped", after(conv, lambda out: np.clip(out, 0.0, 255.0)), "0 to 255"),
        Mutant("integer-output", after(conv, whole)),
        *call_mistakes(conv),
        Mutant("size-hardcoded", with_kernel(conv, three_by_three), "first 3 x 3"),
    )


def three_by_three(kernel: Array) -> Array:
    """Read a kernel as if its side were 3."""
    if kernel.shape[0] < 3:
        raise IndexError("index 1 is out of bounds for axis 0 with size 1")
    return kernel[:3, :3]


def not_written(*args: Any, **kwargs: Any) -> Array:
    """Be the untouched stub."""
    raise NotImplementedError


# conv_pixel --------------------------------------------------------------------------------------


def pixel_swapped(image: Array, kernel: Array, bias: float, x: int, y: int) -> float:
    """Take x for the column."""
    return reference.conv_pixel(image, kernel, bias, y, x)


def pixel_from_corner(image: Array, kernel: Array, bias: float, x: int, y: int) -> float:
    """Start the window at (x, y)."""
    k = len(kernel)
    pixels = np.pad(as_float(image), ((0, k), (0, k)))
    return float((pixels[x : x + k, y : y + k] * as_float(kernel)).sum() + bias)


def pixel_short(image: Array, kernel: Array, bias: float, x: int, y: int) -> float:
    """End both sums at d - 1."""
    weights = as_float(kernel).copy()
    weights[-1], weights[:, -1] = 0.0, 0.0
    return reference.conv_pixel(image, weights, bias, x, y)


# conv2d ------------------------------------------------------------------------------------------


def transposed_loops(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Run x over the width and y over the height, but index the image with [x, y]."""
    k = len(kernel)
    (H, W), weights = np.shape(image), as_float(kernel)
    pixels = as_float(image)
    out = np.zeros((W - k + 1, H - k + 1))
    for x in range(W - k + 1):
        for y in range(H - k + 1):
            for i in range(k):
                for j in range(k):
                    out[x, y] += weights[i, j] * pixels[x + i, y + j]
    return out + bias


def square_only(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Use the height for both axes."""
    k, H = len(kernel), len(image)
    weights, pixels = as_float(kernel), as_float(image)
    out = np.zeros((H - k + 1, H - k + 1))
    for x in range(H - k + 1):
        for y in range(H - k + 1):
            for i in range(k):
                for j in range(k):
                    out[x, y] += weights[i, j] * pixels[x + i, y + j]
    return out + bias


def lines_left_out(rows: int, columns: int, out: Array) -> Array:
    """Leave the last rows and columns zero."""
    out = np.array(out)
    out[out.shape[0] - rows :], out[:, out.shape[1] - columns :] = 0.0, 0.0
    return out


def extra_line(out: Array) -> Array:
    """Make the result one row and column too large; what is not computed stays zero."""
    return np.pad(out, ((0, 1), (0, 1)))


def conv_mistakes(conv: Conv) -> tuple[Mutant, ...]:
    """Return the mistakes of a function that computes a whole map."""
    return (
        *window_mistakes(conv),
        Mutant("uint8-output", in_type_of_image(conv)),
        Mutant("axes-swapped", after(conv, np.transpose), "result transposed"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 1, 1)), "row and column"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 1, 0)), "row"),
        Mutant("loop-bound-short", after(conv, partial(lines_left_out, 0, 1)), "column"),
        Mutant("output-size", after(conv, lambda out: out[:-1, :-1]), "one too small"),
        Mutant("output-size", after(conv, extra_line), "one too large"),
    )


# conv2d_same -------------------------------------------------------------------------------------


def padded(
    mode: Literal["constant", "edge", "reflect", "symmetric"], before: int, behind: int
) -> Conv:
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


def gradient(combine: Callable[[Array, Array], Array]) -> Conv:
    """Combine the two directions in another way."""

    def wrong(image: Array) -> Array:
        first = reference.conv2d(image, reference.SOBEL)
        return combine(first, reference.conv2d(image, reference.SOBEL.T))

    return wrong


def rolled(image: Array, dx: int, dy: int) -> Array:
    """Shift round and round."""
    return np.roll(as_float(image), (dx, dy), axis=(0, 1))


def reversed_shift(image: Array, dx: int, dy: int) -> Array:
    """Shift the other way."""
    return reference.shift(image, -dx, -dy)


def swapped_shift(image: Array, dx: int, dy: int) -> Array:
    """Take dx for columns."""
    return reference.shift(image, dy, dx)


_SAME = reference.conv2d_same

MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "conv_pixel": (
        *window_mistakes(reference.conv_pixel),
        Mutant("axes-swapped", pixel_swapped),
        Mutant("anchor-corner", pixel_from_corner),
        Mutant("loop-bound-short", pixel_short),
    ),
    "conv2d": (
        *conv_mistakes(reference.conv2d),
        Mutant("axes-swapped", transposed_loops, "loops exchanged"),
        Mutant("square-only", square_only),
    ),
    "conv2d_same": (
        *conv_mistakes(_SAME),
        Mutant("padding-missing", reference.conv2d),
        Mutant("anchor-corner", padded("constant", 0, 2)),
        Mutant("padding-one-side", padded("constant", 2, 0)),
        Mutant("padding-edge", padded("edge", 1, 1), "repeated"),
        Mutant("padding-edge", padded("reflect", 1, 1), "mirrored"),
        Mutant("padding-edge", padded("symmetric", 1, 1), "mirrored with the edge"),
        Mutant("border-left-zero", border_left_zero),
        Mutant("size-hardcoded", padded_by_one, "one zero always"),
    ),
    "sobel_edges": (
        *call_mistakes(reference.sobel_edges),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(a) + np.abs(b)), "absolute values"),
        Mutant("gradient-sum", gradient(lambda a, b: a + b), "sum"),
        Mutant("gradient-sum", gradient(lambda a, b: a), "along y only"),
        Mutant("gradient-sum", gradient(lambda a, b: b), "along x only"),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(a)), "along y only, absolute"),
        Mutant("gradient-sum", gradient(lambda a, b: np.abs(b)), "along x only, absolute"),
        Mutant("integer-output", after(reference.sobel_edges, whole)),
        Mutant("uint8-output", in_type_of_image(reference.sobel_edges)),
        Mutant("clipped", after(reference.sobel_edges, lambda out: np.minimum(out, 255.0))),
        Mutant("normalised", after(reference.sobel_edges, lambda out: out / 8.0), "by 8"),
        Mutant("axes-swapped", after(reference.sobel_edges, np.transpose)),
    ),
    "shift": (
        *call_mistakes(reference.shift),
        Mutant("wraps-around", rolled),
        Mutant("shift-reversed", reversed_shift),
        Mutant("axes-swapped", swapped_shift),
        Mutant("uint8-output", in_type_of_image(reference.shift)),
        Mutant("integer-output", after(reference.shift, whole)),
    ),
}
