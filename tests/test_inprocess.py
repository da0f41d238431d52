"""The backend for trusted functions answers as the sandbox does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograde.inprocess import InProcess
from autograde.student import Call, Missing, Raised, Returned, Unreadable


def answer(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call one function once."""
    (reply,) = InProcess(lambda: {"f": function}).answer([Call("f", args, kwargs)])
    return reply


def test_arguments_are_copies_with_their_layout() -> None:
    """What a function does to its arguments is told and not felt; gaps and locks are kept."""
    whole = np.arange(24.0).reshape(4, 6)
    strided, locked = whole[::2, ::3], whole.copy()
    locked.setflags(write=False)
    seen = {}

    def spoil(first: Any, second: Any) -> float:
        seen.update(contiguous=first.flags.contiguous, writeable=second.flags.writeable)
        first += 1
        return 0.0

    reply = answer(spoil, strided, locked)
    assert seen == {"contiguous": False, "writeable": False}
    assert np.array_equal(reply.args[0], strided + 1)
    assert np.array_equal(whole, np.arange(24.0).reshape(4, 6))


@pytest.mark.parametrize(
    ("function", "reply"),
    [
        (lambda: None, Returned(None)),
        (lambda: 2.5, Returned(2.5)),
        (lambda: object(), Unreadable),
        (lambda: 1j, Unreadable),
        (lambda: 1 / 0, Raised),
    ],
)
def test_replies(function: Callable[..., Any], reply: Any) -> None:
    """Values, nothing, what can't be read, and errors are told apart."""
    got = answer(function)
    assert got == reply if isinstance(reply, Returned) else isinstance(got, reply)


def test_nested_lists_are_arrays() -> None:
    """Rectangular lists of numbers arrive as an array, others as they are."""
    assert isinstance(answer(lambda: [[1, 2], [3, 4]]).value, np.ndarray)
    assert answer(lambda: [[1], [2, 3]]).value == [[1], [2, 3]]


def test_memory_lasts_one_answer() -> None:
    """What a function keeps is there for the next call of one answer, and gone in the next."""

    def make() -> dict[str, Callable[..., Any]]:
        kept: list[int] = []
        return {"f": lambda: kept.append(0) or len(kept)}

    backend = InProcess(make)
    for _ in range(2):
        replies = backend.answer([Call("f"), Call("f")])
        assert [reply.value for reply in replies if isinstance(reply, Returned)] == [1, 2]


def test_missing() -> None:
    """A name that is not there is told."""
    assert InProcess(dict).answer([Call("f")]) == [Missing("f")]
