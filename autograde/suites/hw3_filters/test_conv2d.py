"""A bank of filters: `conv2d(image, kernels, biases)`."""

import numpy as np
import pytest

from autograde.compare import expect_close, expect_difference, real_array
from autograde.student import Student
from autograde.suites.hw3_filters.banks import (
    SIZES,
    bank_cases,
    expect_banks,
    expect_bias,
    expect_every_kind,
    expect_maps,
    symmetric_bank_of,
)
from autograde.suites.support import case_scale, expect_pure, expect_response, image_of, kernel_of


@pytest.mark.points(2.5)
def test_values(student: Student, rng: np.random.Generator) -> None:
    """Every number is its filter's sum over window and channels; no kernel is flipped."""
    expect_banks(student, "conv2d", bank_cases(rng, SIZES))


@pytest.mark.points(1)
def test_sizes(student: Student, rng: np.random.Generator) -> None:
    """The result is (H - 2d, W - 2d, T), the maps last, for sides 1, 3 and 5."""
    expect_banks(student, "conv2d", bank_cases(rng, SIZES[:3], symmetric=True))


@pytest.mark.points(1)
def test_channels(student: Student, rng: np.random.Generator) -> None:
    """Each channel counts, with its own plane of each kernel (symmetric kernels)."""
    bank, cases = symmetric_bank_of(rng, 2, 3, 3), []
    for channel in range(3):
        image = np.zeros((6, 8, 3))
        image[..., channel] = image_of(rng, 6, 8)
        cases.append((image, bank, np.zeros(2)))
    expect_banks(student, "conv2d", cases)


@pytest.mark.points(1)
def test_filters(student: Student, rng: np.random.Generator) -> None:
    """Each filter makes its own map: filters in another order give the maps in that order."""
    image, bank = image_of(rng, 6, 9, 2), kernel_of(rng, 4, 3, 3, 2)
    order = [2, 0, 3, 1]
    cases = [(image, bank, np.zeros(4)), (image, bank[order], np.zeros(4))]
    cases += [(image, bank[t : t + 1], np.zeros(1)) for t in range(4)]
    first, permuted, *single = student.values("conv2d", cases)
    expect_maps(first, single, case_scale(image, bank))
    expect_maps(permuted, [single[t] for t in order], case_scale(image, bank))


@pytest.mark.points(1)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """Each map has the bias of its own filter, added once."""
    expect_bias(student, "conv2d", rng)


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8, float32 and read-only arrays work; the result is floating."""
    expect_every_kind(student, "conv2d", rng)


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, and nothing is kept from call to call."""
    image, bank, biases = bank_cases(rng, SIZES[:1])[0]
    others = [(-image, bank, biases), (image, -bank, biases)]
    expect_pure(student, "conv2d", (image, bank, biases), others, ndim=3)


@pytest.mark.points(0.5)
def test_properties(student: Student, rng: np.random.Generator) -> None:
    """The maps of two images add up; a shifted image gives shifted maps."""
    image, other = image_of(rng, 9, 12, 2), image_of(rng, 9, 12, 2)
    bank, biases = kernel_of(rng, 3, 3, 3, 2), np.zeros(3)
    images = (image, other, image + other, image[1:, 2:])
    cases = [*((case, bank, biases) for case in images), (image, -bank, biases)]
    first, second, both, moved, turned = map(real_array, student.values("conv2d", cases))
    expect_response([first, second, turned], ndim=3)
    scale = 2.0 * case_scale(image, bank)
    expect_difference(both, first, second, scale=scale)
    expect_close(moved, first[1:, 2:], scale=scale)
