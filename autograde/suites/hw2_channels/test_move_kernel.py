"""A kernel that moves the picture: `move_kernel(k, dx, dy)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, real_array
from autograde.reference import move_kernel
from autograde.student import Student

Case = tuple[int, int, int]


def expect_kernels(student: Student, cases: list[Case]) -> None:
    """Check whole kernels."""
    for case, value in zip(cases, student.values("move_kernel", cases), strict=True):
        expect_close(value, move_kernel(*case), scale=1.0)


@pytest.mark.points(0.5)
def test_rows(student: Student) -> None:
    """Positive dx moves the picture down, negative dx moves it up."""
    expect_kernels(student, [(3, 1, 0), (5, 2, 0), (5, -1, 0)])


@pytest.mark.points(0.5)
def test_columns(student: Student) -> None:
    """Positive dy moves the picture to the right, negative dy to the left."""
    expect_kernels(student, [(3, 0, 1), (5, 0, -2), (5, 0, 1)])


@pytest.mark.points(0.5)
def test_both(student: Student, rng: np.random.Generator) -> None:
    """Both at once, for sides 1, 3, 5 and 7; (0, 0) leaves the picture where it is."""
    far = int(rng.integers(1, 3))
    expect_kernels(student, [(1, 0, 0), (3, -1, 1), (5, far, -far), (7, 3, far), (7, 0, 0)])


@pytest.mark.points(0.5)
def test_distance(student: Student) -> None:
    """One weight is 1 and all others 0; it is as far from the middle as was asked for."""
    cases = [(3, 1, 0), (5, 2, 1), (5, -2, 0), (7, 1, -3)]
    for case, value in zip(cases, student.values("move_kernel", cases), strict=True):
        expect_one_weight(real_array(value).astype(float), case)


def expect_one_weight(kernel: np.ndarray, case: Case) -> None:
    """Check a kernel, whatever the direction in which it moves."""
    k, dx, dy = case
    if kernel.shape != (k, k):
        raise Wrong("The kernel should have shape (k, k).")
    expect_close(np.sort(kernel.ravel()), np.eye(k * k)[-1])
    x, y = np.unravel_index(np.argmax(kernel), kernel.shape)
    if {abs(x - k // 2), abs(y - k // 2)} != {abs(dx), abs(dy)}:
        raise Wrong("The weight is not as far from the middle as the picture should move.")
