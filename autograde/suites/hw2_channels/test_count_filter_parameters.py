"""Counting: `count_filter_parameters(d, C)`."""

import numpy as np
import pytest

from autograde.reference import count_filter_parameters
from autograde.student import Student
from autograde.suites.support import expect_counts, expect_growth


@pytest.mark.points(1.5)
def test_counts(student: Student, rng: np.random.Generator) -> None:
    """All weights and one bias, for several half-widths and numbers of channels."""
    cases = [(0, 3), (1, 3), (2, 5), (3, 2), (int(rng.integers(4, 9)), int(rng.integers(6, 64)))]
    expect_counts(student, "count_filter_parameters", cases, count_filter_parameters)


@pytest.mark.points(0.75)
def test_weights(student: Student, rng: np.random.Generator) -> None:
    """Each further channel adds as many weights as the kernel has places."""
    d, channels = int(rng.integers(2, 7)), int(rng.integers(3, 9))
    pairs = [((1, 2), (1, 5)), ((d, channels), (d, 2 * channels))]
    expect_growth(student, "count_filter_parameters", pairs, count_filter_parameters)


@pytest.mark.points(0.75)
def test_one_channel(student: Student) -> None:
    """Right for one channel, as in the lecture's first formula."""
    cases = [(1, 1), (2, 1), (5, 1)]
    expect_counts(student, "count_filter_parameters", cases, count_filter_parameters)
