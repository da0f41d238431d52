"""Wrong references for hw2: channels, kernels of one's own, and the classmates' faults."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde import reference
from autograde.misconceptions.around import (
    as_float,
    call_mistakes,
    map_mistakes,
    no_answer,
    window_of_three,
    with_result,
)
from autograde.misconceptions.mutant import Mutant

__all__ = ["MUTANTS", "PEER_FAULTS", "VALUE_MISTAKES"]

Array = Any

PEER_FAULTS = {
    "A": "bias-per-channel",
    "B": "kernel-flipped",
    "C": "channels-averaged",
    "D": "first-channel-only",
}
"""Which mistake each classmate of "debug a peer" made: the right answer of `diagnose`."""


# conv2d ------------------------------------------------------------------------------------------


def bias_per_channel(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Add the bias once a channel."""
    return reference.conv2d_channels(image, kernel, bias * np.shape(kernel)[2])


def bias_for_every_place(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Add the bias once for each place of the window."""
    return reference.conv2d_channels(image, kernel, bias * len(kernel) ** 2)


def per_place(out: Array, kernel: Array) -> Array:
    """Divide by the number of places of the window."""
    return out / len(kernel) ** 2


def channels_not_summed(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Return a plane for each channel."""
    pixels, weights = as_float(image), as_float(kernel)
    planes = [
        reference.conv2d(pixels[..., c], weights[..., c], bias) for c in range(weights.shape[2])
    ]
    return np.stack(planes, axis=-1)


def first_channel_only(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Ignore all channels but the first."""
    return reference.conv2d(as_float(image)[..., 0], as_float(kernel)[..., 0], bias)


def channels_averaged(image: Array, kernel: Array, bias: float = 0.0) -> Array:
    """Take the mean over the channels."""
    return reference.conv2d_channels(image, kernel) / np.shape(kernel)[2] + bias


VALUE_MISTAKES = (
    *map_mistakes(reference.conv2d_channels),
    Mutant("size-hardcoded", window_of_three(reference.conv2d_channels), "windows of side 3"),
    Mutant("bias-inside-sum", bias_for_every_place, "for every place"),
    Mutant("normalised", with_result(reference.conv2d_channels, per_place), "by k times k"),
    Mutant("bias-per-channel", bias_per_channel),
    Mutant("channels-not-summed", channels_not_summed),
    Mutant("first-channel-only", first_channel_only),
    Mutant("channels-averaged", channels_averaged),
)
"""The mistakes that show in the result of a convolution of many channels."""


# Kernels of one's own ----------------------------------------------------------------------------


def one_weight(shape: tuple[int, ...], place: tuple[int, ...]) -> Array:
    """Return a kernel with a single 1."""
    kernel = np.zeros(shape)
    kernel[place] = 1.0
    return kernel


def pick_from_corner(k: int, C: int, channel: int) -> Array:
    """Put the weight into the first corner of the window."""
    return one_weight((k, k, C), (0, 0, channel))


def pick_first(k: int, C: int, channel: int) -> Array:
    """Pick channel 0 whatever was asked for."""
    return one_weight((k, k, C), (k // 2, k // 2, 0))


def pick_at_one(k: int, C: int, channel: int) -> Array:
    """Take (1, 1) for the middle of every kernel."""
    return one_weight((k, k, C), (1, 1, channel))


def pick_in_three(k: int, C: int, channel: int) -> Array:
    """Return a kernel of side 3 whatever was asked for."""
    return reference.pick_channel_kernel(3, C, channel)


def move_back(k: int, dx: int, dy: int) -> Array:
    """Move the other way."""
    return reference.move_kernel(k, -dx, -dy)


def move_swapped(k: int, dx: int, dy: int) -> Array:
    """Take dx for columns."""
    return reference.move_kernel(k, dy, dx)


def move_from_corner(k: int, dx: int, dy: int) -> Array:
    """Count dx and dy from the first corner."""
    return one_weight((k, k), (dx, dy))


def move_around_one(k: int, dx: int, dy: int) -> Array:
    """Take (1, 1) for the middle of every kernel."""
    return one_weight((k, k), (1 - dx, 1 - dy))


def diagnosis() -> dict[str, str]:
    """Name every classmate's fault."""
    return dict(PEER_FAULTS)


MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "conv2d": (
        *call_mistakes(reference.conv2d_channels),
        *VALUE_MISTAKES,
    ),
    "grayscale_kernel": no_answer(reference.grayscale_kernel),
    "pick_channel_kernel": (
        *no_answer(reference.pick_channel_kernel),
        Mutant("anchor-corner", pick_from_corner),
        Mutant("first-channel-only", pick_first),
        Mutant("size-hardcoded", pick_at_one, "middle at 1"),
        Mutant("size-hardcoded", pick_in_three, "side 3"),
    ),
    "move_kernel": (
        *no_answer(reference.move_kernel),
        Mutant("shift-reversed", move_back),
        Mutant("axes-swapped", move_swapped),
        Mutant("anchor-corner", move_from_corner),
        Mutant("size-hardcoded", move_around_one),
    ),
    "diagnose": no_answer(diagnosis),
}
