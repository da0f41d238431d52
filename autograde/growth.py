"""Tell an answer whose time grows as one matrix product's does from a loop over pixels.

Only processor time counts, so that a busy machine does not matter, and only the growth from a
small image to a large one, so that what a call costs in any case does not. The yardstick is the
reference on the same images, measured here and now. A loop over pixels needs 50 to 500 times as
long as it; im2col, einsum, shifted slices, an FFT and even a loop over rows need 1 to 10 times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from autograde.reference import conv2d_filters
from autograde.student import Array, Call, Reply, Returned, StudentFailure, Value

__all__ = ["LARGE", "SMALL", "looks_like_loops"]

SMALL = (30, 36)
LARGE = (120, 260)
"""Rows and columns of the two images."""

MARGIN = 20.0
"""So many matrix products are allowed."""

NOISE = 0.010
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
        Its arguments, with images of the sizes `SMALL` and `LARGE`.
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
    """Return the reference's processor time, the least of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        conv2d_filters(*arguments)
        times.append(time.process_time() - start)
    return min(times)
