"""Growth of processor time: loops over pixels are told from everything that NumPy does at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from styles import LOOPS, STYLES

from autograde.growth import BANK, LARGE, SMALL, looks_like_loops
from autograde.inprocess import InProcess
from autograde.student import Reply, Returned, StudentFailure

RNG = np.random.default_rng(3)
KERNELS, BIASES = RNG.normal(size=BANK), RNG.normal(size=BANK[0])
SMALL_CASE, LARGE_CASE = ((RNG.normal(size=shape), KERNELS, BIASES) for shape in (SMALL, LARGE))


def loops(function: Any) -> bool:
    """Judge a function."""
    backend = InProcess(lambda: {"conv2d_fast": function})
    return looks_like_loops(backend.answer, "conv2d_fast", SMALL_CASE, LARGE_CASE)


@pytest.mark.parametrize("style", sorted(LOOPS - {"lists only"}))
def test_loops_are_seen(style: str) -> None:
    """A loop over pixels is seen, though each step of it may be a product of NumPy's."""
    assert loops(STYLES[style])


@pytest.mark.parametrize("style", sorted(set(STYLES) - LOOPS))
def test_no_false_alarm(style: str) -> None:
    """Slices, einsum, strides, an FFT and sums over windows are fast enough, float32 too."""
    assert not loops(STYLES[style])


class Scripted:
    """Answers with prepared processor times."""

    def __init__(self, *seconds: float) -> None:
        self.seconds = list(seconds)

    def __call__(self, calls: Any) -> list[Reply]:
        """Answer one call."""
        assert [call.timed for call in calls] == [True]
        return [Returned(1.0, (), self.seconds.pop(0))]


@pytest.mark.parametrize(
    ("seconds", "slow", "left"),
    [
        ((9.0, 9.0), True, 1),  # the small image alone takes too long
        ((0.0, 9.0), True, 0),
        ((0.002, 0.003), False, 0),
        ((0.0, 0.1, 0.0, 0.001), False, 0),  # one slow moment is forgiven
        ((0.0, 0.1, 0.0, 0.1, 0.0, 0.1), True, 0),
    ],
)
def test_attempts(seconds: tuple[float, ...], slow: bool, left: int, monkeypatch: Any) -> None:
    """Clear answers need one attempt; doubtful ones get three, of which one must do."""
    monkeypatch.setattr("autograde.growth.product_seconds", lambda arguments: 0.003)
    answer = Scripted(*seconds)
    assert looks_like_loops(answer, "conv2d_fast", SMALL_CASE, LARGE_CASE) is slow
    assert len(answer.seconds) == left


def test_values_are_judged() -> None:
    """A fast wrong answer does not get through: each value is judged."""

    def judge(value: Any) -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        looks_like_loops(Scripted(0.0, 0.0), "conv2d_fast", SMALL_CASE, LARGE_CASE, judge)


def test_no_value() -> None:
    """A function that returns nothing or raises is a failure of the student's."""
    with pytest.raises(StudentFailure):
        loops(lambda *args: None)
    with pytest.raises(StudentFailure):
        loops(lambda *args: 1 / 0)
