"""Shifts: `shift(image, dx, dy)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, real_array
from autograde.reference import shift
from autograde.student import Array, Student
from autograde.suites.support import expect_kinds, expect_pure, image_of


def expect_where(student: Student, cases: list[tuple[Array, int, int]], kept: bool) -> None:
    """Check what stays inside the image (`kept`), or what comes in from outside."""
    for case, value in zip(cases, student.values("shift", cases), strict=True):
        image, dx, dy = case
        got = real_array(value).astype(float)
        if got.shape != image.shape:
            raise Wrong("The result should have the image's own shape.")
        inside = shift(np.ones_like(image), dx, dy) == 1.0
        chosen = inside if kept else ~inside
        expect_close(got[chosen], shift(image, dx, dy)[chosen], scale=10.0)
        if not kept and not got.any():
            raise Wrong("Everything is zero; the picture should move, not vanish.")


@pytest.mark.points(0.75)
def test_forward(student: Student, rng: np.random.Generator) -> None:
    """Positive dx moves the picture down, positive dy moves it to the right."""
    image = image_of(rng, 6, 9)
    expect_where(student, [(image, 2, 0), (image, 0, 3), (image, 1, 4)], kept=True)


@pytest.mark.points(0.75)
def test_backward(student: Student, rng: np.random.Generator) -> None:
    """Negative numbers move it up and to the left; zero leaves it where it is."""
    image = image_of(rng, 7, 5)
    expect_where(
        student, [(image, -2, 0), (image, 0, -1), (image, -3, 2), (image, 0, 0)], kept=True
    )


@pytest.mark.points(0.5)
def test_zeros(student: Student, rng: np.random.Generator) -> None:
    """Zeros come in; what leaves on one side does not return on the other."""
    image = image_of(rng, 6, 8)
    expect_where(student, [(image, 2, 3), (image, -1, -2), (image, 3, -4)], kept=False)


@pytest.mark.points(0.5)
def test_far(student: Student, rng: np.random.Generator) -> None:
    """A shift by the whole size or more leaves only zeros."""
    image = image_of(rng, 4, 6)
    near, *far = student.values("shift", [(image, 1, 1), (image, 4, 0), (image, 1, -7)])
    if not real_array(near).any():
        raise Wrong("Everything is zero; the picture should move, not vanish.")
    for value in far:
        expect_close(value, np.zeros(image.shape), scale=1.0)


@pytest.mark.points(0.5)
def test_kinds_and_purity(student: Student, rng: np.random.Generator) -> None:
    """Every kind of input works, the result is floating, and the input is not changed."""
    whole = rng.integers(1, 256, (5, 7))
    image = whole.astype(float)
    others = [(256.0 - image, 1, 2), (image, -1, 2)]
    expect_kinds(student, "shift", whole, (1, 2), others)
    expect_pure(student, "shift", (image, 1, 2), others)
