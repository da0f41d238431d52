"""Homework 2: channels."""

from __future__ import annotations

from typing import Any

import numpy as np

from convlab.check.tasks import DIGITS, IMAGE_KERNEL, Example, Task, refuses

__all__ = ["FAULTS", "TASKS"]

FAULTS = (
    "bias-inside-sum",
    "bias-missing",
    "bias-per-channel",
    "channels-averaged",
    "first-channel-only",
    "kernel-flipped",
    "kernel-transposed",
    "normalised",
)
LETTERS = ("A", "B", "C", "D")

IMAGE = np.array(
    [
        [[1, 0], [2, 3], [0, 0], [3, 1]],
        [[0, 2], [1, 4], [5, 3], [1, 0]],
        [[2, 1], [0, 0], [1, 0], [4, 2]],
    ]
)
KERNEL = np.array(
    [
        [[1, 0], [0, 0], [0, 0]],
        [[10, 0], [0, 1000], [0, 0]],
        [[0, 0], [100, 0], [0, 0]],
    ]
)
PLACES = np.array([[[x, y, 1] for y in range(4)] for x in range(2)])
"""Every pixel holds its own row, its own column, and 1."""
DIGITS_TWICE = np.stack([10 * DIGITS, DIGITS], axis=-1)
MINUS_HALF = np.full((1, 1, 2), -0.5)
BRIGHT = np.zeros((5, 6, 2), int)
BRIGHT[2, 2, 1] = 1

DIFFER = "where image and kernel have different numbers of channels"

VALID = Example(
    (BRIGHT, DIGITS_TWICE),
    [[9, 8, 7, 0], [6, 5, 4, 0], [3, 2, 1, 0]],
    window=0,
)


def count(expected: int, *args: Any) -> Example:
    """Return an example of a counting function."""
    return Example(args, expected, whole=True)


def diagnosis_form(value: Any) -> str:
    """Say what is wrong with the form of a diagnosis, or nothing."""
    if not isinstance(value, dict):
        return f"diagnose should return a dict; it returned a {type(value).__name__}."
    if set(value) != set(LETTERS):
        return "its keys should be the letters A, B, C and D."
    odd = [letter for letter in LETTERS if not is_fault(value[letter])]
    return f"the fault of {odd[0]} should be one name from the list of eight." if odd else ""


def is_fault(name: Any) -> bool:
    """Whether `name` stands in the list of eight."""
    return isinstance(name, str) and name in FAULTS


TASKS: dict[str, Task] = {
    "hw2.conv2d": Task(
        "conv2d",
        (
            Example((IMAGE, KERNEL), [[4001, 3112]], window=0),
            VALID,
            Example(
                (PLACES, np.array([[[1, 10, 100]]])),
                [[100, 110, 120, 130], [101, 111, 121, 131]],
                window=0,
            ),
            Example((np.zeros((3, 4, 2)), DIGITS_TWICE), [[5, 5]], {"bias": 5.0}, window=0),
            Example((IMAGE.tolist(), KERNEL.tolist()), [[4001, 3112]], window=0),
            Example(
                (IMAGE[:2].astype(np.uint8), MINUS_HALF),
                [[-0.5, -2.5, 0, -2], [-1, -2.5, -4, -0.5]],
                window=0,
            ),
            refuses(DIFFER, IMAGE, np.ones((3, 3, 3))),
            refuses(DIFFER, IMAGE, np.ones((3, 3, 1))),
        ),
        IMAGE_KERNEL,
        VALID,
    ),
    "hw2.grayscale_kernel": Task(
        "grayscale_kernel", (Example((), np.array([[[0.299, 0.587, 0.114]]])),)
    ),
    "hw2.pick_channel_kernel": Task(
        "pick_channel_kernel",
        (
            Example((1, 4, 2), [[[0, 0, 1, 0]]]),
            Example(
                (3, 2, 0),
                [
                    [[0, 0], [0, 0], [0, 0]],
                    [[0, 0], [1, 0], [0, 0]],
                    [[0, 0], [0, 0], [0, 0]],
                ],
            ),
        ),
    ),
    "hw2.move_kernel": Task(
        "move_kernel",
        (
            Example((1, 0, 0), [[1]]),
            Example((3, 1, 0), [[0, 1, 0], [0, 0, 0], [0, 0, 0]]),
            Example((3, 0, 1), [[0, 0, 0], [1, 0, 0], [0, 0, 0]]),
            Example((3, -1, 1), [[0, 0, 0], [0, 0, 0], [1, 0, 0]]),
        ),
    ),
    "hw2.diagnose": Task("diagnose", form=diagnosis_form),
    "hw2.count_filter_parameters": Task(
        "count_filter_parameters",
        (count(10, 1, 1), count(28, 1, 3), count(4, 0, 3), count(51, 2, 2)),
    ),
}
