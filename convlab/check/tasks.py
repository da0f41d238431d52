"""The examples that the visible checks use: few, small, and checkable by hand.

Expected values are written down as numbers. (A test computes them again.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["TASKS", "Example", "Task"]


@dataclass(frozen=True)
class Example:
    """One call and what should come of it.

    Attributes
    ----------
    args, kwargs
        The arguments; arrays are handed over as copies.
    expected
        The right value; None where `error` is expected.
    error
        The exception that is asked for, and when.
    window
        Whether a wrong value can be laid out as window x kernel: where the window of pixel
        (x, y) begins, seen from (x, y), counted in half-widths d. None for other functions.
    picture
        Whether this is the answer to one bright pixel, worth showing as a picture.
    """

    args: tuple[Any, ...]
    expected: Any = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    error: tuple[type[Exception], str] | None = None
    window: int | None = None
    picture: bool = False


@dataclass(frozen=True)
class Task:
    """A question's function and its examples, the simplest first."""

    function: str
    examples: tuple[Example, ...]


DIGITS = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
WEIGHTS = np.array([[1, 0, 0], [10, 0, 0], [0, 100, 0]])
PICTURE = np.array([[1, 2, 0, 3], [0, 1, 5, 1], [2, 0, 1, 4]])
MINUS_HALF = np.array([[0, 0, 0], [0, -0.5, 0], [0, 0, 0]])
BRIGHT = np.zeros((5, 6), int)
BRIGHT[2, 2] = 1
SLOPE = np.array([[0, 0, 0, 0], [3, 3, 3, 3], [6, 6, 6, 6]])


def refuses(when: str, *args: Any) -> Example:
    """Return an example that should raise ValueError."""
    return Example(args, error=(ValueError, when))


TASKS: dict[str, Task] = {
    "hw1.conv_pixel": Task(
        "conv_pixel",
        (
            Example((PICTURE, WEIGHTS, 0.0, 1, 1), 1, window=-1),
            Example((PICTURE, WEIGHTS, 0.0, 1, 2), 112, window=-1),
            Example((PICTURE, DIGITS, 0.0, 1, 2), 90, window=-1),
            Example((PICTURE, WEIGHTS, 5.0, 1, 1), 6, window=-1),
            Example((PICTURE, np.array([[10]]), 0.0, 2, 3), 40, window=-1),
            Example((PICTURE.astype(np.uint8), MINUS_HALF, 0.0, 1, 1), -0.5, window=-1),
            refuses("where the window leaves the image", PICTURE, DIGITS, 0.0, 0, 2),
            refuses("where the window leaves the image", PICTURE, DIGITS, 0.0, 1, 3),
        ),
    ),
    "hw1.conv2d": Task(
        "conv2d",
        (
            Example((PICTURE, WEIGHTS), [[1, 112]], window=0),
            Example(
                (BRIGHT, DIGITS),
                [[9, 8, 7, 0], [6, 5, 4, 0], [3, 2, 1, 0]],
                window=0,
                picture=True,
            ),
            Example((np.zeros((3, 4)), DIGITS, 5.0), [[5, 5]], window=0),
            Example((PICTURE[:2], np.array([[10]])), [[10, 20, 0, 30], [0, 10, 50, 10]], window=0),
            Example((PICTURE.astype(np.uint8), MINUS_HALF), [[-0.5, -2.5]], window=0),
            refuses("for a kernel with an even side", PICTURE, np.ones((2, 2))),
            refuses("for a kernel that is larger than the image", PICTURE, np.ones((5, 5))),
        ),
    ),
    "hw1.conv2d_same": Task(
        "conv2d_same",
        (
            Example(
                (BRIGHT, DIGITS),
                [
                    [0, 0, 0, 0, 0, 0],
                    [0, 9, 8, 7, 0, 0],
                    [0, 6, 5, 4, 0, 0],
                    [0, 3, 2, 1, 0, 0],
                    [0, 0, 0, 0, 0, 0],
                ],
                window=-1,
                picture=True,
            ),
            Example((np.ones((2, 3)), np.ones((3, 3))), [[4, 6, 4], [4, 6, 4]], window=-1),
            Example((np.zeros((2, 3)), DIGITS, 5.0), [[5, 5, 5], [5, 5, 5]], window=-1),
            Example((np.array([[1, 2, 3]]), np.array([[10]])), [[10, 20, 30]], window=-1),
            Example((PICTURE[:1].astype(np.uint8), MINUS_HALF), [[-0.5, -1, 0, -1.5]], window=-1),
        ),
    ),
    "hw1.sobel_edges": Task(
        "sobel_edges",
        (
            Example((SLOPE,), [[24, 24]]),
            Example((SLOPE.T,), [[24], [24]]),
            Example((np.array([[0, 3, 0], [4, 0, 0], [0, 0, 0]]),), [[10]]),
            Example((np.full((4, 5), 7),), [[0, 0, 0], [0, 0, 0]]),
        ),
    ),
    "hw1.shift": Task(
        "shift",
        (
            Example((PICTURE, 1, 0), [[0, 0, 0, 0], [1, 2, 0, 3], [0, 1, 5, 1]]),
            Example((PICTURE, 0, 2), [[0, 0, 1, 2], [0, 0, 0, 1], [0, 0, 2, 0]]),
            Example((PICTURE, -1, 1), [[0, 0, 1, 5], [0, 2, 0, 1], [0, 0, 0, 0]]),
            Example((PICTURE, 0, 0), PICTURE.tolist()),
            Example((PICTURE, 0, 9), np.zeros((3, 4)).tolist()),
        ),
    ),
}
