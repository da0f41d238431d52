"""Windows as rows: `im2col(image, k)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, expect_shape, real_array
from autograde.reference import im2col
from autograde.student import Student
from autograde.suites.support import expect_kinds, expect_pure, image_of

SIZES = ((6, 9, 2, 3), (8, 7, 3, 5), (3, 5, 4, 3), (5, 5, 2, 5))
"""Rows, columns, channels, side of the windows."""


@pytest.mark.points(2)
def test_order(student: Student, rng: np.random.Generator) -> None:
    """Rows come in the order of the result, columns in the order of a kernel's weights."""
    cases = [(image_of(rng, h, w, c), k) for h, w, c, k in SIZES]
    for case, value in zip(cases, student.values("im2col", cases), strict=True):
        expect_close(value, im2col(*case))


@pytest.mark.points(1)
def test_windows(student: Student, rng: np.random.Generator) -> None:
    """Each row holds one window's numbers, in whatever order; the rows are in order."""
    cases = [(image_of(rng, h, w, c), k) for h, w, c, k in SIZES[:3]]
    for case, value in zip(cases, student.values("im2col", cases), strict=True):
        expect_close(sorted_rows(value), np.sort(im2col(*case), axis=1))


@pytest.mark.points(0.5)
def test_set_of_windows(student: Student, rng: np.random.Generator) -> None:
    """There is a row for every window, in whatever order."""
    cases = [(image_of(rng, h, w, c), k) for h, w, c, k in SIZES[:3]]
    for case, value in zip(cases, student.values("im2col", cases), strict=True):
        got, want = sorted_rows(value), np.sort(im2col(*case), axis=1)
        expect_shape(got, want.shape)
        expect_close(got[np.lexsort(got.T)], want[np.lexsort(want.T)])


@pytest.mark.points(0.5)
def test_side_one(student: Student, rng: np.random.Generator) -> None:
    """Windows of side 1 are the pixels, one row each."""
    cases = [(image_of(rng, h, w, c), 1) for h, w, c, _ in SIZES[:2]]
    for case, value in zip(cases, student.values("im2col", cases), strict=True):
        expect_close(value, im2col(*case))


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8, float32 and read-only images work; the result is floating."""
    whole = rng.integers(0, 256, (5, 7, 2))
    expect_shape(real_array(student.im2col(whole, 3)), im2col(whole, 3).shape)
    expect_kinds(student, "im2col", whole, (3,), [(255.0 - whole, 3), (whole.astype(float), 1)])


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, and nothing is kept from call to call."""
    image = image_of(rng, 6, 7, 2)
    expect_pure(student, "im2col", (image, 3), [(-image, 3), (image, 5)])


def sorted_rows(value: object) -> np.ndarray:
    """Return a matrix with the numbers of each row in ascending order."""
    matrix = real_array(value).astype(float)
    if matrix.ndim != 2:
        raise Wrong(f"The result has {matrix.ndim} dimensions; a matrix was asked for.")
    return np.sort(matrix, axis=1)
