"""What a suite sees of a submission: calls go out, replies come back.

A suite never holds an object of the student's. It asks `Student` to call a function by name;
a `Backend` carries the call to wherever the code runs and brings back one of the frozen
`Reply` records below, built by the trusted side from plain bytes.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Array",
    "Backend",
    "Call",
    "Missing",
    "Raised",
    "Reply",
    "Returned",
    "Stopped",
    "Student",
    "StudentFailure",
    "Unreadable",
    "Value",
    "describe",
    "error_words",
    "value_of",
]

Array = NDArray[Any]
Value = Any
"""None, bool, int, float, str, a real-valued ndarray, or lists, tuples and dicts of these."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a student's function.

    Attributes
    ----------
    function
        The name that the student defined.
    args, kwargs
        Its arguments; arrays keep their layout (strides, read-only flag) on the way.
    timed
        Measure the processor time that the call takes.
    """

    function: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """The function returned.

    Attributes
    ----------
    value
        What it returned. Nested lists of numbers arrive as an array.
    args
        Its positional arguments as they were after the call.
    cpu_seconds
        Processor time in seconds, 0.0 where the call was not `timed`.
    """

    value: Value
    args: tuple[Value, ...] = ()
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Raised:
    """The function raised: type and base classes by name, message cut to a limit."""

    type: str
    bases: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The process did not live to answer; `reason` says why ("stopped after 10 s")."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """No function of that name is defined after the notebook has run."""

    function: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It returned something that is no number, text or array of them; `what` names the type."""

    what: str


Reply = Returned | Raised | Stopped | Missing | Unreadable


class Backend(Protocol):
    """Where the student's code runs."""

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in order in one fresh child; one reply each."""
        ...


class StudentFailure(AssertionError):
    """The student's function gave no value to judge."""

    def __init__(self, function: str, reply: Reply) -> None:
        super().__init__(function, reply)
        self.function = function
        self.reply = reply

    def __str__(self) -> str:
        return describe(self.function, self.reply)


def describe(function: str, reply: Reply) -> str:
    """Say in one sentence for the student what became of a call."""
    match reply:
        case Missing():
            return f"The notebook defines no function {function}."
        case Raised(type="NotImplementedError"):
            return f"{function} is not written yet."
        case Raised(type="MemoryError"):
            return f"{function} used more memory than is allowed."
        case Raised():
            return f"{function} raised {error_words(reply)}."
        case Stopped(reason=reason):
            return f"{function} was not finished: {reason}."
        case Unreadable():
            return f"{function} returned something that is no array of numbers."
        case Returned(value=None):
            return f"{function} returned None. Is there a return at its end?"
        case Returned():
            return f"{function} returned a value."


MEANINGS = {
    "IndexError": "an index lies outside of a list or array",
    "KeyError": "a dict has no such key",
    "NameError": "a name is not defined",
    "OverflowError": "a number does not fit into its type",
    "RecursionError": "it calls itself without an end",
    "TypeError": "a value is of a type that does not go there",
    "ValueError": "a value or a shape does not fit",
    "ZeroDivisionError": "something is divided by zero",
}


def error_words(reply: Raised) -> str:
    """Name an error by the first of its classes that Python itself has, and say what it means.

    A student's own class or message could carry a hidden input into the feedback.
    """
    known = (name for name in reply.bases if is_builtin_error(name))
    name = next(known, "an error")
    return f"{name}: {MEANINGS[name]}" if name in MEANINGS else name


def is_builtin_error(name: str) -> bool:
    """Whether Python has an exception class of that name."""
    found = vars(builtins).get(name)
    return isinstance(found, type) and issubclass(found, BaseException)


def value_of(function: str, reply: Reply) -> Value:
    """Return the value of `reply`, or raise `StudentFailure` where there is none."""
    if isinstance(reply, Returned) and reply.value is not None:
        return reply.value
    raise StudentFailure(function, reply)


class Student:
    """The `student` fixture of the suites.

    ``student.conv2d(image, kernel)`` calls the student's function in a fresh child and returns
    its value, or raises `StudentFailure`. Every call and its reply is kept in `history`, the
    last ones that were asked together in `latest` too (see `autograde.evidence`).
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.history: list[tuple[Call, Reply]] = []
        self.latest: list[tuple[Call, Reply]] = []

    def __getattr__(self, function: str) -> Callable[..., Value]:
        if function.startswith("_"):
            raise AttributeError(function)

        def call(*args: Value, **kwargs: Value) -> Value:
            return value_of(function, self.reply(function, *args, **kwargs))

        return call

    def reply(self, function: str, *args: Value, **kwargs: Value) -> Reply:
        """Call `function` in a fresh child; whatever came of it, without raising."""
        return self.replies([Call(function, args, kwargs)])[0]

    def replies(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in order in one fresh child, so that what one leaves the next sees."""
        replies = self._backend.answer(calls)
        self.latest = list(zip(calls, replies, strict=True))
        self.history += self.latest
        return replies

    def values(self, function: str, cases: Sequence[tuple[Value, ...]]) -> list[Value]:
        """Return the values for several argument tuples, asked in one child (cheaper)."""
        replies = self.replies([Call(function, case) for case in cases])
        return [value_of(function, reply) for reply in replies]


def same_values(before: Value, after: Value) -> bool:
    """Whether an argument is the same, value by value, after a call as before it."""
    if isinstance(before, np.ndarray) or isinstance(after, np.ndarray):
        return bool(np.array_equal(np.asarray(before), np.asarray(after)))
    return bool(before == after)
