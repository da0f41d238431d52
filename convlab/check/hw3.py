"""Homework 3: a bank of filters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convlab.check.hw2 import BRIGHT, DIGITS_TWICE, IMAGE, KERNEL, PLACES, count
from convlab.check.tasks import Example, Task

__all__ = ["TASKS"]

ARRAYS = ("image", "kernels", "biases")

NUMBERED = np.array([[[10 * x + y, 100 + 10 * x + y] for y in range(4)] for x in range(3)])
"""Hundreds: the channel. Tens: the row. Units: the column."""

VALID = Example(
    (BRIGHT, np.stack([DIGITS_TWICE, 100 * DIGITS_TWICE]), np.array([0.0, 0.0])),
    [
        [[9, 900], [8, 800], [7, 700], [0, 0]],
        [[6, 600], [5, 500], [4, 400], [0, 0]],
        [[3, 300], [2, 200], [1, 100], [0, 0]],
    ],
    window=0,
)
MIX = np.array([[[[1, 10, 100]]], [[[0, 0, 7]]]])

EXAMPLES = (
    Example((IMAGE, KERNEL[None], np.array([0.0])), [[[4001], [3112]]], window=0),
    VALID,
    Example(
        (PLACES, MIX, np.array([0.0, 0.5])),
        [
            [[100, 7.5], [110, 7.5], [120, 7.5], [130, 7.5]],
            [[101, 7.5], [111, 7.5], [121, 7.5], [131, 7.5]],
        ],
        window=0,
    ),
    Example(
        (np.zeros((3, 4, 2)), np.ones((5, 3, 3, 2)), np.array([1, 2, 3, 4, 5])),
        [[[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]],
        window=0,
    ),
    Example((IMAGE.tolist(), [KERNEL.tolist()], [0.0]), [[[4001], [3112]]], window=0),
    Example(
        (IMAGE[:1].astype(np.uint8), np.full((1, 1, 1, 2), -0.5), np.array([0])),
        [[[-0.5], [-2.5], [0], [-2]]],
        window=0,
    ),
)

FILTERS = Task("conv2d", EXAMPLES, ARRAYS, VALID)

PIXELS = [[0, 100], [1, 101], [2, 102], [10, 110], [11, 111], [12, 112]]
# fmt: off
WINDOWS = [
    [0, 100, 1, 101, 2, 102, 10, 110, 11, 111, 12, 112, 20, 120, 21, 121, 22, 122],
    [1, 101, 2, 102, 3, 103, 11, 111, 12, 112, 13, 113, 21, 121, 22, 122, 23, 123],
]
# fmt: on

VGG16 = [
    (1, channels, filters)
    for channels, filters in (
        *((3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (256, 256)),
        *((256, 512), (512, 512), (512, 512), (512, 512), (512, 512), (512, 512)),
    )
]

TASKS: dict[str, Task] = {
    "hw3.conv2d": FILTERS,
    "hw3.im2col": Task(
        "im2col",
        (
            Example((NUMBERED[:2, :3], 1), PIXELS),
            Example((NUMBERED, 3), WINDOWS),
            Example((NUMBERED.tolist(), 3), WINDOWS),
        ),
        ("image",),
    ),
    "hw3.conv2d_fast": replace(FILTERS, function="conv2d_fast"),
    "hw3.count_conv_parameters": Task(
        "count_conv_parameters", (count(10, 1, 1, 1), count(112, 1, 3, 4), count(1792, 1, 3, 64))
    ),
    "hw3.count_dense_parameters": Task(
        "count_dense_parameters", (count(372, 5, 6, 1, 1, 1), count(732, 4, 5, 3, 1, 2))
    ),
    "hw3.count_network": Task(
        "count_network",
        (
            count(20, [(1, 1, 2)]),
            count(77, [(1, 1, 2), (1, 2, 3)]),
            count(0, []),
            count(14_714_688, VGG16),
        ),
    ),
}
