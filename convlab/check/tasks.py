"""What the checks are made of: an example is one call, a task is a function and its examples.

Expected values are written down as numbers in `hw1`, `hw2` and `hw3`, small enough to be checked
by hand; the course's tests compute them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["DIGITS", "IMAGE_KERNEL", "Example", "Task", "refuses"]

IMAGE_KERNEL = ("image", "kernel")

DIGITS = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
"""A kernel in which every weight has a number of its own."""


@dataclass(frozen=True)
class Example:
    """One call and what should come of it.

    Attributes
    ----------
    args, kwargs
        The arguments; the function gets copies.
    expected
        The right value; None where `error` is expected.
    error
        The exception that is asked for, and when.
    window
        Where the window of the result's pixel (x, y) begins, seen from (x, y) and counted in
        half-widths d: 0 without padding, -1 with it. None where a wrong value can't be laid out
        as window x kernel.
    whole
        Whether the value should be an ``int``.
    """

    args: tuple[Any, ...]
    expected: Any = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    error: tuple[type[Exception], str] | None = None
    window: int | None = None
    whole: bool = False


@dataclass(frozen=True)
class Task:
    """A question's function and its examples, the simplest first.

    Attributes
    ----------
    function
        Its name.
    examples
        Calls with known results.
    arrays
        What to call the arguments that are arrays, in order.
    bright
        The answer to one bright pixel, drawn beside the student's where any value is wrong.
    form
        In place of examples, where the answer must stay open: says what is wrong with the
        form of a returned value, or nothing.
    """

    function: str
    examples: tuple[Example, ...] = ()
    arrays: tuple[str, ...] = ()
    bright: Example | None = None
    form: Callable[[Any], str] | None = None


def refuses(when: str, *args: Any) -> Example:
    """Return an example that should raise ValueError."""
    return Example(args, error=(ValueError, when))
