"""A backend for *trusted* functions: wrong references and right answers, without a sandbox.

It answers as the sandbox does: arguments are copies with their layout kept, values go through
the same encoding, and each `answer` sees functions without a memory of earlier ones.
"""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograde.sandbox import wire
from autograde.sandbox.requests import Request
from autograde.sandbox.worker import rectangular
from autograde.student import Call, Missing, Raised, Reply, Returned, Unreadable

__all__ = ["InProcess"]

Functions = Mapping[str, Callable[..., Any]]


class InProcess:
    """Calls trusted functions in this process.

    Parameters
    ----------
    make
        Returns the functions by name, made anew for each `answer`.
    """

    def __init__(self, make: Callable[[], Functions]) -> None:
        self._make = make

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in order (see `autograde.student.Backend`)."""
        return answers(self._make(), calls)

    @contextlib.contextmanager
    def looking(self) -> Iterator[Callable[[Request], list[Reply]]]:
        """Yield what makes calls of the same functions, request after request."""
        functions = self._make()
        yield lambda request: answers(functions, request.calls)


def answers(functions: Functions, calls: Sequence[Call]) -> list[Reply]:
    """Make `calls` in order."""
    return [answer_call(functions, call) for call in calls]


def answer_call(functions: Functions, call: Call) -> Reply:
    """Make one call."""
    function = functions.get(call.function)
    if function is None:
        return Missing(call.function)
    args, kwargs = passed(call.args), passed(dict(call.kwargs))
    start = time.thread_time()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            value = function(*args, **kwargs)
    except Exception as error:
        bases = tuple(base.__name__ for base in type(error).__mro__)
        return Raised(bases[0], bases, str(error)[:500])
    used = time.thread_time() - start if call.timed else 0.0
    body = bytearray()
    tree = wire.encode(rectangular(value), body)
    if tree["kind"] == "unreadable":
        return Unreadable(tree["what"])
    return Returned(wire.decode(tree, bytes(body)), passed(args), used)


def passed(value: Any) -> Any:
    """Return `value` as it arrives on the other side of the wire."""
    body = bytearray()
    tree = wire.encode(value, body)
    return wire.decode(tree, bytes(body))
