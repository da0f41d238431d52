"""Homework 1: one channel."""

from __future__ import annotations

import numpy as np

from convlab.check.tasks import DIGITS, IMAGE_KERNEL, Example, Task, refuses

__all__ = ["TASKS"]

WEIGHTS = np.array([[1, 0, 0], [10, 0, 0], [0, 100, 0]])
PICTURE = np.array([[1, 2, 0, 3], [0, 1, 5, 1], [2, 0, 1, 4]])
TEN = np.array([[10]])
MINUS_HALF = np.array([[0, 0, 0], [0, -0.5, 0], [0, 0, 0]])
SLOPE = np.array([[0, 0, 0, 0], [3, 3, 3, 3], [6, 6, 6, 6]])
BRIGHT = np.zeros((5, 6), int)
BRIGHT[2, 2] = 1

LEAVES = "where the window leaves the image"

VALID = Example(
    (BRIGHT, DIGITS),
    [[9, 8, 7, 0], [6, 5, 4, 0], [3, 2, 1, 0]],
    window=0,
)
SAME = Example(
    (BRIGHT, DIGITS),
    [
        [0, 0, 0, 0, 0, 0],
        [0, 9, 8, 7, 0, 0],
        [0, 6, 5, 4, 0, 0],
        [0, 3, 2, 1, 0, 0],
        [0, 0, 0, 0, 0, 0],
    ],
    window=-1,
)

TASKS: dict[str, Task] = {
    "hw1.conv_pixel": Task(
        "conv_pixel",
        (
            Example((PICTURE, WEIGHTS, 0.0, 1, 2), 112, window=-1),
            Example((PICTURE, WEIGHTS, 0.0, 1, 1), 1, window=-1),
            Example((PICTURE, DIGITS, 0.0, 1, 2), 90, window=-1),
            Example((PICTURE, WEIGHTS, 5.0, 1, 1), 6, window=-1),
            Example((PICTURE, TEN, 0.0, 2, 3), 40, window=-1),
            Example((PICTURE.tolist(), WEIGHTS.tolist(), 0.0, 1, 2), 112, window=-1),
            Example((PICTURE.astype(np.uint8), MINUS_HALF, 0.0, 1, 1), -0.5, window=-1),
            refuses(LEAVES, PICTURE, DIGITS, 0.0, 0, 2),
            refuses(LEAVES, PICTURE, DIGITS, 0.0, 2, 1),
            refuses(LEAVES, PICTURE, DIGITS, 0.0, 1, 0),
            refuses(LEAVES, PICTURE, DIGITS, 0.0, 1, 3),
        ),
        IMAGE_KERNEL,
    ),
    "hw1.conv2d": Task(
        "conv2d",
        (
            Example((PICTURE, WEIGHTS), [[1, 112]], window=0),
            VALID,
            Example((np.zeros((3, 4)), DIGITS), [[5, 5]], {"bias": 5.0}, window=0),
            Example((PICTURE[:2], TEN), [[10, 20, 0, 30], [0, 10, 50, 10]], window=0),
            Example((PICTURE.tolist(), WEIGHTS.tolist()), [[1, 112]], window=0),
            Example((PICTURE.astype(np.uint8), MINUS_HALF), [[-0.5, -2.5]], window=0),
            refuses("for a kernel with an even side", PICTURE, np.ones((2, 2))),
            refuses("for a kernel that is not square", PICTURE, np.ones((3, 1))),
            refuses("for a kernel that is larger than the image", PICTURE, np.ones((5, 5))),
        ),
        IMAGE_KERNEL,
        VALID,
    ),
    "hw1.conv2d_same": Task(
        "conv2d_same",
        (
            SAME,
            Example((np.ones((2, 3)), np.ones((3, 3))), [[4, 6, 4], [4, 6, 4]], window=-1),
            Example((np.zeros((2, 3)), DIGITS), [[5, 5, 5], [5, 5, 5]], {"bias": 5.0}, window=-1),
            Example((np.array([[1, 2, 3]]), TEN), [[10, 20, 30]], window=-1),
            Example(([[1, 2, 3]], [[10]]), [[10, 20, 30]], window=-1),
            Example((PICTURE[:1].astype(np.uint8), MINUS_HALF), [[-0.5, -1, 0, -1.5]], window=-1),
        ),
        IMAGE_KERNEL,
        SAME,
    ),
    "hw1.sobel_edges": Task(
        "sobel_edges",
        (
            Example((SLOPE,), [[24, 24]]),
            Example((SLOPE.T,), [[24], [24]]),
            Example((np.array([[0, 3, 0], [4, 0, 0], [0, 0, 0]]),), [[10]]),
            Example((np.full((4, 5), 7),), [[0, 0, 0], [0, 0, 0]]),
            Example((SLOPE.tolist(),), [[24, 24]]),
            Example((np.array([[0, 0.15, 0], [0.2, 0, 0], [0, 0, 0]]),), [[0.5]]),
            Example(((30 * SLOPE).astype(np.uint8),), [[720, 720]]),
        ),
        ("image",),
    ),
    "hw1.shift": Task(
        "shift",
        (
            Example((PICTURE, 1, 0), [[0, 0, 0, 0], [1, 2, 0, 3], [0, 1, 5, 1]]),
            Example((PICTURE, 0, 2), [[0, 0, 1, 2], [0, 0, 0, 1], [0, 0, 2, 0]]),
            Example((PICTURE, -1, 1), [[0, 0, 1, 5], [0, 2, 0, 1], [0, 0, 0, 0]]),
            Example((PICTURE, 0, 0), PICTURE.tolist()),
            Example((PICTURE, 0, 9), np.zeros((3, 4)).tolist()),
            Example((np.array([[0.5, 1.5, 2.5]]), 0, 1), [[0, 0.5, 1.5]]),
            Example((PICTURE.tolist(), 1, 0), [[0, 0, 0, 0], [1, 2, 0, 3], [0, 1, 5, 1]]),
        ),
        ("image",),
    ),
}
