"""What the suites share: generated inputs, and the checks that more than one question needs.

Secondary claims (errors, purity, kinds of input) count only where the function answers to its
input at all: `expect_response` keeps constants and copies of the input from earning them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograde.compare import (
    Wrong,
    expect_close,
    expect_count,
    expect_difference,
    expect_floating,
    expect_same,
    real_array,
    single_number,
)
from autograde.student import (
    Array,
    Call,
    Raised,
    Reply,
    Returned,
    Student,
    StudentFailure,
    Value,
    error_words,
    same_values,
    value_of,
)

__all__ = [
    "bias_of",
    "case_scale",
    "expect_bias",
    "expect_counts",
    "expect_error",
    "expect_growth",
    "expect_kinds",
    "expect_pure",
    "expect_response",
    "image_of",
    "kernel_of",
    "kinds_of",
    "symmetric_box_of",
    "symmetric_kernel_of",
]

Arguments = tuple[Value, ...]


def image_of(rng: np.random.Generator, *shape: int) -> Array:
    """Return an image with negative and positive values of size about 10."""
    return rng.normal(scale=10.0, size=shape)


def kernel_of(rng: np.random.Generator, *shape: int) -> Array:
    """Return a kernel without any symmetry, no weight near zero."""
    weights: Array = rng.uniform(0.5, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    return weights


def symmetric_kernel_of(rng: np.random.Generator, k: int) -> Array:
    """Return a kernel (k, k) that reads the same from both ends, however it is turned over."""
    kernel: Array = kernel_of(rng, k, k)
    kernel = kernel + kernel[::-1] + kernel[:, ::-1] + kernel[::-1, ::-1]
    return kernel + kernel.T


def symmetric_box_of(rng: np.random.Generator, k: int, channels: int) -> Array:
    """Return a kernel (k, k, C) whose planes are all symmetric, each another one."""
    return np.stack([symmetric_kernel_of(rng, k) for _ in range(channels)], axis=-1)


def case_scale(image: Array, kernel: Array) -> float:
    """Return a bound on the sum of the terms' absolute values, for `expect_close`."""
    terms = np.abs(kernel).sum(axis=tuple(range(kernel.ndim))[-3:]).max()
    return float(np.abs(image).max() * terms)


def bias_of(rng: np.random.Generator) -> float:
    """Return a bias that is neither 0 nor 1, nor near them."""
    return float(rng.uniform(2.0, 9.0) * rng.choice([-1.0, 1.0]))


def expect_response(values: Sequence[Value], ndim: int = 2) -> None:
    """Check that the first answer varies over its array, and differs from all others.

    Parameters
    ----------
    values
        Answers to inputs of which each differs from the first in one argument.
    ndim
        The least number of dimensions of an answer.
    """
    first, *others = [real_array(value).astype(float) for value in values]
    if first.ndim < ndim:
        raise Wrong(f"The result has {first.ndim} dimensions where {ndim} were asked for.")
    if first.size > 1 and np.ptp(first) == 0:
        raise Wrong("The result is the same at every pixel.")
    if not np.all(np.isfinite(first)):
        raise Wrong("The result holds nan or infinity.")
    for other in others:
        if first.shape == other.shape and np.array_equal(first, other):
            raise Wrong("The result does not depend on all of the input.")


def expect_bias(student: Student, image: Array, kernel: Array, bias: float) -> None:
    """Check that `conv2d` adds a bias once, that it can be named, and that it is 0 by default."""
    calls = [
        Call("conv2d", (image, kernel, bias)),
        Call("conv2d", (image, kernel), {"bias": bias}),
        Call("conv2d", (image, kernel)),
        Call("conv2d", (-image, kernel)),
        Call("conv2d", (image, -kernel)),
    ]
    given, named, left_out, *others = [
        value_of("conv2d", reply) for reply in student.replies(calls)
    ]
    expect_response([left_out, *others])
    for value in (given, named):
        expect_difference(value, left_out, bias, scale=1000.0)


def expect_error(function: str, reply: Reply, when: str) -> None:
    """Check that the call raised ValueError."""
    if isinstance(reply, Raised) and "ValueError" in reply.bases:
        return
    if isinstance(reply, Raised):
        raise Wrong(f"{function} should raise ValueError {when}; it raised {error_words(reply)}.")
    if isinstance(reply, Returned):
        raise Wrong(f"{function} should raise ValueError {when}; it returned something.")
    raise StudentFailure(function, reply)


def expect_pure(
    student: Student,
    function: str,
    arguments: Arguments,
    others: Sequence[Arguments],
    ndim: int = 2,
) -> None:
    """Check that a call leaves its arguments alone and that a second one says the same.

    Parameters
    ----------
    others
        Arguments that differ from `arguments` in one place each (see `expect_response`).
    ndim
        The least number of dimensions of an answer.
    """
    calls = [Call(function, case) for case in (arguments, *others, arguments)]
    replies = student.replies(calls)
    values = [value_of(function, reply) for reply in replies]
    expect_response(values[:-1], ndim)
    first, last = replies[0], replies[-1]
    assert isinstance(first, Returned)
    assert isinstance(last, Returned)
    for before, after in zip(arguments, first.args, strict=True):
        if not same_values(before, after):
            raise Wrong("The input was changed: work on a copy.")
    expect_same(values[0], values[-1])


def kinds_of(whole: Array) -> list[Value]:
    """Return an image of whole numbers from 0 to 255 as every kind of input there is."""
    wide = np.zeros(tuple(2 * n for n in whole.shape))
    strided = wide[(slice(None, None, 2),) * whole.ndim]
    strided[...] = whole
    locked = whole.astype(float)
    locked.setflags(write=False)
    return [
        whole.astype(float).tolist(),
        whole.astype(int),
        whole.astype(np.uint8),
        whole.astype(np.float32),
        strided,
        locked,
    ]


def expect_kinds(
    student: Student, function: str, whole: Array, rest: Arguments, others: Sequence[Arguments]
) -> None:
    """Check that lists, whole numbers, uint8, float32, strided and read-only images all work.

    What is compared is the function with itself on the same image as floats, so that a mistake
    that has nothing to do with kinds of input costs nothing here.
    """
    first = (whole.astype(float), *rest)
    cases = [first, *others, *((image, *rest) for image in kinds_of(whole))]
    values = student.values(function, cases)
    expect_response(values[: 1 + len(others)])
    want = real_array(values[0]).astype(float)
    for value in values[1 + len(others) :]:
        expect_close(value, want, scale=max(255.0, float(np.abs(want).max())))
        expect_floating(value)


def expect_counts(
    student: Student, function: str, cases: Sequence[Arguments], right: Callable[..., int]
) -> None:
    """Check the numbers that a counting function gives."""
    for case, value in zip(cases, student.values(function, cases), strict=True):
        expect_count(value, right(*case))


def expect_growth(
    student: Student,
    function: str,
    pairs: Sequence[tuple[Arguments, Arguments]],
    right: Callable[..., int],
) -> None:
    """Check by how much a count grows from the first arguments of a pair to the second.

    A term that does not change, as the biases, costs nothing here.
    """
    values = student.values(function, [case for pair in pairs for case in pair])
    counts = [single_number(value) for value in values]
    for (small, large), first, second in zip(pairs, counts[::2], counts[1::2], strict=True):
        if second - first != right(*large) - right(*small):
            raise Wrong("The number of weights is not the right one.")
