"""One channel out of many: `pick_channel_kernel(k, C, channel)`."""

import numpy as np
import pytest

from autograde.compare import Wrong, expect_close, real_array
from autograde.reference import pick_channel_kernel
from autograde.student import Student


def expect_kernels(student: Student, cases: list[tuple[int, int, int]]) -> None:
    """Check whole kernels."""
    for case, value in zip(cases, student.values("pick_channel_kernel", cases), strict=True):
        expect_close(value, pick_channel_kernel(*case), scale=1.0)


@pytest.mark.points(1)
def test_kernel(student: Student, rng: np.random.Generator) -> None:
    """A single 1, in the middle of the window and in the channel that was asked for."""
    channel = int(rng.integers(1, 4))
    expect_kernels(student, [(3, 4, channel), (5, 4, channel), (7, 2, 1), (3, 2, 0)])


@pytest.mark.points(0.5)
def test_side_one(student: Student, rng: np.random.Generator) -> None:
    """A kernel of side 1 has one weight for each channel."""
    expect_kernels(student, [(1, 5, int(rng.integers(1, 5))), (1, 3, 2), (1, 3, 0)])


@pytest.mark.points(0.5)
def test_channel(student: Student, rng: np.random.Generator) -> None:
    """The weight is in the right channel, wherever it stands in the window."""
    cases = [(3, 4, int(rng.integers(1, 4))), (5, 3, 2), (5, 2, 0)]
    for case, value in zip(cases, student.values("pick_channel_kernel", cases), strict=True):
        kernel, (k, channels, channel) = real_array(value).astype(float), case
        if kernel.shape != (k, k, channels):
            raise Wrong("The kernel should have shape (k, k, C).")
        expect_close(kernel.sum(axis=(0, 1)), np.eye(channels)[channel])
        expect_close(np.sort(kernel.ravel()), np.eye(kernel.size)[-1])
