"""Tell an answer whose time grows as one matrix product's does from a loop over pixels.

Only processor time counts, so that a busy machine does not matter, and only the growth from a
small image to a large one, so that what a call costs in any case does not. The yardstick is one
matrix product over the same windows, measured here and now. With the sizes below a loop over
pixels needs 25 to 350 times as long as it; im2col, einsum, shifted slices, an FFT, a sum over
windows and even a loop over rows need 1 to 7 times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from autograde.reference import im2col
from autograde.student import Array, Call, Reply, Returned, StudentFailure, Value

__all__ = ["BANK", "LARGE", "SMALL", "looks_like_loops"]

SMALL = (30, 36, 2)
LARGE = (200, 300, 2)
"""Shapes of the two images."""

BANK = (2, 3, 3, 2)
"""Shape of the kernels: few and small, so that what a loop costs for each pixel stands out."""

MARGIN = 12.0
"""So many matrix products are allowed."""

NOISE = 0.005
"""Seconds that a call may cost besides: its process, its memory, the way of its values."""

ATTEMPTS = 3

Arguments = tuple[Array, Array, Array]
Answer = Callable[[Sequence[Call]], list[Reply]]


def looks_like_loops(
    answer: Answer,
    function: str,
    small: Arguments,
    large: Arguments,
    judge: Callable[[Value], None] = lambda value: None,
) -> bool:
    """Whether `function` takes much longer on the large image than matrix products would.

    Parameters
    ----------
    answer
        Asks the student's function, as `autograde.student.Backend.answer`.
    function
        A function (image, kernels, biases).
    small, large
        Its arguments, with images of the shapes `SMALL` and `LARGE` and kernels as `BANK`.
    judge
        Called with each value for `large`; may raise.

    Raises
    ------
    autograde.student.StudentFailure
        Where a call gives no value.
    """
    limit = MARGIN * product_seconds(large) + NOISE
    for _ in range(ATTEMPTS):
        _, start = timed(answer, function, small)
        if start > limit:  # the small image alone takes too long
            return True
        value, end = timed(answer, function, large)
        judge(value)
        if end - start <= limit:
            return False
        if end - start > 4 * limit:
            return True
    return True


def timed(answer: Answer, function: str, arguments: Arguments) -> tuple[Value, float]:
    """Return the value of one call in a fresh child, and its processor time in seconds."""
    (reply,) = answer([Call(function, arguments, timed=True)])
    if not isinstance(reply, Returned) or reply.value is None:
        raise StudentFailure(function, reply)
    return reply.value, reply.cpu_seconds


def product_seconds(arguments: Arguments) -> float:
    """Return the processor time of one matrix product over all windows, the least of three.

    Not by BLAS: its threads wait for each other where others use the processors.
    """
    image, kernels, _ = arguments
    weights, times = kernels.reshape(len(kernels), -1), []
    for _ in range(3):
        start = time.thread_time()
        np.einsum("nk,tk->nt", im2col(image, kernels.shape[1]), weights)
        times.append(time.thread_time() - start)
    return min(times)
