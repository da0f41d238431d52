"""The hidden suites tried on wrong answers: each named mistake, and answers without thought."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograde import reference
from autograde.course import assignment_names
from autograde.effects import Effect, effects, judged, page
from autograde.inprocess import InProcess
from autograde.misconceptions import MISTAKES, functions, mutants
from autograde.suite import Suite, suite_files

ROOT = Path(__file__).parent.parent
FUNCTIONS = functions()

NO_CODE = ("[", "np.", "def ", "lambda", " in range", "+=")
"""What a hint never holds: code."""


def found(name: str, function: str) -> list[Effect]:
    """Return the effects of a function's wrong references."""
    return [one for one in effects() if (one.assignment, one.function) == (name, function)]


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_every_mistake_loses_points(name: str, function: str) -> None:
    """No wrong reference earns everything."""
    assert [one.mutant.label for one in found(name, function) if one.score >= one.points] == []


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_every_mistake_is_named(name: str, function: str) -> None:
    """Each is named, and by its own name."""
    wrong = [
        (one.mutant.label, one.named)
        for one in found(name, function)
        if one.named != one.mutant.slug
    ]
    assert wrong == []


def test_every_name_is_used() -> None:
    """There is a wrong reference for every mistake in the catalogue."""
    assert {one.mutant.slug for one in effects()} == set(MISTAKES)


def test_forms_have_names_of_their_own() -> None:
    """In one function no two forms of a mistake have the same label."""
    for name, function in FUNCTIONS:
        labels = [mutant.label for mutant in mutants(name, function)]
        assert sorted(set(labels)) == sorted(labels)


def test_hints_give_no_code_away() -> None:
    """Explanations and hints are sentences, not code, and no hint repeats the explanation."""
    for mistake in MISTAKES.values():
        for text in (mistake.explanation, mistake.hint):
            assert text.endswith((".", "?"))
            assert not any(code in text for code in NO_CODE), mistake.slug
        assert mistake.explanation != mistake.hint


@pytest.mark.parametrize(
    ("name", "function"), [pair for pair in FUNCTIONS if pair[1].startswith("conv")]
)
def test_a_flipped_kernel_keeps_a_fair_part(name: str, function: str) -> None:
    """With everything else right, half of the points or more remain, but not nine tenths."""
    (flipped,) = [one for one in found(name, function) if one.mutant.label == "kernel-flipped"]
    assert 0.5 * flipped.points <= flipped.score <= 0.9 * flipped.points


def test_page_is_current() -> None:
    """The table in the documentation is that of these suites and mistakes."""
    committed = (ROOT / "docs" / "mistakes.md").read_text(encoding="utf-8")
    assert committed == page(effects()), "run python -m autograde.effects"


# Answers without thought ------------------------------------------------------------------------


def shape_of(function: str, args: tuple[Any, ...]) -> tuple[int, ...]:
    """Return the shape that the right answer has; () for a number."""
    first = np.shape(args[0]) if args else ()
    if function in ("conv2d", "conv2d_fast"):
        k = np.shape(args[1])[-2 if np.ndim(args[1]) > 2 else -1]
        maps = np.shape(args[1])[:1] if np.ndim(args[1]) == 4 else ()
        return (max(first[0] - k + 1, 1), max(first[1] - k + 1, 1), *maps)
    shapes: dict[str, Callable[[], tuple[int, ...]]] = {
        "conv2d_same": lambda: first,
        "shift": lambda: first,
        "sobel_edges": lambda: (first[0] - 2, first[1] - 2),
        "grayscale_kernel": lambda: (1, 1, 3),
        "pick_channel_kernel": lambda: (args[0], args[0], args[1]),
        "move_kernel": lambda: (args[0], args[0]),
        "im2col": lambda: reference.im2col(*args).shape,
    }
    return shapes.get(function, tuple)()


def first_of(args: tuple[Any, ...], function: str) -> Any:
    """Return a copy of the first argument, cut to the right answer's shape where it has one."""
    if not args:
        return None
    value, shape = np.array(args[0], dtype=float), shape_of(function, args)
    if value.ndim == len(shape) + 1:
        value = value[..., 0]
    if value.ndim == len(shape):
        return value[tuple(slice(n) for n in shape)]
    return value


def drawn(function: str) -> Callable[[], Callable[..., Any]]:
    """Return a maker of functions that return other random numbers each time."""
    seeds = count()

    def make() -> Callable[..., Any]:
        rng = np.random.default_rng(next(seeds))
        return lambda *args, **kwargs: rng.normal(size=shape_of(function, args)) * 9.0

    return make


def filled(function: str, value: float) -> Callable[..., Any]:
    """Return a function that returns the right shape, filled with one number."""
    return lambda *args, **kwargs: np.full(shape_of(function, args), value)


THOUGHTLESS: dict[str, Callable[[str], Callable[[], Callable[..., Any]]]] = {
    "zeros": lambda function: lambda: filled(function, 0.0),
    "ones": lambda function: lambda: filled(function, 1.0),
    "a constant": lambda function: lambda: filled(function, 10.0),
    "not a number": lambda function: lambda: filled(function, np.nan),
    "a single number": lambda function: lambda: lambda *args, **kwargs: 432,
    "a single float": lambda function: lambda: lambda *args, **kwargs: 0.5,
    "the input": lambda function: lambda: lambda *args, **kwargs: args[0] if args else 1,
    "the input, cut": lambda function: lambda: lambda *args, **kwargs: first_of(args, function),
    "random numbers": drawn,
    "an error": lambda function: lambda: lambda *args, **kwargs: [][1],
    "a ValueError": lambda function: lambda: lambda *args, **kwargs: int("x"),
}


@pytest.mark.parametrize("answer", THOUGHTLESS)
@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_no_points_without_thought(name: str, function: str, answer: str) -> None:
    """Zeros, constants, copies of the input, random numbers and errors earn nothing."""
    claims = judged(name, function, THOUGHTLESS[answer](function))
    assert [claim.name for claim in claims if claim.outcome == "passed"] == []


STRANGE: tuple[Any, ...] = (
    None,
    True,
    "text",
    {},
    {"A": [1, 2], "B": {"x": 1}, "C": None, "D": np.zeros(3)},
    {"A": "kernel-flipped", "B": "kernel-flipped", "C": "kernel-flipped", "D": "kernel-flipped"},
    [],
    [[1.0], [2.0, 3.0]],
    [[1, 2], "text"],
    10**400,
    -(10**30),
    float("inf"),
    1j,
    object(),
    np.zeros(0),
    np.zeros((0, 3)),
    np.zeros((3, 0, 2)),
    np.zeros((1,) * 6),
    np.array(["a", "b"]),
    np.array([True, False]),
    np.full((4, 7), 2, np.uint8),
    np.array(7.0),
    (np.zeros(3), np.zeros((2, 2))),
    range(5),
)


def outcomes(name: str, make: Callable[[], Callable[..., Any]]) -> set[str | None]:
    """Return what the tests of an assignment say where all its functions are the same one."""
    asked = [function for assignment, function in FUNCTIONS if assignment == name]
    run = Suite(suite_files(name), 11).judge(InProcess(lambda: dict.fromkeys(asked, make())))
    assert not run.errors
    return {claim.outcome for claim in run.claims}


@pytest.mark.parametrize("start", range(len(STRANGE)))
@pytest.mark.parametrize("name", assignment_names())
def test_strange_answers_are_failures(name: str, start: int) -> None:
    """Whatever a function returns, and were it another thing each time, the suite can judge it."""

    def always() -> Callable[..., Any]:
        return lambda *args, **kwargs: STRANGE[start]

    def in_turn() -> Callable[..., Any]:
        turn = count(start)
        return lambda *args, **kwargs: STRANGE[next(turn) % len(STRANGE)]

    assert outcomes(name, always) == {"failed"}
    assert outcomes(name, in_turn) == {"failed"}
