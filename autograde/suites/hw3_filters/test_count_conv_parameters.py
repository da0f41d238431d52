"""What a convolutional layer costs: `count_conv_parameters(d, C, T)`."""

import numpy as np
import pytest

from autograde.reference import count_conv_parameters
from autograde.student import Student
from autograde.suites.support import expect_counts, expect_growth


@pytest.mark.points(1)
def test_counts(student: Student, rng: np.random.Generator) -> None:
    """All weights, and one bias for each filter."""
    d, channels, filters = (int(n) for n in rng.integers((2, 3, 11), (6, 10, 64)))
    cases = [(0, 3, 4), (1, 3, 5), (2, 5, 3), (d, channels, filters)]
    expect_counts(student, "count_conv_parameters", cases, count_conv_parameters)


@pytest.mark.points(0.5)
def test_weights(student: Student, rng: np.random.Generator) -> None:
    """Each further channel adds the places of the kernel for every filter."""
    d, channels, filters = (int(n) for n in rng.integers((2, 3, 11), (6, 10, 64)))
    pairs = [((1, 2, 3), (1, 6, 3)), ((d, channels, filters), (d, 2 * channels, filters))]
    expect_growth(student, "count_conv_parameters", pairs, count_conv_parameters)


@pytest.mark.points(0.5)
def test_one_channel(student: Student) -> None:
    """Right for filters of one channel."""
    cases = [(1, 1, 4), (2, 1, 3), (4, 1, 7)]
    expect_counts(student, "count_conv_parameters", cases, count_conv_parameters)
