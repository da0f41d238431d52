"""The named mistakes, and for each function the small wrong references ("mutants") that make them.

Nothing here imports the grading machinery. `MISTAKES` holds each mistake's texts once; `mutants`
returns the wrong references that apply to a function of an assignment.
"""

from __future__ import annotations

from autograde.misconceptions import counting, filters, many_channels, one_channel
from autograde.misconceptions.catalogue import MISTAKES, Mistake
from autograde.misconceptions.many_channels import PEER_FAULTS
from autograde.misconceptions.mutant import Mutant

__all__ = ["MISTAKES", "PEER_FAULTS", "Mistake", "Mutant", "functions", "mutants"]

_MUTANTS: dict[str, dict[str, tuple[Mutant, ...]]] = {
    "hw1-convolution": one_channel.MUTANTS,
    "hw2-channels": {**many_channels.MUTANTS, **counting.CHANNEL_MUTANTS},
    "hw3-filters": {**filters.MUTANTS, **counting.FILTER_MUTANTS},
}


def functions() -> tuple[tuple[str, str], ...]:
    """Return all pairs of assignment and function that have named mistakes."""
    return tuple((name, function) for name, found in _MUTANTS.items() for function in found)


def mutants(assignment: str, function: str) -> tuple[Mutant, ...]:
    """Return the wrong references of a function; none where no mistake has a name."""
    return _MUTANTS.get(assignment, {}).get(function, ())
