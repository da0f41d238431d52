"""All channels at once: `conv2d(image, kernel, bias=0.0)`."""

import numpy as np
import pytest

from autograde.compare import expect_close, expect_difference, real_array
from autograde.reference import conv2d_channels
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
    symmetric_box_of,
)

SIZES = ((7, 10, 2, 3), (9, 6, 4, 5), (4, 5, 3, 1), (3, 3, 2, 3), (8, 11, 5, 3))
"""Rows, columns, channels, side of the kernel."""


@pytest.mark.points(2.5)
def test_values(student: Student, rng: np.random.Generator) -> None:
    """Every pixel is the sum over its window and all channels; the kernel is not flipped."""
    cases = [(image_of(rng, h, w, c), kernel_of(rng, k, k, c), 0.0) for h, w, c, k in SIZES]
    for case, value in zip(cases, student.values("conv2d", cases), strict=True):
        expect_close(value, conv2d_channels(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_sizes(student: Student, rng: np.random.Generator) -> None:
    """The result is one plane of the right size for sides 1, 3 and 5 (symmetric kernels)."""
    cases = [(image_of(rng, h, w, c), symmetric_box_of(rng, k, c), 0.0) for h, w, c, k in SIZES[:3]]
    for case, value in zip(cases, student.values("conv2d", cases), strict=True):
        expect_close(value, conv2d_channels(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_channels(student: Student, rng: np.random.Generator) -> None:
    """Each channel counts, with its own plane of the kernel (symmetric kernels)."""
    kernel = symmetric_box_of(rng, 3, 3)
    cases = []
    for channel in range(3):
        image = np.zeros((6, 8, 3))
        image[..., channel] = image_of(rng, 6, 8)
        cases.append((image, kernel, 0.0))
    for case, value in zip(cases, student.values("conv2d", cases), strict=True):
        expect_close(value, conv2d_channels(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """The bias is added once, not once a channel; it is zero where none is given."""
    image, kernel, bias = image_of(rng, 6, 9, 3), kernel_of(rng, 3, 3, 3), bias_of(rng)
    expect_bias(student, image, kernel, bias)


@pytest.mark.points(1)
def test_errors(student: Student, rng: np.random.Generator) -> None:
    """Where image and kernel have different numbers of channels: ValueError."""
    image, kernel = image_of(rng, 6, 8, 3), kernel_of(rng, 3, 3, 3)
    expect_response(student.values("conv2d", [(image, kernel), (-image, kernel)]))
    calls = [Call("conv2d", (image, kernel_of(rng, 3, 3, channels))) for channels in (2, 4, 1)]
    calls.append(Call("conv2d", (image[..., :1], kernel)))
    for reply in student.replies(calls):
        expect_error("conv2d", reply, "where the channels differ")


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8, float32 and read-only images work; the result is floating."""
    whole, kernel = rng.integers(0, 256, (5, 7, 2)), kernel_of(rng, 3, 3, 2)
    others = [(255.0 - whole, kernel), (whole.astype(float), -kernel)]
    expect_kinds(student, "conv2d", whole, (kernel,), others)


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, and nothing is kept from call to call."""
    image, kernel, bias = image_of(rng, 6, 7, 2), kernel_of(rng, 3, 3, 2), bias_of(rng)
    others = [(-image, kernel, bias), (image, -kernel, bias)]
    expect_pure(student, "conv2d", (image, kernel, bias), others)


@pytest.mark.points(0.5)
def test_properties(student: Student, rng: np.random.Generator) -> None:
    """The results of two images add up; a shifted image gives the shifted result."""
    image, other, kernel = image_of(rng, 9, 12, 2), image_of(rng, 9, 12, 2), kernel_of(rng, 3, 3, 2)
    images = (image, other, image + other, image[1:, 2:])
    cases = [*((case, kernel) for case in images), (image, -kernel)]
    first, second, both, moved, turned = map(real_array, student.values("conv2d", cases))
    expect_response([first, second, turned])
    scale = 2.0 * case_scale(image, kernel)
    expect_difference(both, first, second, scale=scale)
    expect_close(moved, first[1:, 2:], scale=scale)
