"""Whole image: `conv2d(image, kernel, bias=0.0)`."""

import numpy as np
import pytest

from autograde.compare import expect_close, real_array
from autograde.reference import conv2d
from autograde.student import Call, Student
from autograde.suites.support import (
    bias_of,
    case_scale,
    expect_bias,
    expect_error,
    expect_kinds,
    expect_pure,
    expect_response,
    image_of,
    kernel_of,
    symmetric_kernel_of,
)

SIZES = ((7, 10, 3), (9, 6, 5), (4, 5, 1), (3, 3, 3), (8, 13, 7))


@pytest.mark.points(2.5)
def test_values(student: Student, rng: np.random.Generator) -> None:
    """Every pixel is the sum of its window times the kernel, which is not flipped."""
    cases = [(image_of(rng, h, w), kernel_of(rng, k, k), 0.0) for h, w, k in SIZES]
    for case, value in zip(cases, student.values("conv2d", cases), strict=True):
        expect_close(value, conv2d(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_sizes(student: Student, rng: np.random.Generator) -> None:
    """The result has the right size for kernels of side 1, 3 and 5 (shown by symmetric ones)."""
    cases = [(image_of(rng, h, w), symmetric_kernel_of(rng, k), 0.0) for h, w, k in SIZES[:3]]
    for case, value in zip(cases, student.values("conv2d", cases), strict=True):
        expect_close(value, conv2d(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """The bias is added once, is zero where none is given, and can be named."""
    image, kernel, bias = image_of(rng, 6, 9), kernel_of(rng, 3, 3), bias_of(rng)
    expect_bias(student, image, kernel, bias)


@pytest.mark.points(1)
def test_errors(student: Student, rng: np.random.Generator) -> None:
    """A kernel that is not square, has an even side or is larger than the image: ValueError."""
    image, kernel = image_of(rng, 6, 8), kernel_of(rng, 3, 3)
    expect_response(student.values("conv2d", [(image, kernel), (-image, kernel)]))
    bad = [
        ("for an even side", (2, 2)),
        ("for a kernel that is not square", (3, 5)),
        ("for a kernel that is not square", (5, 3)),
        ("for a kernel larger than the image", (7, 7)),
    ]
    replies = student.replies([Call("conv2d", (image, kernel_of(rng, *s))) for _, s in bad])
    for (when, _), reply in zip(bad, replies, strict=True):
        expect_error("conv2d", reply, when)


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8, float32 and read-only images work; the result is floating."""
    whole, kernel = rng.integers(0, 256, (5, 7)), kernel_of(rng, 3, 3)
    others = [(255.0 - whole, kernel), (whole.astype(float), -kernel)]
    expect_kinds(student, "conv2d", whole, (kernel,), others)


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, and nothing is kept from call to call."""
    image, kernel, bias = image_of(rng, 6, 7), kernel_of(rng, 3, 3), bias_of(rng)
    others = [(-image, kernel, bias), (image, -kernel, bias)]
    expect_pure(student, "conv2d", (image, kernel, bias), others)


@pytest.mark.points(0.5)
def test_properties(student: Student, rng: np.random.Generator) -> None:
    """Twice the image gives twice the result; a shifted image gives the shifted result."""
    image, kernel = image_of(rng, 9, 12), kernel_of(rng, 3, 3)
    cases = [(image, kernel), (2.0 * image, kernel), (image[1:, 2:], kernel), (image, -kernel)]
    once, twice, moved, other = map(real_array, student.values("conv2d", cases))
    expect_response([once, twice, other])
    scale = case_scale(image, kernel)
    expect_close(twice, 2.0 * once.astype(float), scale=scale)
    expect_close(moved, once[1:, 2:], scale=scale)
