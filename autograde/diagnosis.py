"""Name the mistake behind a wrong answer, or none: never guess.

The student's function is asked for its answers on the function's probes. A mistake is named
where one of its wrong references behaves in the same way on every probe, and no other mistake's
does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from autograde.growth import BANK, LARGE, SMALL, looks_like_loops
from autograde.inprocess import InProcess
from autograde.misconceptions import MISTAKES, Mistake, mutants
from autograde.probes import Calls, biases, image, probes
from autograde.student import (
    Array,
    Backend,
    Raised,
    Reply,
    Returned,
    StudentFailure,
    same_values,
)

__all__ = ["Behaviour", "behaviour", "diagnose", "same_behaviour"]

Behaviour = tuple[Reply, ...]
"""The replies to all probes, in order."""

TOLERANCE = 1e-6

OUTSIDE = {"IndexError", "ValueError"}
"""What a window outside the image raises: the one by indices, the other by slices."""

LOOPS = "python-loops"
TIMED = {"conv2d_fast"}
"""Functions of which a right answer may be too slow."""


def diagnose(assignment: str, function: str, backend: Backend) -> Mistake | None:
    """Return the mistake that a function makes, where exactly one explains all it does.

    Parameters
    ----------
    assignment, function
        What was asked for.
    backend
        Where the student's function runs.
    """
    calls = probes(assignment, function)
    if not calls:
        return None
    shown = behaviour(backend, calls)
    slugs = {
        slug
        for slug, known in known_behaviours(assignment, function)
        if same_behaviour(shown, known, calls)
    }
    if function in TIMED and slugs and loops_over_pixels(function, backend) != (slugs == {LOOPS}):
        return None  # right and fast, or two mistakes: loops, and another one
    return MISTAKES[slugs.pop()] if len(slugs) == 1 else None


def loops_over_pixels(function: str, backend: Backend) -> bool:
    """Whether the function's time grows as that of loops; False where it gives no value."""
    bank = image(*BANK)
    small, large = ((image(*shape), bank, biases(len(bank))) for shape in (SMALL, LARGE))
    try:
        return looks_like_loops(backend.answer, function, small, large)
    except StudentFailure:
        return False


def behaviour(backend: Backend, calls: Calls) -> Behaviour:
    """Ask for the answers to all probes, in one fresh child."""
    return tuple(backend.answer(calls))


@cache
def known_behaviours(assignment: str, function: str) -> tuple[tuple[str, Behaviour], ...]:
    """Return slug and behaviour of every wrong reference of a function; computed once."""
    calls = probes(assignment, function)
    return tuple(
        (mutant.slug, behaviour(trusted(function, mutant.make), calls))
        for mutant in mutants(assignment, function)
    )


def trusted(function: str, make: Callable[[], Callable[..., Any]]) -> Backend:
    """Return a backend for one trusted function."""
    return InProcess(lambda: {function: make()})


def same_behaviour(one: Behaviour, other: Behaviour, calls: Calls) -> bool:
    """Whether two functions do the same on every probe."""
    return all(
        same_reply(a, b) and changed(a, call.args) == changed(b, call.args)
        for a, b, call in zip(one, other, calls, strict=True)
    )


def changed(reply: Reply, before: Sequence[Any]) -> bool:
    """Whether a call changed its arguments."""
    if not isinstance(reply, Returned):
        return False
    return not all(map(same_values, before, reply.args))


def same_reply(one: Reply, other: Reply) -> bool:
    """Whether two calls ended alike: equal values of a like type, or the same exception."""
    if isinstance(one, Raised) and isinstance(other, Raised):
        return one.type == other.type or {one.type, other.type} == OUTSIDE
    if not (isinstance(one, Returned) and isinstance(other, Returned)):
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    try:
        first, second = np.asarray(one.value), np.asarray(other.value)
    except ValueError:
        return False
    if first.dtype.kind not in "biuf" or second.dtype.kind not in "biuf":
        return False
    return first.shape == second.shape and same_kind(first, second) and near(first, second)


def same_kind(first: Array, second: Array) -> bool:
    """Whether both are floating, or both are whole numbers of either sign."""
    return bool((first.dtype.kind == "f") == (second.dtype.kind == "f"))


def near(first: Array, second: Array) -> bool:
    """Whether two arrays of one shape agree up to rounding."""
    a, b = first.astype(float), second.astype(float)
    size = max(float(np.abs(b).max(initial=0.0)), 1.0)
    with np.errstate(invalid="ignore"):
        return bool(np.all(np.abs(a - b) <= TOLERANCE * size))
