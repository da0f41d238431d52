"""The diagnosis: right about one mistake, silent about two, never guessing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from arguments import calls_of

from autograde import reference
from autograde.diagnosis import behaviour, diagnose, same_behaviour, same_reply, trusted
from autograde.misconceptions import Mutant, functions, mutants
from autograde.misconceptions.around import call_mistakes, map_mistakes, window_mistakes
from autograde.misconceptions.filters import bank_mistakes, bank_of
from autograde.student import Raised, Reply, Returned, Stopped

Function = Callable[..., Any]
Wrap = Callable[[Function], tuple[Mutant, ...]]

ABSORBING = {"not-implemented", "returns-none", "python-loops"}
"""Whatever else is wrong, these show alone; loops have a test of their own."""


def call_only(function: Function) -> tuple[Mutant, ...]:
    """Return the mistakes of `call_mistakes` that leave a value."""
    return tuple(m for m in call_mistakes(function) if m.slug not in ABSORBING)


WRAPS: dict[tuple[str, str], tuple[Wrap, ...]] = {
    ("hw1-convolution", "conv_pixel"): (call_only, window_mistakes),
    ("hw1-convolution", "conv2d"): (call_only, map_mistakes),
    ("hw1-convolution", "conv2d_same"): (call_only, map_mistakes),
    ("hw1-convolution", "sobel_edges"): (call_only,),
    ("hw1-convolution", "shift"): (call_only,),
    ("hw2-channels", "conv2d"): (call_only, map_mistakes),
    ("hw3-filters", "conv2d"): (call_only, bank_mistakes),
    ("hw3-filters", "im2col"): (call_only,),
}
"""Sets of mistakes that can be made on top of another one."""


def pairs(name: str, function: str) -> Iterator[tuple[Mutant, Mutant]]:
    """Yield each mistake, and a second one of another name made on top of it.

    Of the several forms of the second mistake one after another is taken, not all.
    """
    firsts = [m for m in mutants(name, function) if m.slug not in ABSORBING and not m.fresh]
    for first, wrap in product(firsts, WRAPS[name, function]):
        taken: dict[str, list[Mutant]] = {}
        for second in wrap(first.function):
            taken.setdefault(second.slug, []).append(second)
        for slug, forms in taken.items():
            if slug != first.slug:
                yield first, forms[firsts.index(first) % len(forms)]


@pytest.mark.parametrize(("name", "function"), WRAPS)
def test_two_mistakes_are_not_named_as_one(name: str, function: str) -> None:
    """Where two mistakes at once get a name, they do in truth what that one mistake does.

    The kernel flipped along both axes and then along one is flipped along the other; a missing
    bias can't be inside the sum. Such a pair shows as one mistake on any input whatever.
    """
    many = calls_of(name, function, 40)
    known: dict[str, Any] = {}
    count, wrong, single = 0, [], 0
    for first, second in pairs(name, function):
        count += 1
        mistake = diagnose(name, function, trusted(function, second.make))
        if mistake is None:
            continue
        single += 1
        shown = behaviour(trusted(function, second.make), many)
        forms = [m for m in mutants(name, function) if m.slug == mistake.slug]
        for form in forms:
            if form.label not in known:
                known[form.label] = behaviour(trusted(function, form.make), many)
        if not any(same_behaviour(shown, known[form.label], many) for form in forms):
            wrong.append((first.label, second.label, mistake.slug))
    assert wrong == []
    assert single <= count / 4


def test_two_mistakes_in_each_filter() -> None:
    """Two mistakes in the convolution that makes each map of a bank are not named as one."""
    named = [
        (first.label, second.label, mistake.slug)
        for first, second in pairs("hw2-channels", "conv2d")
        if {first.slug, second.slug} <= {"kernel-flipped", "channels-averaged", "output-size"}
        for mistake in [diagnose("hw3-filters", "conv2d", trusted("conv2d", maker(second)))]
        if mistake is not None
    ]
    assert named == []


def maker(mutant: Mutant) -> Callable[[], Function]:
    """Return what makes a bank's convolution from a convolution with one filter."""
    return lambda: bank_of(mutant.make())


def loops_by(conv: Function) -> Function:
    """Return a convolution with a bank that calls `conv` for every window by itself."""

    def wrong(image: Any, kernels: Any, biases: Any) -> Any:
        image, k = np.asarray(image, dtype=float), np.shape(kernels)[1]
        rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
        out = np.zeros((rows, columns, len(biases)))
        for x, y in product(range(rows), range(columns)):
            out[x, y] = conv(image[x : x + k, y : y + k], kernels, biases)
        return out

    return wrong


def test_loops_are_named() -> None:
    """A right answer by loops is called so; with a flipped kernel besides it has no name."""

    def one_window(window: Any, kernels: Any, biases: Any) -> Any:
        return np.tensordot(np.asarray(kernels, dtype=float), window, 3) + biases

    def flipped(window: Any, kernels: Any, biases: Any) -> Any:
        return one_window(window, np.asarray(kernels)[:, ::-1, ::-1], biases)

    found = [
        diagnose("hw3-filters", "conv2d_fast", trusted("conv2d_fast", lambda f=f: loops_by(f)))
        for f in (one_window, flipped)
    ]
    assert found[0] is not None
    assert found[0].slug == "python-loops"
    assert found[1] is None


def test_a_right_and_fast_answer_has_no_name() -> None:
    """What is right in value and time is no mistake, whatever made a test fail."""
    right = trusted("conv2d_fast", lambda: reference.conv2d_filters)
    assert diagnose("hw3-filters", "conv2d_fast", right) is None


COUNTS: tuple[tuple[str, str, Function], ...] = (
    ("hw2-channels", "count_filter_parameters", lambda d, C: d * d * C),
    ("hw2-channels", "count_filter_parameters", lambda d, C: (2 * d + 1) ** 2),
    ("hw2-channels", "count_filter_parameters", lambda d, C: (2 * d + 1) * C + 1),
    ("hw3-filters", "count_conv_parameters", lambda d, C, T: d * d * C * T),
    ("hw3-filters", "count_conv_parameters", lambda d, C, T: (2 * d + 1) ** 2 * T),
    ("hw3-filters", "count_conv_parameters", lambda d, C, T: (2 * d + 1) ** 2 * C * T + 1),
    ("hw3-filters", "count_network", lambda layers: len(layers)),
    ("hw3-filters", "count_dense_parameters", lambda H, W, C, d, T: H * W * (H - d) * (W - d) * T),
)


@pytest.mark.parametrize(("name", "function", "count"), COUNTS)
def test_other_counts_have_no_name(name: str, function: str, count: Function) -> None:
    """Two mistakes in one count, and mistakes that nobody listed, are not guessed at."""
    assert diagnose(name, function, trusted(function, lambda: count)) is None


@pytest.mark.parametrize(("name", "function"), functions())
def test_noise_has_no_name(name: str, function: str) -> None:
    """Random numbers, constants and the input itself are no mistake with a name."""
    rng = np.random.default_rng(4)
    for answer in (
        lambda *a, **k: rng.normal(size=(3, 4)),
        lambda *a, **k: 0,
        lambda *a, **k: 0.0,
        lambda *a, **k: "text",
        lambda *a, **k: [[1], [2, 3]],
        lambda *a, **k: a[0] if a else 0,
    ):
        assert diagnose(name, function, trusted(function, lambda answer=answer: answer)) is None


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Returned(1.0), Returned(1.0 + 1e-9), True),
        (Returned(1.0), Returned(1.001), False),
        (Returned(1.0), Returned(np.array([1.0])), False),
        (Returned(1.0), Returned(1), False),
        (Returned(np.nan), Returned(np.nan), False),
        (Returned(None), Returned(None), True),
        (Returned(None), Returned(0.0), False),
        (Returned("a"), Returned("a"), False),
        (Returned([[1.0], 2.0]), Returned(1.0), False),
        (Raised("IndexError", (), "a"), Raised("IndexError", (), "b"), True),
        (Raised("IndexError", (), ""), Raised("ValueError", (), ""), True),
        (Raised("IndexError", (), ""), Raised("TypeError", (), ""), False),
        (Stopped("stopped after 10 s"), Stopped("stopped after 10 s"), False),
    ],
)
def test_replies_that_are_alike(one: Reply, other: Reply, alike: bool) -> None:
    """Values agree up to rounding, in shape and in kind; errors by what went wrong."""
    assert same_reply(one, other) is alike
    assert same_reply(other, one) is alike
