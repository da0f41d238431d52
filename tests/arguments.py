"""Many arguments for every function of the homeworks, drawn afresh: no probe is among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.student import Array, Call, Value

__all__ = ["calls_of"]

Rng = np.random.Generator


def picture(rng: Rng, *shape: int) -> Array:
    """Return an image of floats, or of bytes; some can't be written."""
    if rng.random() < 0.3:
        return rng.integers(0, 256, shape).astype(np.uint8)
    pixels = rng.normal(scale=9.0, size=shape)
    pixels.setflags(write=bool(rng.random() < 0.8))
    return pixels


def box(rng: Rng, *shape: int) -> Array:
    """Return weights of both signs."""
    return rng.normal(size=shape) * 3.0


def number(rng: Rng, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`."""
    return int(rng.integers(low, high + 1))


def sides(rng: Rng, k: int) -> tuple[int, int]:
    """Return an image's rows and columns, for a window of side k; one in three is square."""
    height, width = number(rng, k, k + 6), number(rng, k, k + 6)
    return (height, height) if rng.random() < 0.3 else (height, width)


def side(rng: Rng) -> int:
    """Return a kernel's side."""
    return int(rng.choice([1, 3, 3, 5]))


def conv(rng: Rng, *channels: int) -> tuple[Value, ...]:
    """Return (image, kernel, bias)."""
    k = side(rng)
    bias = float(rng.normal() * 5.0)
    return picture(rng, *sides(rng, k), *channels), box(rng, k, k, *channels), bias


def pixel(rng: Rng) -> tuple[Value, ...]:
    """Return (image, kernel, bias, x, y), far enough from every border for any reading."""
    k = side(rng)
    x, y = number(rng, k, 2 * k + 1), number(rng, k, 2 * k + 1)
    return picture(rng, 4 * k + 1, 4 * k + 2), box(rng, k, k), float(rng.normal() * 5.0), x, y


def bank(rng: Rng) -> tuple[Value, ...]:
    """Return (image, kernels, biases); often as many filters as the result has columns."""
    k, channels = side(rng), number(rng, 1, 4)
    height, width = sides(rng, k)
    filters = int(rng.choice([number(rng, 1, 5), width - k + 1, height - k + 1]))
    kernels = box(rng, filters, k, k, channels)
    return picture(rng, height, width, channels), kernels, rng.normal(size=filters) * 5.0


def moved(rng: Rng) -> tuple[Value, ...]:
    """Return (image, dx, dy)."""
    return picture(rng, *sides(rng, 3)), number(rng, -4, 4), number(rng, -4, 4)


def windows(rng: Rng) -> tuple[Value, ...]:
    """Return (image, k)."""
    k = side(rng)
    return picture(rng, *sides(rng, k), number(rng, 1, 4)), k


def kernel_move(rng: Rng) -> tuple[Value, ...]:
    """Return (k, dx, dy)."""
    d = number(rng, 0, 3)
    return 2 * d + 1, number(rng, -d, d), number(rng, -d, d)


def channel(rng: Rng) -> tuple[Value, ...]:
    """Return (k, C, channel)."""
    channels = number(rng, 1, 5)
    return 2 * number(rng, 0, 3) + 1, channels, number(rng, 0, channels - 1)


def dense(rng: Rng) -> tuple[Value, ...]:
    """Return (H, W, C, d, T)."""
    d = number(rng, 0, 3)
    return number(rng, 8, 20), number(rng, 8, 20), number(rng, 1, 5), d, number(rng, 1, 5)


def layer(rng: Rng) -> tuple[int, int, int]:
    """Return (d, C, T)."""
    return number(rng, 0, 3), number(rng, 1, 5), number(rng, 1, 5)


ARGUMENTS: dict[str, Callable[[Rng], tuple[Value, ...]]] = {
    "hw1.conv_pixel": pixel,
    "hw1.conv2d": conv,
    "hw1.conv2d_same": conv,
    "hw1.sobel_edges": lambda rng: (picture(rng, *sides(rng, 3)),),
    "hw1.shift": moved,
    "hw2.conv2d": lambda rng: conv(rng, number(rng, 1, 4)),
    "hw2.grayscale_kernel": lambda rng: (),
    "hw2.pick_channel_kernel": channel,
    "hw2.move_kernel": kernel_move,
    "hw2.diagnose": lambda rng: (),
    "hw2.count_filter_parameters": lambda rng: layer(rng)[:2],
    "hw3.conv2d": bank,
    "hw3.conv2d_fast": bank,
    "hw3.im2col": windows,
    "hw3.count_conv_parameters": layer,
    "hw3.count_dense_parameters": dense,
    "hw3.count_network": lambda rng: ([layer(rng) for _ in range(number(rng, 0, 4))],),
}


def calls_of(assignment: str, function: str, count: int, seed: int = 1) -> tuple[Call, ...]:
    """Return `count` calls, every fifth made twice."""
    rng: Any = np.random.default_rng(seed)
    draw = ARGUMENTS[f"{assignment[:3]}.{function}"]
    calls = [Call(function, draw(rng)) for _ in range(count)]
    return tuple(call for n, call in enumerate(calls) for _ in range(2 if n % 5 == 0 else 1))
