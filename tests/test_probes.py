"""The probes: small, and no two mistakes that differ look alike on them."""

from __future__ import annotations

from itertools import combinations

import pytest
from arguments import calls_of

from autograde import reference
from autograde.course import assignment_names, load_release
from autograde.diagnosis import Behaviour, behaviour, same_behaviour, trusted
from autograde.grading import function_of
from autograde.misconceptions import functions, mutants
from autograde.probes import Calls, probes
from autograde.student import Returned

FUNCTIONS = functions()
MANY = 40


def behaviours(name: str, function: str, calls: Calls) -> list[Behaviour]:
    """Return how each wrong reference answers."""
    return [behaviour(trusted(function, m.make), calls) for m in mutants(name, function)]


def test_every_function_has_probes() -> None:
    """Each question's function has mistakes with a name, and probes to find them by."""
    asked = {(n, function_of(cell)) for n in assignment_names() for cell in load_release(n).points}
    assert set(FUNCTIONS) == asked
    assert all(probes(*pair) for pair in FUNCTIONS)


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_all_that_differ_are_told_apart(name: str, function: str) -> None:
    """Two wrong references that differ on any of many random calls differ on the probes."""
    few, many = probes(name, function), calls_of(name, function, MANY)
    by_probes, by_many = behaviours(name, function, few), behaviours(name, function, many)
    forms = mutants(name, function)
    alike = [
        (forms[i].label, forms[j].label)
        for i, j in combinations(range(len(forms)), 2)
        if same_behaviour(by_probes[i], by_probes[j], few)
        and not same_behaviour(by_many[i], by_many[j], many)
    ]
    assert alike == []


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_no_two_names_for_one_behaviour(name: str, function: str) -> None:
    """Two mistakes with different names never do the same: where they would, one has the name."""
    few, forms = probes(name, function), mutants(name, function)
    shown = behaviours(name, function, few)
    same = [
        (forms[i].label, forms[j].label)
        for i, j in combinations(range(len(forms)), 2)
        if forms[i].slug != forms[j].slug and same_behaviour(shown[i], shown[j], few)
    ]
    assert same == []


RIGHT = {
    ("hw2-channels", "conv2d"): reference.conv2d_channels,
    ("hw3-filters", "conv2d"): reference.conv2d_filters,
    ("hw3-filters", "conv2d_fast"): reference.conv2d_filters,
}


@pytest.mark.parametrize(
    ("name", "function"), [pair for pair in FUNCTIONS if pair[1] != "diagnose"]
)
def test_right_answers_are_no_mistake(name: str, function: str) -> None:
    """The reference answers all probes, and no mistake but loops does the same."""
    few = probes(name, function)
    right = RIGHT.get((name, function)) or getattr(reference, function)
    shown = behaviour(trusted(function, lambda: right), few)
    assert all(isinstance(reply, Returned) for reply in shown)
    names = {
        form.slug
        for form, known in zip(
            mutants(name, function), behaviours(name, function, few), strict=True
        )
        if same_behaviour(shown, known, few)
    }
    assert names <= {"python-loops"}
