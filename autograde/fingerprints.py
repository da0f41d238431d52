"""What a function makes of one bright pixel: the picture beside a wrong answer's rubric lines.

The examples are public, so feedback may show what is expected; hidden inputs never come here. A
response is a small array of numbers that the session rebuilt from bytes, bounded once more below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from autograde import reference
from autograde.graded import Response
from autograde.student import Array, Backend, Call, Reply, Returned

__all__ = ["Example", "Response", "examples", "expected", "response"]

ROWS_LIMIT, COLUMNS_LIMIT, PLANES_LIMIT = 9, 12, 3

KERNEL = np.arange(1.0, 10.0).reshape(3, 3)


@dataclass(frozen=True, slots=True)
class Example:
    """A public input on which a wrong answer can be seen.

    Attributes
    ----------
    words
        The call in words.
    calls
        What is asked; several calls give one number each, in the order of a (rows, columns) map.
    right
        The reference; called with each call's arguments.
    shape
        The shape of that map; None where one call gives the whole answer.
    """

    words: str
    calls: tuple[Call, ...]
    right: Callable[..., Any]
    shape: tuple[int, int] | None = None


def response(assignment: str, function: str, backend: Backend) -> Response | None:
    """Return a function's answer to the first example that it gets wrong.

    Parameters
    ----------
    assignment, function
        What was asked for.
    backend
        Where the student's function runs.

    Returns
    -------
    Response or None
        None where all answers are right, or where none is an array small enough to be drawn.
    """
    for number, example in enumerate(examples(assignment, function)):
        got = drawable(backend.answer(example.calls), example.shape)
        if got is not None and not agrees(got, expected(example)):
            return Response(number, got.tolist())
    return None


def expected(example: Example) -> Array:
    """Return the right answer to an example."""
    values = [np.asarray(example.right(*call.args), dtype=float) for call in example.calls]
    return values[0] if example.shape is None else np.array(values).reshape(example.shape)


def drawable(replies: Sequence[Reply], shape: tuple[int, int] | None) -> Array | None:
    """Return the answer as a small array of floats, or None where it is not one."""
    values = [reply.value for reply in replies if isinstance(reply, Returned)]
    if len(values) != len(replies):
        return None
    arrays = [value for value in values if isinstance(value, (np.ndarray, int, float))]
    if len(arrays) != len(values) or any(np.size(a) > max_size() for a in arrays):
        return None
    plain = [np.asarray(array) for array in arrays]
    if any(array.dtype.kind not in "biuf" for array in plain):
        return None
    if shape is not None:
        if any(array.size != 1 for array in plain):
            return None
        return np.array([float(array.reshape(())) for array in plain]).reshape(shape)
    return plain[0].astype(float) if small(plain[0]) else None


def max_size() -> int:
    """Return how many numbers can be drawn."""
    return ROWS_LIMIT * COLUMNS_LIMIT * PLANES_LIMIT


def small(array: Array) -> bool:
    """Whether an array is a map, or a few maps with the last axis counting them."""
    limits = (ROWS_LIMIT, COLUMNS_LIMIT, PLANES_LIMIT)
    sizes = zip(array.shape, limits, strict=False)
    return array.ndim in (2, 3) and all(0 < size <= limit for size, limit in sizes)


def agrees(got: Array, want: Array) -> bool:
    """Whether an answer is right up to rounding."""
    return got.shape == want.shape and bool(np.allclose(got, want, rtol=1e-6, atol=1e-6))


# The examples ------------------------------------------------------------------------------------


@cache
def examples(assignment: str, function: str) -> tuple[Example, ...]:
    """Return the public examples of a function; none where a picture would not help."""
    make = _EXAMPLES.get((assignment, function))
    return make() if make else ()


def bright(*shape: int) -> Array:
    """Return zeros with a 1 at (2, 2), in every channel."""
    image = np.zeros(shape)
    image[2, 2] = 1.0
    return image


def one(words: str, function: str, args: tuple[Any, ...], right: Callable[..., Any]) -> Example:
    """Return an example of one call."""
    return Example(words, (Call(function, args),), right)


def plane_examples(function: str, right: Callable[..., Any]) -> tuple[Example, ...]:
    """Return those of a function (image, kernel, bias) of one channel."""
    seen = "one bright pixel of value 1, the kernel 1 to 9"
    image = bright(5, 6)
    return (
        one(f"{seen}, no bias", function, (image, KERNEL, 0.0), right),
        one(f"{seen}, bias 100", function, (image, KERNEL, 100.0), right),
    )


def pixel_examples() -> tuple[Example, ...]:
    """Return those of `conv_pixel`, asked at every pixel whose window fits."""

    def example(bias: float, words: str) -> Example:
        places = [(x, y) for x in range(1, 4) for y in range(1, 5)]
        calls = tuple(Call("conv_pixel", (bright(5, 6), KERNEL, bias, x, y)) for x, y in places)
        seen = "one bright pixel of value 1, the kernel 1 to 9"
        return Example(f"{seen}, {words}, at every pixel", calls, reference.conv_pixel, (3, 4))

    return example(0.0, "no bias"), example(100.0, "bias 100")


def edge_examples() -> tuple[Example, ...]:
    """Return that of `sobel_edges`."""
    words = "one bright pixel of value 1"
    return (one(words, "sobel_edges", (bright(5, 6),), reference.sobel_edges),)


def shift_examples() -> tuple[Example, ...]:
    """Return those of `shift`: forward, back, and a pixel that leaves."""
    image = bright(4, 6)
    return tuple(
        one(f"one bright pixel, dx = {dx}, dy = {dy}", "shift", (image, dx, dy), reference.shift)
        for dx, dy in ((1, 3), (-1, -2), (2, 0))
    )


def channel_examples() -> tuple[Example, ...]:
    """Return those of the `conv2d` with channels: one weighs 1 to 9, the other 10 to 90."""
    seen = "a pixel bright in both channels, the weights 1 to 9 and 10 to 90"
    kernel = np.stack([KERNEL, 10.0 * KERNEL], axis=-1)
    image, right = bright(5, 6, 2), reference.conv2d_channels
    return (
        one(f"{seen}, no bias", "conv2d", (image, kernel, 0.0), right),
        one(f"{seen}, bias 1000", "conv2d", (image, kernel, 1000.0), right),
    )


def move_examples() -> tuple[Example, ...]:
    """Return those of `move_kernel`: the kernel itself."""
    return tuple(
        one(f"move_kernel(3, {dx}, {dy})", "move_kernel", (3, dx, dy), reference.move_kernel)
        for dx, dy in ((1, 0), (0, 1))
    )


def bank_examples(function: str) -> tuple[Example, ...]:
    """Return those of a bank of two filters."""
    seen = "one bright pixel of value 1, two filters with the weights 1 to 9 and 10 to 90"
    kernels = np.stack([KERNEL, 10.0 * KERNEL])[..., None]
    image, right = bright(5, 6, 1), reference.conv2d_filters
    biases = np.array([100.0, 200.0])
    return (
        one(f"{seen}, no biases", function, (image, kernels, np.zeros(2)), right),
        one(f"{seen}, biases 100 and 200", function, (image, kernels, biases), right),
    )


def im2col_examples() -> tuple[Example, ...]:
    """Return that of `im2col`: numbered pixels, so that their order can be read."""
    image = np.arange(1.0, 13.0).reshape(3, 4, 1)
    words = "pixels numbered from 1 to 12 in 3 rows of 4, k = 3"
    return (one(words, "im2col", (image, 3), reference.im2col),)


_EXAMPLES: dict[tuple[str, str], Callable[[], tuple[Example, ...]]] = {
    ("hw1-convolution", "conv_pixel"): pixel_examples,
    ("hw1-convolution", "conv2d"): lambda: plane_examples("conv2d", reference.conv2d),
    ("hw1-convolution", "conv2d_same"): lambda: plane_examples(
        "conv2d_same", reference.conv2d_same
    ),
    ("hw1-convolution", "sobel_edges"): edge_examples,
    ("hw1-convolution", "shift"): shift_examples,
    ("hw2-channels", "conv2d"): channel_examples,
    ("hw2-channels", "move_kernel"): move_examples,
    ("hw3-filters", "conv2d"): lambda: bank_examples("conv2d"),
    ("hw3-filters", "conv2d_fast"): lambda: bank_examples("conv2d_fast"),
    ("hw3-filters", "im2col"): im2col_examples,
}
