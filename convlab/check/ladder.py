"""Climb from "not defined" to "passed", and stop at the first rung that does not hold."""

from __future__ import annotations

import copy
import traceback
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convlab.check import layout
from convlab.check.layout import Rows, call_words
from convlab.check.render import Result, digits
from convlab.check.tasks import Example, Task

__all__ = ["climb"]

TOLERANCE = 1e-5
"""Relative to the largest expected value: float32 passes, two decimals do not. Counts are exact."""

Array = NDArray[Any]


class _Step(Exception):
    """A rung that does not hold, with what to show."""

    def __init__(self, rung: str, sentence: str, rows: Rows = ()) -> None:
        super().__init__(sentence)
        self.rung, self.sentence, self.rows = rung, sentence, rows


def climb(task: Task, namespace: Mapping[str, Any]) -> Result:
    """Return the first rung that does not hold for any example, or passed."""
    try:
        function = defined(task.function, namespace)
        if task.form is not None:
            return form_result(task, function)
        for example in task.examples:
            check_example(task, function, example)
    except _Step as step:
        return Result(task.function, step.rung, step.sentence, step.rows)
    count = len(task.examples)
    words = f"All {count} examples are right." if count > 1 else "The example is right."
    return Result(task.function, "passed", words)


def defined(name: str, namespace: Mapping[str, Any]) -> Any:
    """Return the student's function."""
    if name not in namespace:
        raise _Step("not defined", f"There is no {name} yet. Run the cell that defines it.")
    function = namespace[name]
    if not callable(function):
        raise _Step("not defined", f"{name} is {kind_of(function)}, not a function.")
    return function


def form_result(task: Task, function: Any) -> Result:
    """Check the form of a value, not whether it is right."""
    value = called(task, function, Example(()))
    wrong = task.form(value) if task.form is not None else ""
    if wrong:
        raise _Step("wrong type", wrong[:1].upper() + wrong[1:])
    return Result(task.function, "passed", "The form is right. A hidden test checks the answers.")


def check_example(task: Task, function: Any, example: Example) -> None:
    """Check one example, rung by rung."""
    args = copy.deepcopy(example.args)
    if example.error is not None:
        check_refusal(task, function, example)
        return
    value = called(task, function, example, args)
    check_value(task, value, function, example)
    for before, after in zip(example.args, args, strict=True):
        if not unchanged(before, after):
            raise _Step("input changed", f"{task.function} changed its input. Work on a copy.")


def unchanged(before: Any, after: Any) -> bool:
    """Whether an argument still holds the same numbers."""
    try:
        return bool(np.array_equal(np.asarray(before), np.asarray(after)))
    except ValueError:  # a list whose rows now differ in length
        return False


def called(task: Task, function: Any, example: Example, args: tuple[Any, ...] = ()) -> Any:
    """Return what the function returns; an error, the stub's and None are rungs of their own."""
    try:
        value = function(*args, **example.kwargs)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise error_step(task, error, f"{call_words(task, example)} raised ", example) from None
    if value is None:
        sentence = f"{task.function} returned None. Does it end with return, outside of all loops?"
        raise _Step("no return", sentence)
    return value


def check_refusal(task: Task, function: Any, example: Example) -> None:
    """Check that the error comes that was asked for."""
    kind, when = example.error or (ValueError, "")
    wish = f"{task.function} should raise {kind.__name__} {when}"
    try:
        function(*copy.deepcopy(example.args), **example.kwargs)
    except kind:
        return
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise error_step(task, error, f"{wish}; it raised ", example) from None
    raise _Step("no error", f"{wish}; it returned a value.{shapes_words(task, example)}")


def error_step(task: Task, error: BaseException, sentence: str, example: Example) -> _Step:
    """Name the stub, or say which error was raised and where."""
    message = first_line(error)
    if isinstance(error, NotImplementedError):
        return _Step("not written yet", message or f"{task.function} is only a stub.")
    reason = f": {message.rstrip('.')}" if message else ""
    text = f"{type(error).__name__}{reason}{place_of(error)}"
    return _Step("raised an error", f"{sentence}{text}.{shapes_words(task, example)}")


def shapes_words(task: Task, example: Example, usual: bool = True) -> str:
    """Say what the arrays are, in a sentence of their own; or only those of an unusual kind."""
    words = []
    arrays = [value for value in example.args if np.ndim(value)]
    for name, value in zip(task.arrays, arrays, strict=False):
        kind = "a nested list" if isinstance(value, list) else "a uint8 array"
        special = isinstance(value, list) or value.dtype == np.uint8
        if usual or special:
            words.append(f"{name} is {kind if special else 'an array'} of shape {np.shape(value)}")
    return f" Here {', '.join(words)}." if words else ""


def first_line(error: BaseException) -> str:
    """Return the first line of an exception's message, cut to 200 characters."""
    try:
        return str(error).strip().split("\n")[0][:200]
    except Exception:  # the student's own class may raise when it is read
        return ""


def place_of(error: BaseException) -> str:
    """Say in which line of the student's function it happened, where that is known."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    if not frames:
        return ""
    frame = frames[0]
    code = f": {frame.line}" if frame.line else ""
    return f", in line {frame.lineno} of its cell{code}"


def check_value(task: Task, value: Any, function: Any, example: Example) -> None:
    """Check a value's type, its shape and its numbers."""
    name, want = task.function, np.asarray(example.expected, dtype=float)
    got = numbers(name, value)
    if example.whole and not isinstance(value, int | np.integer):
        raise _Step("wrong type", f"{name} should return an int; it returned {kind_of(value)}.")
    if got.shape != want.shape:
        sentence = f"{call_words(task, example)} should return {shape_words(want.shape)}; "
        sentence += f"it returned {shape_words(got.shape)}.{shapes_words(task, example)}"
        raise _Step("wrong shape", sentence, bright_rows(task, function))
    size = max(float(np.abs(want).max(initial=0.0)), 1.0)
    wrong = ~(np.abs(got - want) <= (0 if example.whole else TOLERANCE * size))
    if wrong.any():
        raise value_step(task, got, want, wrong, function, example)


def shape_words(shape: tuple[int, ...]) -> str:
    """Say a shape in words."""
    return f"an array of shape {shape}" if shape else "a single number"


def numbers(name: str, value: Any) -> Array:
    """Return the value as floats, or say what it is instead."""
    try:
        array = np.asarray(value)
    except Exception:
        raise _Step(
            "wrong type", f"{name} returned {kind_of(value)} that is not an array of numbers."
        ) from None
    if array.dtype.kind not in "biuf":
        raise _Step("wrong type", f"{name} should return numbers; it returned {kind_of(value)}.")
    return array.astype(float)


def kind_of(value: Any) -> str:
    """Name a value's type with an article."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    name = type(value).__name__
    return f"{'an' if name[:1] in tuple('aeiou') else 'a'} {name}"


def value_step(
    task: Task, got: Array, want: Array, wrong: Array, function: Any, example: Example
) -> _Step:
    """Lay out the first differing entry, and the answer to one bright pixel."""
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    place = f" at [{', '.join(map(str, at))}]" if at else ""
    mine, theirs = digits(want[at]), digits(got[at])
    if example.window is None:
        words, rows = "", layout.whole_rows(got, want, example)
    else:
        products = layout.products_at(at, example)
        words, rows = products.words(), layout.rows_of_products(products)
    sentence = f"{call_words(task, example)} should give {mine}{place}{words}; it gave {theirs}."
    sentence += shapes_words(task, example, usual=False)
    return _Step("wrong value", sentence, rows + bright_rows(task, function))


def bright_rows(task: Task, function: Any) -> Rows:
    """Return the answer to one bright pixel as a picture, where the student's is another."""
    if task.bright is None:
        return ()
    try:
        value = numbers(task.function, function(*copy.deepcopy(task.bright.args)))
    except Exception:  # the picture is an extra; what is wrong has been said already
        return ()
    return layout.picture_rows(value, task)
