"""Networks that made history: `count_network(layers)`."""

from itertools import pairwise

import numpy as np
import pytest

from autograde.compare import Wrong, expect_count, expect_same, single_number
from autograde.reference import count_network
from autograde.student import Call, Returned, Student, same_values, value_of
from autograde.suites.support import expect_counts, expect_growth

Layers = list[tuple[int, int, int]]

LENET_5: Layers = [(2, 1, 6), (2, 6, 16), (2, 16, 120)]
ALEXNET: Layers = [(5, 3, 96), (2, 96, 256), (1, 256, 384), (1, 384, 384), (1, 384, 256)]
VGG_WIDTHS = (3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
VGG_16: Layers = [(1, c, t) for c, t in pairwise(VGG_WIDTHS)]


def network_of(rng: np.random.Generator, depth: int) -> Layers:
    """Return layers of which each reads what the one before it makes."""
    widths = [int(n) for n in rng.integers(2, 40, depth + 1)]
    sides = [int(n) for n in rng.integers(1, 5, depth)]
    return [(d, c, t) for d, (c, t) in zip(sides, pairwise(widths), strict=True)]


@pytest.mark.points(2)
def test_counts(student: Student, rng: np.random.Generator) -> None:
    """The parameters of all layers together, biases included."""
    cases = [(network_of(rng, depth),) for depth in (1, 2, 3, 7)]
    expect_counts(student, "count_network", cases, count_network)


@pytest.mark.points(1)
def test_famous(student: Student) -> None:
    """The networks of the text: LeNet-5, AlexNet and VGG-16."""
    cases = [(LENET_5,), (ALEXNET,), (VGG_16,)]
    expect_counts(student, "count_network", cases, count_network)


@pytest.mark.points(1)
def test_weights(student: Student, rng: np.random.Generator) -> None:
    """The weights are counted in every layer (a missing bias costs nothing here)."""
    layers = network_of(rng, 3)
    wider = [(d, c + 2, t) for d, c, t in layers]
    pairs = [((layers,), (wider,)), ((layers[:2],), (wider[:2],))]
    expect_growth(student, "count_network", pairs, count_network)


@pytest.mark.points(0.5)
def test_empty(student: Student, rng: np.random.Generator) -> None:
    """A network without layers has no parameters."""
    none, some, more = student.values("count_network", [([],), ([(1, 2, 3)],), ([(2, 3, 4)],)])
    expect_count(none, 0)
    if not 0 < single_number(some) < single_number(more):
        raise Wrong("Larger networks should have more parameters.")


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The list is not changed, and nothing is kept from call to call."""
    layers, other = network_of(rng, 3), network_of(rng, 4)
    replies = student.replies([Call("count_network", (case,)) for case in (layers, other, layers)])
    first, second, again = (value_of("count_network", reply) for reply in replies)
    if single_number(first) == single_number(second):
        raise Wrong("The result does not depend on the layers.")
    assert isinstance(replies[0], Returned)
    if not same_values(layers, replies[0].args[0]):
        raise Wrong("The input was changed: work on a copy.")
    expect_same(first, again)
