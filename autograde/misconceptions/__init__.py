"""The named mistakes, and for each function the small wrong references ("mutants") that make them.

Nothing here imports the grading machinery. `MISTAKES` holds each mistake's texts once; `mutants`
returns the wrong references that apply to a function of an assignment.
"""

from __future__ import annotations

from autograde.misconceptions import one_channel
from autograde.misconceptions.catalogue import MISTAKES, Mistake
from autograde.misconceptions.mutant import Mutant

__all__ = ["MISTAKES", "Mistake", "Mutant", "mutants"]

_MUTANTS: dict[tuple[str, str], tuple[Mutant, ...]] = {
    ("hw1-convolution", function): found for function, found in one_channel.MUTANTS.items()
}


def mutants(assignment: str, function: str) -> tuple[Mutant, ...]:
    """Return the wrong references of a function; none where no mistake has a name."""
    return _MUTANTS.get((assignment, function), ())
