"""Wrong references for hw2 and hw3: counts of parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograde import reference
from autograde.misconceptions.around import no_answer
from autograde.misconceptions.mutant import Mutant

__all__ = ["CHANNEL_MUTANTS", "FILTER_MUTANTS"]

Layer = tuple[int, int, int]


def no_bias(d: int, C: int, T: int = 1) -> int:
    """Count the weights only."""
    return (2 * d + 1) ** 2 * C * T


def bias_per_channel(d: int, C: int, T: int = 1) -> int:
    """Count a bias for every channel of every filter."""
    return ((2 * d + 1) ** 2 + 1) * C * T


def no_channels(d: int, C: int, T: int = 1) -> int:
    """Count filters of one channel."""
    return ((2 * d + 1) ** 2 + 1) * T


def d_for_k(d: int, C: int, T: int = 1) -> int:
    """Take d for the side."""
    return (d**2 * C + 1) * T


_LAYER: tuple[tuple[str, Callable[..., int]], ...] = (
    ("count-no-bias", no_bias),
    ("count-bias-per-channel", bias_per_channel),
    ("count-no-channels", no_channels),
    ("count-d-for-k", d_for_k),
)


def over_layers(count: Callable[[int, int, int], int]) -> Callable[[Sequence[Layer]], int]:
    """Add up a wrong count over all layers."""

    def wrong(layers: Sequence[Layer]) -> int:
        return sum(count(*layer) for layer in layers)

    return wrong


def emptying(layers: list[Layer]) -> int:
    """Be right, but take the layers out of the list that was given."""
    total = 0
    while layers:
        total += reference.count_conv_parameters(*layers.pop())
    return total


def adding_up() -> Callable[[Sequence[Layer]], int]:
    """Keep the sum from call to call."""
    totals = [0]

    def wrong(layers: Sequence[Layer]) -> int:
        totals[0] += reference.count_network(layers)
        return totals[0]

    return wrong


# The dense layer ---------------------------------------------------------------------------------


def dense_no_bias(H: int, W: int, C: int, d: int, T: int) -> int:
    """Count the weights only."""
    return H * W * C * (H - 2 * d) * (W - 2 * d) * T


def dense_no_channels(H: int, W: int, C: int, d: int, T: int) -> int:
    """Take the input to have one channel."""
    return reference.count_dense_parameters(H, W, 1, d, T)


def dense_to_same_size(H: int, W: int, C: int, d: int, T: int) -> int:
    """Take the output to be as large as the image."""
    return (H * W * C + 1) * H * W * T


def dense_less_d(H: int, W: int, C: int, d: int, T: int) -> int:
    """Take the output to be smaller by d."""
    return (H * W * C + 1) * (H - d) * (W - d) * T


def dense_less_k(H: int, W: int, C: int, d: int, T: int) -> int:
    """Take the output to be smaller by k."""
    return (H * W * C + 1) * (H - 2 * d - 1) * (W - 2 * d - 1) * T


def dense_of_windows(H: int, W: int, C: int, d: int, T: int) -> int:
    """Count the convolution's parameters once for each pixel of the result."""
    return reference.count_conv_parameters(d, C, T) * (H - 2 * d) * (W - 2 * d)


CHANNEL_MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "count_filter_parameters": (
        *no_answer(reference.count_filter_parameters),
        *(Mutant(slug, count) for slug, count in _LAYER),
    ),
}

FILTER_MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "count_conv_parameters": (
        *no_answer(reference.count_conv_parameters),
        *(Mutant(slug, count) for slug, count in _LAYER),
    ),
    "count_dense_parameters": (
        *no_answer(reference.count_dense_parameters),
        Mutant("count-no-bias", dense_no_bias),
        Mutant("count-no-channels", dense_no_channels),
        Mutant("count-output-size", dense_of_windows),
        Mutant("output-size", dense_to_same_size, "not smaller"),
        Mutant("output-size", dense_less_d, "smaller by d"),
        Mutant("output-size", dense_less_k, "smaller by k"),
    ),
    "count_network": (
        *no_answer(reference.count_network),
        *(Mutant(slug, over_layers(count)) for slug, count in _LAYER),
        Mutant("input-modified", emptying),
        Mutant("state-kept", adding_up, fresh=True),
    ),
}
