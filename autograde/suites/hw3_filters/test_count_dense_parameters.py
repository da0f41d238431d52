"""A dense layer in its place: `count_dense_parameters(H, W, C, d, T)`."""

import numpy as np
import pytest

from autograde.reference import count_dense_parameters
from autograde.student import Student
from autograde.suites.support import expect_counts, expect_growth


@pytest.mark.points(1)
def test_counts(student: Student, rng: np.random.Generator) -> None:
    """A weight from each number of the input to each of the output, and the biases."""
    drawn = tuple(int(n) for n in rng.integers((13, 17, 2, 2, 3), (17, 23, 9, 6, 12)))
    cases = [(6, 7, 2, 1, 3), (9, 8, 3, 2, 4), (5, 4, 3, 0, 2), drawn]
    expect_counts(student, "count_dense_parameters", cases, count_dense_parameters)


@pytest.mark.points(0.5)
def test_weights(student: Student) -> None:
    """Each further channel adds its pixels' weights, for each number of the output."""
    pairs = [((6, 7, 2, 1, 3), (6, 7, 5, 1, 3)), ((9, 8, 1, 2, 4), (9, 8, 3, 2, 4))]
    expect_growth(student, "count_dense_parameters", pairs, count_dense_parameters)


@pytest.mark.points(0.5)
def test_one_channel(student: Student) -> None:
    """Right for images of one channel."""
    cases = [(6, 7, 1, 1, 3), (9, 8, 1, 2, 4)]
    expect_counts(student, "count_dense_parameters", cases, count_dense_parameters)
