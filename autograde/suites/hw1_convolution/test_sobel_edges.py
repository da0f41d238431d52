"""Edges: `sobel_edges(image)`."""

import numpy as np
import pytest

from autograde.compare import expect_close
from autograde.reference import sobel_edges
from autograde.student import Student
from autograde.suites.support import expect_kinds, expect_pure, image_of


def expect_flat(student: Student) -> None:
    """Check that a flat image has no edges, so that a copy of the image is no answer."""
    expect_close(student.sobel_edges(np.full((5, 7), 3.5)), np.zeros((3, 5)), scale=10.0)


@pytest.mark.points(1.5)
def test_magnitude(student: Student, rng: np.random.Generator) -> None:
    """The result is the length of the gradient: the root of both directions' squares added."""
    cases = [(image_of(rng, 7, 10),), (40.0 * image_of(rng, 9, 5),), (image_of(rng, 3, 4),)]
    for case, value in zip(cases, student.values("sobel_edges", cases), strict=True):
        expect_close(value, sobel_edges(*case), scale=8.0 * float(np.abs(case[0]).max()))


@pytest.mark.points(0.5)
def test_both_directions(student: Student, rng: np.random.Generator) -> None:
    """Edges along the rows and edges along the columns are both found."""
    steps = np.repeat(image_of(rng, 7, 1), 10, axis=1)
    cases = [(steps,), (np.ascontiguousarray(steps.T),)]
    for case, value in zip(cases, student.values("sobel_edges", cases), strict=True):
        expect_close(value, sobel_edges(*case), scale=8.0 * float(np.abs(case[0]).max()))


@pytest.mark.points(0.5)
def test_kinds(student: Student, rng: np.random.Generator) -> None:
    """Lists, whole numbers, uint8 (without wrapping round) and read-only images work."""
    whole = rng.integers(0, 256, (6, 8))
    others = [(rng.integers(0, 256, (6, 8)).astype(float),)]
    expect_kinds(student, "sobel_edges", whole, (), others)
    expect_flat(student)


@pytest.mark.points(0.5)
def test_pure(student: Student, rng: np.random.Generator) -> None:
    """The input is not changed, nothing is kept, and a flat image has no edges."""
    image = image_of(rng, 6, 9)
    expect_pure(student, "sobel_edges", (image,), [(image_of(rng, 6, 9),)])
    expect_flat(student)
