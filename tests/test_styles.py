"""Right answers in any style lose nothing, whatever inputs are drawn; near answers do."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from styles import LOOPS, STYLES, many_channels, one_channel

from autograde import reference
from autograde.effects import judged
from autograde.inprocess import InProcess
from autograde.student import Student

Function = Callable[..., Any]

SEEDS = 200
FAST_SEEDS = 20
"""`conv2d_fast` is asked for the same maps as homework 3's `conv2d`, by the same styles."""
TIMED_SEEDS = 2
"""How a time grows does not depend on the numbers drawn."""

FORMS: dict[tuple[str, str], Callable[[Function], Function]] = {
    ("hw1_convolution", "conv2d"): one_channel,
    ("hw2_channels", "conv2d"): many_channels,
    ("hw3_filters", "conv2d"): lambda style: style,
    ("hw3_filters", "conv2d_fast"): lambda style: style,
}


def suite_of(folder: str, function: str) -> dict[str, Function]:
    """Return the tests of a question's suite, as plain functions."""
    module = importlib.import_module(f"autograde.suites.{folder}.test_{function}")
    return {name: test for name, test in vars(module).items() if name.startswith("test_")}


def run(test: Function, function: str, answer: Function, seed: int) -> None:
    """Run one test of a suite; it raises where a claim does not hold."""
    student = Student(InProcess(lambda: {function: answer}))
    given = {"student": student, "rng": np.random.default_rng([seed, 77])}
    with contextlib.redirect_stdout(io.StringIO()):
        test(**{name: given[name] for name in inspect.signature(test).parameters})


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("folder", "function"), FORMS)
def test_right_styles_lose_nothing(folder: str, function: str, style: str) -> None:
    """A right answer passes every test for each draw of the inputs: 200, or 20 for conv2d_fast."""
    answer = FORMS[folder, function](STYLES[style])
    count = FAST_SEEDS if function == "conv2d_fast" else SEEDS
    for name, test in suite_of(folder, function).items():
        if name == "test_time" and style in LOOPS:
            continue
        for seed in range(TIMED_SEEDS if name == "test_time" else count):
            run(test, function, answer, seed)


RIGHT: dict[tuple[str, str], Function] = {
    ("hw1-convolution", "conv_pixel"): reference.conv_pixel,
    ("hw1-convolution", "conv2d"): reference.conv2d,
    ("hw1-convolution", "conv2d_same"): reference.conv2d_same,
    ("hw1-convolution", "sobel_edges"): reference.sobel_edges,
    ("hw2-channels", "conv2d"): reference.conv2d_channels,
    ("hw3-filters", "conv2d"): reference.conv2d_filters,
    ("hw3-filters", "conv2d_fast"): reference.conv2d_filters,
    ("hw3-filters", "im2col"): reference.im2col,
}

OTHERS: dict[tuple[str, str], Function] = {
    ("hw1_convolution", "conv_pixel"): reference.conv_pixel,
    ("hw1_convolution", "conv2d_same"): reference.conv2d_same,
    ("hw1_convolution", "sobel_edges"): reference.sobel_edges,
    ("hw1_convolution", "shift"): reference.shift,
    ("hw2_channels", "grayscale_kernel"): reference.grayscale_kernel,
    ("hw2_channels", "pick_channel_kernel"): reference.pick_channel_kernel,
    ("hw2_channels", "move_kernel"): reference.move_kernel,
    ("hw2_channels", "count_filter_parameters"): reference.count_filter_parameters,
    ("hw3_filters", "im2col"): reference.im2col,
    ("hw3_filters", "count_conv_parameters"): reference.count_conv_parameters,
    ("hw3_filters", "count_dense_parameters"): reference.count_dense_parameters,
    ("hw3_filters", "count_network"): reference.count_network,
}


@pytest.mark.parametrize(("folder", "function"), OTHERS)
def test_other_functions_lose_nothing(folder: str, function: str) -> None:
    """The right answer to every other question passes for each of 200 draws of the inputs."""
    for test in suite_of(folder, function).values():
        for seed in range(SEEDS):
            run(test, function, OTHERS[folder, function], seed)


NEAR: dict[str, Callable[[Any], Any]] = {
    "rounded to two decimals": lambda value: np.round(value, 2),
    "kept in float16": lambda value: np.asarray(value, np.float16),
}


def lost(name: str, function: str, change: Callable[[Any], Any]) -> float:
    """Return the points that a right answer loses when its value is changed."""
    right = RIGHT[name, function]

    def near(*args: Any, **kwargs: Any) -> Any:
        return change(right(*args, **kwargs))

    claims = judged(name, function, lambda: near)
    return sum(claim.points for claim in claims if claim.outcome == "failed")


@pytest.mark.parametrize("change", NEAR)
@pytest.mark.parametrize(("name", "function"), RIGHT)
def test_near_answers_lose_points(name: str, function: str, change: str) -> None:
    """Two decimals and half precision are not enough."""
    assert lost(name, function, NEAR[change]) > 0


@pytest.mark.parametrize(("name", "function"), RIGHT)
def test_single_precision_is_right(name: str, function: str) -> None:
    """A result kept in float32 loses nothing."""
    assert lost(name, function, lambda value: np.asarray(value, np.float32)) == 0
