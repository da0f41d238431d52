"""Climb from "not defined" to "passed", and stop at the first rung that does not hold."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convlab.check.render import Grid, Result
from convlab.check.tasks import Example, Task

__all__ = ["climb"]

TOLERANCE = 1e-5
"""Relative to the largest expected value: float32 passes, two decimals do not."""

Array = NDArray[Any]


class _Step(Exception):
    """A rung that does not hold, with what to show."""

    def __init__(self, rung: str, sentence: str, *grids: Grid) -> None:
        super().__init__(sentence)
        self.result = (rung, sentence, grids)


def climb(task: Task, namespace: Mapping[str, Any]) -> Result:
    """Return the first rung that does not hold for any example, or passed."""
    try:
        function = defined(task.function, namespace)
        for example in task.examples:
            check_example(task.function, function, example)
    except _Step as step:
        rung, sentence, grids = step.result
        return Result(task.function, rung, sentence, grids)
    count = len(task.examples)
    return Result(task.function, "passed", f"all {count} examples are right.")


def defined(name: str, namespace: Mapping[str, Any]) -> Any:
    """Return the student's function."""
    function = namespace.get(name)
    if function is None:
        raise _Step("not defined", f"there is no {name} yet. Run the cell that defines it.")
    if not callable(function):
        raise _Step("not defined", f"{name} is a {type(function).__name__}, not a function.")
    return function


def check_example(name: str, function: Any, example: Example) -> None:
    """Check one example, rung by rung."""
    args = tuple(copied(value) for value in example.args)
    try:
        value = function(*args, **example.kwargs)
    except Exception as error:
        check_error(name, error, example)
        return
    if example.error is not None:
        kind, when = example.error
        raise _Step("no error", f"{name} should raise {kind.__name__} {when}; it returned a value.")
    check_value(name, value, example)
    for before, after in zip(example.args, args, strict=True):
        if not np.array_equal(np.asarray(before), np.asarray(after)):
            raise _Step("input changed", f"{name} changed its input. Work on a copy.")


def copied(value: Any) -> Any:
    """Return a copy of an array, so that a function can't spoil the example."""
    return value.copy() if isinstance(value, np.ndarray) else value


def check_error(name: str, error: Exception, example: Example) -> None:
    """Accept the error that was asked for; name the stub; else say which one and where."""
    if isinstance(error, NotImplementedError):
        raise _Step("not written yet", first_line(error) or f"{name} is only a stub.") from None
    if example.error is not None and isinstance(error, example.error[0]):
        return
    message = first_line(error)
    text = f"{type(error).__name__}{': ' + message if message else ''}{place_of(error)}"
    if example.error is not None:
        kind, when = example.error
        sentence = f"{name} should raise {kind.__name__} {when}; it raised {text}"
        raise _Step("another error", sentence) from None
    shapes = ", ".join(str(np.shape(value)) for value in example.args if np.ndim(value))
    sentence = f"{name} raised {text} It was called with arrays of shape {shapes}."
    raise _Step("raised an error", sentence) from None


def first_line(error: Exception) -> str:
    """Return the first line of an exception's message, cut to 200 characters."""
    try:
        return str(error).strip().split("\n")[0][:200]
    except Exception:
        return ""


def place_of(error: Exception) -> str:
    """Say in which line of the student's function it happened, where that is known."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    if not frames:
        return "."
    frame = frames[0]
    code = f": {frame.line}" if frame.line else ""
    return f", in line {frame.lineno} of its cell{code}."


def check_value(name: str, value: Any, example: Example) -> None:
    """Check that there is a value, its type, its shape and its numbers."""
    if value is None:
        sentence = f"{name} returned None. Does it end with return, outside of the loops?"
        raise _Step("no return", sentence)
    want = np.asarray(example.expected, dtype=float)
    got = numbers(name, value)
    if got.shape != want.shape:
        sizes = " x ".join(map(str, np.shape(example.args[0])))
        raise _Step(
            "wrong shape",
            f"for an image of {sizes}, {name} should return "
            f"{shape_words(want.shape)}; it returned {shape_words(got.shape)}.",
        )
    size = max(float(np.abs(want).max(initial=0.0)), 1.0)
    wrong = ~(np.abs(got - want) <= TOLERANCE * size)
    if wrong.any():
        raise value_step(name, got, want, wrong, example)


def shape_words(shape: tuple[int, ...]) -> str:
    """Say a shape in words."""
    return f"an array of shape {shape}" if shape else "a single number"


def numbers(name: str, value: Any) -> Array:
    """Return the value as floats, or say what it is instead."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise _Step("wrong type", f"{name} returned lists of unequal length.") from None
    if array.dtype.kind not in "biuf":
        raise _Step("wrong type", f"{name} should return numbers; it returned {kind_of(value)}.")
    return array.astype(float)


def kind_of(value: Any) -> str:
    """Name a value's type with an article."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    return f"a {type(value).__name__}"


def value_step(name: str, got: Array, want: Array, wrong: Array, example: Example) -> _Step:
    """Lay out the first differing pixel."""
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    place = f" at [{', '.join(map(str, at))}]" if at else ""
    mine, theirs = f"{want[at]:g}", f"{got[at]:g}"
    sentence = f"{name} should give {mine}{place}; it gave {theirs}."
    return _Step("wrong value", sentence, *layout(at, got, want, example))


def layout(at: tuple[int, ...], got: Array, want: Array, example: Example) -> Iterator[Grid]:
    """Show the window, the kernel and their products; then the answer to one bright pixel."""
    if example.window is not None:
        image, kernel = np.asarray(example.args[0], float), np.asarray(example.args[1], float)
        d = len(kernel) // 2
        x, y = at or example.args[3:5]
        start = np.array([x, y]) + example.window * d
        window = np.pad(image, d)[tuple(slice(s + d, s + d + len(kernel)) for s in start)]
        yield Grid("window", window, "×")
        yield Grid("kernel", kernel, "=")
        yield Grid(
            f"products, sum {(window * kernel).sum():g}{bias_words(example)}", window * kernel
        )
    elif want.ndim:
        yield Grid("image", np.asarray(example.args[0], float), "→")
        yield Grid("expected", want)
        yield Grid("yours", got)
    if example.picture:
        yield Grid("one bright pixel should become", want, shaded=True)
        yield Grid("yours", got, shaded=True)


def bias_words(example: Example) -> str:
    """Say the bias where there is one."""
    bias = example.args[2] if len(example.args) > 2 else 0.0
    return f", bias {bias:g}" if bias else ""
