"""Ask what a question's tests ask first in one child, where the answers turn out to be right.

A child for each request costs more than all that a student's function computes. So before a suite
runs, its tests are gone through once with `answers`: for each question and function, what the
tests ask first goes to one child, whatever they ask later to one of its own. Where every test
passes with these replies, the suite is judged by them. Where anything is amiss, all replies of
that question are dropped, and the suite asks a fresh child for each request. So partial credit,
hints, evidence and recognised mistakes only ever come from fresh children.

This helps nobody who cheats. Inputs are random and differ from test to test, so what a function
keeps from one test answers nothing in the next. A child sees calls of one function only, so none
lives on what another one left. And what was asked first is asked once more at the end: a function
that is wrong until it has been called is found by that. Requests that are timed never share.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from autograde.sandbox import wire
from autograde.student import Backend, Call, Reply, Returned, Student

__all__ = ["Look", "Replayed", "Request", "answers"]

Look = Callable[[Sequence[Call]], list[Reply] | None]
"""Makes calls in one fresh child; None where one of them gets no answer soon."""

FIXTURES = {"request", "rng", "student"}
"""What a test may take to be called without pytest: its input is then drawn from `rng` alone."""

CALLS_LIMIT = 400
HEAD_LIMIT = wire.HEAD_LIMIT // 2
BLOB_LIMIT = 16 * 1024 * 1024

Exact = tuple[str, bytes]
"""Values as they go over the wire: equal where types, layouts and all bits are."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a test asked, exactly, and the replies."""

    asked: Exact
    replies: list[Reply]


@dataclass(slots=True)
class Replayed:
    """A backend that repeats known replies to the same requests in order, else asks `backend`."""

    known: Sequence[Request]
    backend: Backend
    _used: int = field(default=0, init=False)

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls`, or repeat what came of them (see `autograde.student.Backend`)."""
        if self._used < len(self.known) and self.known[self._used].asked == exact_calls(calls):
            self._used += 1
            return self.known[self._used - 1].replies
        self._used = len(self.known)  # this is another test than the one that was gone through
        return self.backend.answer(calls)


class _Asked(BaseException):
    """A test asks what is not to be answered now; not an Exception, so that no test catches it."""

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self.calls = tuple(calls)


class _Refused(BaseException):
    """A look gave no answer."""


class _Silent:
    """A backend that only says what it was asked."""

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Raise `_Asked`."""
        raise _Asked(calls)


@dataclass(slots=True)
class _Looking:
    """A backend that asks by `look` and keeps what came."""

    look: Look
    kept: list[Request] = field(default_factory=list)

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in a child of their own; timed ones raise `_Asked`, as they never share."""
        if any(call.timed for call in calls):
            raise _Asked(calls)
        replies = self.look(calls)
        if replies is None:
            raise _Refused
        self.kept.append(Request(exact_calls(calls), replies))
        return replies


@dataclass(frozen=True, slots=True)
class _First:
    """A test, what it asks first, and how to call it with a backend."""

    item: pytest.Function
    calls: tuple[Call, ...]
    run: Callable[[Backend], None]


def answers(
    items: Iterable[pytest.Item], look: Look, rng_of: Callable[[pytest.Item], np.random.Generator]
) -> dict[str, list[Request]]:
    """Return the requests, by node id, of all tests that passed in shared children.

    Parameters
    ----------
    items
        The collected tests of a suite.
    look
        Makes calls in one fresh child.
    rng_of
        Returns a test's own generator, a new one each time.
    """
    questions: dict[str, dict[str, list[_First]]] = {}
    for item in items:
        first = first_request(item, rng_of)
        if first is not None:
            functions = questions.setdefault(str(item.path), {})
            functions.setdefault(first.calls[0].function, []).append(first)
    known: dict[str, list[Request]] = {}
    for functions in questions.values():
        known.update(question_answers(functions.values(), look) or {})
    return known


def first_request(
    item: pytest.Item, rng_of: Callable[[pytest.Item], np.random.Generator]
) -> _First | None:
    """Return what a test asks first; None where that can't share a child."""
    if not isinstance(item, pytest.Function) or item.cls is not None:
        return None
    if not set(item.fixturenames) <= FIXTURES:
        return None
    names = FIXTURES.intersection(item._fixtureinfo.argnames)

    def run(backend: Backend) -> None:
        given = {"student": Student(backend), "rng": rng_of(item), "request": None}
        item.function(**{name: given[name] for name in names})

    try:
        run(_Silent())
    except _Asked as asked:
        one = len({call.function for call in asked.calls}) == 1
        timed = any(call.timed for call in asked.calls)
        return _First(item, asked.calls, run) if one and not timed else None
    except Exception:  # a fault of the suite's; it is told when the suite runs
        return None
    return None


def question_answers(
    functions: Iterable[Sequence[_First]], look: Look
) -> dict[str, list[Request]] | None:
    """Return the requests of one question's tests; None where not all is right."""
    known: dict[str, list[Request]] = {}
    for tests in functions:
        replies = shared_replies([test.calls for test in tests], look)
        if replies is None:
            return None
        for test, shared in zip(tests, replies, strict=True):
            looking = _Looking(look)
            first = Request(exact_calls(test.calls), shared)
            try:
                test.run(Replayed([first], looking))
            except _Asked:  # it goes on with what is timed: that test alone asks anew
                continue
            except (_Refused, Exception):  # wrong, or no answer: fresh children decide
                return None
            known[test.item.nodeid] = [first, *looking.kept]
    return known


def shared_replies(batches: Sequence[Sequence[Call]], look: Look) -> list[list[Reply]] | None:
    """Ask for all batches in one child, and for the first one again: it must be as before."""
    calls = [call for batch in (*batches, batches[0]) for call in batch]
    head, blob = exact_calls(calls)
    if len(calls) > CALLS_LIMIT or len(head) > HEAD_LIMIT or len(blob) > BLOB_LIMIT:
        return None
    replies = look(calls)
    if replies is None:
        return None
    parts = list(split(replies, [len(batch) for batch in (*batches, batches[0])]))
    same = [exact_reply(reply) for reply in parts[0]] == [exact_reply(r) for r in parts[-1]]
    return parts[:-1] if same else None


def split(replies: Sequence[Reply], sizes: Iterable[int]) -> Iterator[list[Reply]]:
    """Yield the replies in parts of the given sizes."""
    start = 0
    for size in sizes:
        yield list(replies[start : start + size])
        start += size


def exact_calls(calls: Sequence[Call]) -> Exact:
    """Return calls as they go over the wire."""
    return exact([part for c in calls for part in (c.function, c.args, dict(c.kwargs), c.timed)])


def exact_reply(reply: Reply) -> Reply | Exact:
    """Return a reply so that equal ones compare equal, arrays and nan included."""
    return exact([reply.value, reply.args]) if isinstance(reply, Returned) else reply


def exact(values: Sequence[Any]) -> Exact:
    """Return values as they go over the wire."""
    blobs: list[bytes] = []
    trees = [wire.encode(value, blobs) for value in values]
    return json.dumps(trees), b"".join(blobs)
