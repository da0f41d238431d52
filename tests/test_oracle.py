"""The oracle's loops against numbers worked out by hand, and against SciPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate2d

from autograde.oracle import f1, f2, f3

sizes = st.integers(0, 2).flatmap(
    lambda d: st.tuples(st.just(2 * d + 1), *[st.integers(2 * d + 1, 2 * d + 5)] * 2)
)
seeds = st.integers(0, 2**32 - 1)


def test_f1_by_hand() -> None:
    """F1 on a 3 x 4 image whose digits tell which weight landed where; no flip, one bias."""
    image = np.array([[1.0, 0, 0, 0], [0, 0, 10, 0], [0, 0, 0, 100]])
    kernel = np.arange(1.0, 10.0).reshape(3, 3)
    # left window: 1 * K[0, 0] + 10 * K[1, 2]; right window: 10 * K[1, 1] + 100 * K[2, 2]
    assert f1(image, kernel, 0.5).tolist() == [[1 + 60 + 0.5, 50 + 900 + 0.5]]


def test_f2_by_hand() -> None:
    """F2 adds the channels up and the bias once."""
    image = np.array([[[1.0, 10.0, 100.0]]])
    kernel = np.array([[[2.0, 3.0, 4.0]]])
    assert f2(image, kernel, 0.5).tolist() == [[432.5]]


def test_f3_by_hand() -> None:
    """F3 gives one map for every filter, as the last axis, each with its own bias."""
    image = np.array([[[1.0, 10.0]]])
    kernels = np.array([[[[1.0, 2.0]]], [[[3.0, 4.0]]]])
    assert f3(image, kernels, np.array([0.5, 0.25])).tolist() == [[[21.5, 43.25]]]


@given(sizes, seeds)
def test_f1_is_scipys_correlation(size: tuple[int, int, int], seed: int) -> None:
    """F1 equals SciPy's correlate2d(mode="valid") plus the bias."""
    k, height, width = size
    draw = np.random.default_rng(seed).standard_normal
    image, kernel = draw((height, width)), draw((k, k))
    want = correlate2d(image, kernel, mode="valid") + 0.75
    np.testing.assert_allclose(f1(image, kernel, 0.75), want, rtol=0, atol=1e-12)
