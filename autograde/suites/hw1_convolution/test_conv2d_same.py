"""Padding: `conv2d_same(image, kernel, bias=0.0)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, expect_difference, real_array
from autograde.reference import conv2d_same
from autograde.student import Array, Call, Student, Value, value_of
from autograde.suites.support import (
    bias_of,
    case_scale,
    expect_kinds,
    expect_pure,
    expect_response,
    image_of,
    kernel_of,
    symmetric_kernel_of,
)


def expect_shape_of(value: Value, image: Array) -> Array:
    """Check that the result is as large as the image."""
    got = real_array(value)
    if got.shape != image.shape:
        raise Wrong("The result should have the image's own shape.")
    return got.astype(float)


@pytest.mark.points(1)
def test_values(student: Student, rng: np.random.Generator) -> None:
    """Every pixel is right, for kernels of side 1, 3 and 5, at the border too."""
    sizes = ((6, 9, 3), (8, 7, 5), (4, 5, 1))
    cases = [(image_of(rng, h, w), kernel_of(rng, k, k), 0.0) for h, w, k in sizes]
    for case, value in zip(cases, student.values("conv2d_same", cases), strict=True):
        expect_close(value, conv2d_same(*case), scale=case_scale(*case[:2]))


@pytest.mark.points(1)
def test_inside(student: Student, rng: np.random.Generator) -> None:
    """The result has the image's shape, and is right away from the border."""
    image, kernel = image_of(rng, 9, 11), symmetric_kernel_of(rng, 3)
    got = expect_shape_of(student.conv2d_same(image, kernel, 0.0), image)
    want = conv2d_same(image, kernel)
    expect_close(got[1:-1, 1:-1], want[1:-1, 1:-1], scale=case_scale(image, kernel))


@pytest.mark.points(1)
def test_border(student: Student, rng: np.random.Generator) -> None:
    """Outside the image there are zeros: all four borders and the corners show it."""
    image, kernel = image_of(rng, 5, 8), symmetric_kernel_of(rng, 3)
    got = expect_shape_of(student.conv2d_same(image, kernel, 0.0), image)
    want = conv2d_same(image, kernel)
    for border in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        expect_close(got[border], want[border], scale=case_scale(image, kernel))


@pytest.mark.points(0.5)
def test_bias(student: Student, rng: np.random.Generator) -> None:
    """The bias is added once to every pixel, and is zero where none is given."""
    image, kernel, bias = image_of(rng, 6, 8), kernel_of(rng, 3, 3), bias_of(rng)
    calls = [
        Call("conv2d_same", (image, kernel, bias)),
        Call("conv2d_same", (image, kernel)),
        Call("conv2d_same", (-image, kernel)),
        Call("conv2d_same", (image, -kernel)),
    ]
    given, left_out, *others = [value_of("conv2d_same", reply) for reply in student.replies(calls)]
    expect_response([left_out, *others])
    expect_difference(given, left_out, bias, scale=1000.0)


@pytest.mark.points(0.5)
def test_kinds_and_purity(student: Student, rng: np.random.Generator) -> None:
    """Every kind of input works, the result is floating, and the input is not changed."""
    whole, kernel = rng.integers(0, 256, (5, 7)), kernel_of(rng, 3, 3)
    image = whole.astype(float)
    others = [(255.0 - image, kernel), (image, -kernel)]
    expect_kinds(student, "conv2d_same", whole, (kernel,), others)
    expect_pure(student, "conv2d_same", (image, kernel), others)
