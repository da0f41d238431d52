"""One pixel: `conv_pixel(image, kernel, bias, x, y)`."""

import numpy as np
import pytest

from autograde.compare import expect_close, expect_difference
from autograde.reference import conv_pixel
from autograde.student import Call, Student
from autograde.suites.support import (
    bias_of,
    case_scale,
    expect_error,
    expect_pure,
    expect_response,
    image_of,
    kernel_of,
    symmetric_kernel_of,
)


@pytest.mark.points(1)
def test_value(student: Student, rng: np.random.Generator) -> None:
    """One pixel is the sum of the window around (x, y) times the kernel."""
    image = image_of(rng, 9, 12)
    places = ((3, 4, 7), (5, 3, 8), (1, 6, 2))
    cases = [(image, kernel_of(rng, k, k), 0.0, x, y) for k, x, y in places]
    for case, value in zip(cases, student.values("conv_pixel", cases), strict=True):
        expect_close(value, conv_pixel(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(0.5)
def test_centre(student: Student, rng: np.random.Generator) -> None:
    """The window is centred at (x, y): as many pixels before it as behind it."""
    image = image_of(rng, 8, 11)
    kernel = symmetric_kernel_of(rng, 3)
    cases = [(image, kernel, 0.0, x, y) for x, y in ((3, 6), (5, 2))]
    for case, value in zip(cases, student.values("conv_pixel", cases), strict=True):
        expect_close(value, conv_pixel(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(0.5)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """The bias is added once."""
    image, kernel, bias = image_of(rng, 7, 9), kernel_of(rng, 3, 3), bias_of(rng)
    cases = [(image, kernel, bias, 3, 4), (image, kernel, 0.0, 3, 4), (-image, kernel, 0.0, 3, 4)]
    with_bias, without, other = student.values("conv_pixel", cases)
    expect_response([without, other], ndim=0)
    expect_difference(with_bias, without, bias, scale=1000.0)


@pytest.mark.points(0.5)
def test_outside(student: Student, rng: np.random.Generator) -> None:
    """A window that leaves the image raises ValueError, on each of the four sides."""
    image, kernel = image_of(rng, 6, 8), kernel_of(rng, 3, 3)
    inside = [(image, kernel, 0.0, 3, 4), (-image, kernel, 0.0, 3, 4)]
    expect_response(student.values("conv_pixel", inside), ndim=0)
    outside = ((0, 4), (5, 4), (3, 0), (3, 7), (-1, 4), (3, 8))
    calls = [Call("conv_pixel", (image, kernel, 0.0, x, y)) for x, y in outside]
    for reply in student.replies(calls):
        expect_error("conv_pixel", reply, "where the window leaves the image")


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """Windows that just fit are answered, and the input is not changed."""
    image, kernel = image_of(rng, 5, 6), kernel_of(rng, 3, 3)
    corners = [(image, kernel, 0.0, x, y) for x, y in ((1, 1), (3, 4), (1, 4))]
    others = [(-image, kernel, 0.0, 1, 1), (image, -kernel, 0.0, 1, 1), *corners[1:]]
    expect_pure(student, "conv_pixel", corners[0], others, ndim=0)
