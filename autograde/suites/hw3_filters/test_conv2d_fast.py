"""One matrix product: `conv2d_fast(image, kernels, biases)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close
from autograde.growth import BANK, LARGE, SMALL, looks_like_loops
from autograde.reference import conv2d_filters
from autograde.student import Student, Value
from autograde.suites.hw3_filters.banks import (
    SIZES,
    bank_cases,
    expect_banks,
    expect_bias,
    expect_every_kind,
    symmetric_bank_of,
)
from autograde.suites.support import case_scale, expect_pure, image_of, kernel_of


@pytest.mark.points(4)
def test_time(student: Student, rng: np.random.Generator) -> None:
    """Its time grows with the image as a matrix product's does, not as that of loops over pixels.

    Asked of right answers only, with symmetric kernels: a fast wrong one earns nothing, but how
    the kernel is turned does not matter here.
    """
    filters, k, _, channels = BANK
    bank, biases = symmetric_bank_of(rng, filters, k, channels), np.zeros(filters)
    small, large = ((image_of(rng, *shape), bank, biases) for shape in (SMALL, LARGE))
    want = conv2d_filters(*large)

    def judge(value: Value) -> None:
        expect_close(value, want, scale=case_scale(*large[:2]))

    if looks_like_loops(student.replies, "conv2d_fast", small, large, judge):
        raise Wrong("It takes much longer on a large image than matrix products do.")


@pytest.mark.points(2)
def test_values(student: Student, rng: np.random.Generator) -> None:
    """Every number is its filter's sum over window and channels; no kernel is flipped."""
    expect_banks(student, "conv2d_fast", bank_cases(rng, SIZES))


@pytest.mark.points(0.5)
def test_sizes(student: Student, rng: np.random.Generator) -> None:
    """The result is (H - 2d, W - 2d, T), the maps last, for sides 1, 3 and 5."""
    expect_banks(student, "conv2d_fast", bank_cases(rng, SIZES[:3], symmetric=True))


@pytest.mark.points(0.5)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """Each map has the bias of its own filter, added once."""
    expect_bias(student, "conv2d_fast", rng)


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8, float32 and read-only arrays work; the result is floating."""
    expect_every_kind(student, "conv2d_fast", rng)


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, and nothing is kept from call to call."""
    image, bank, biases = bank_cases(rng, SIZES[:1])[0]
    biases = kernel_of(rng, len(biases))
    others = [(-image, bank, biases), (image, -bank, biases), (image, bank, -biases)]
    expect_pure(student, "conv2d_fast", (image, bank, biases), others, ndim=3)
