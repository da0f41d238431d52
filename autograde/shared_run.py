"""Ask what a question's tests ask in one child, where the answers turn out to be right.

A child for each request costs more than all that a student's function computes. So what a
question's tests ask of a function goes to one child: first all their first requests together,
then, as the tests run, what they go on to ask. Where every test passes with these replies, the
question is judged by them. Where anything is amiss, all replies of that question are dropped, and
its tests ask a fresh child for each request. So partial credit, hints, evidence and recognised
mistakes only ever come from fresh children.

This helps nobody who cheats. Inputs are random and differ from test to test, so what a function
keeps from one test answers nothing in the next. A child sees calls of one function only, so none
lives on what another one left. And what was asked first is asked once more at the end: a function
that is wrong until it has been called is found by that. Requests that are timed never share.

The inputs come from the class's seed, so the first requests are known before there is any
submission: `plan` goes through a suite once, `judge` once a submission.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import pytest

from autograde.pytest_plugin import Claim, SuitePlugin
from autograde.sandbox import wire
from autograde.sandbox.requests import Request, request_of
from autograde.student import Backend, Call, Reply, Returned, Stopped, Student

__all__ = ["Ask", "Looking", "Question", "judge", "plan"]

Ask = Callable[[Request], list[Reply] | None]
"""Makes the calls of a request; None where one of them gets no answer soon."""

Looking = Callable[[], AbstractContextManager[Ask]]
"""Opens one child, which answers request after request."""

FIXTURES = {"request", "rng", "student"}
"""What a test may take to be called without pytest: its input is then drawn from `rng` alone."""

CALLS_LIMIT = 400
HEAD_LIMIT = wire.HEAD_LIMIT // 2
BODY_LIMIT = 16 * 1024 * 1024

NO_ANSWER = Stopped("there was no answer soon")


# Before there is a submission ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class First:
    """A test, and what it asks first."""

    item: pytest.Item
    request: Request


@dataclass(frozen=True, slots=True)
class Sharing:
    """Tests that share a child, the function that they ask, and their first requests in one."""

    firsts: tuple[First, ...]
    function: str
    request: Request


@dataclass(frozen=True, slots=True)
class Question:
    """The tests of one question.

    Attributes
    ----------
    items
        All of them.
    shared
        Those that share a child.
    others
        Those that never share one.
    """

    items: tuple[pytest.Item, ...]
    shared: tuple[Sharing, ...]
    others: tuple[pytest.Item, ...]


def plan(suite: SuitePlugin) -> tuple[Question, ...]:
    """Return the questions of a collected suite."""
    questions: dict[str, list[pytest.Item]] = {}
    for item in suite.items:
        questions.setdefault(str(item.path), []).append(item)
    return tuple(question_of(items, suite.rng_of) for items in questions.values())


def question_of(
    items: Sequence[pytest.Item], rng_of: Callable[[pytest.Item], np.random.Generator]
) -> Question:
    """Sort the tests of one question by what they ask first."""
    functions: dict[str, list[First]] = {}
    for item in items:
        calls = first_request(item, rng_of)
        if calls and len({call.function for call in calls}) == 1 and not timed(calls):
            functions.setdefault(calls[0].function, []).append(First(item, request_of(calls)))
    shared = tuple(filter(fits, (sharing_of(name, found) for name, found in functions.items())))
    sharing = {first.item.nodeid for group in shared for first in group.firsts}
    others = tuple(item for item in items if item.nodeid not in sharing)
    return Question(tuple(items), shared, others)


def sharing_of(function: str, firsts: Sequence[First]) -> Sharing:
    """Put first requests together."""
    calls = [call for first in firsts for call in first.request.calls]
    return Sharing(tuple(firsts), function, request_of(calls))


def fits(sharing: Sharing) -> bool:
    """Whether one request can hold all of these."""
    request = sharing.request
    head = len(json.dumps(request.trees))
    return (
        len(request.calls) <= CALLS_LIMIT and head <= HEAD_LIMIT and len(request.body) <= BODY_LIMIT
    )


class _Asked(BaseException):
    """A test asks something; not an Exception, so that no test catches it."""

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self.calls = tuple(calls)


class _Silent:
    """A backend that only says what it was asked."""

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Raise `_Asked`."""
        raise _Asked(calls)


def first_request(
    item: pytest.Item, rng_of: Callable[[pytest.Item], np.random.Generator]
) -> tuple[Call, ...]:
    """Return what a test asks first; nothing where pytest alone can tell."""
    if not isinstance(item, pytest.Function) or item.cls is not None:
        return ()
    if not set(item.fixturenames) <= FIXTURES:
        return ()
    given = {"student": Student(_Silent()), "rng": rng_of(item), "request": None}
    names = FIXTURES.intersection(item._fixtureinfo.argnames)
    try:
        item.function(**{name: given[name] for name in names})
    except _Asked as asked:
        return asked.calls
    except Exception:  # a fault of the suite's; it is told when the suite runs
        return ()
    return ()


def timed(calls: Iterable[Call]) -> bool:
    """Whether the processor time of any call is measured."""
    return any(call.timed for call in calls)


# Judging one -----------------------------------------------------------------------------------


def judge(
    suite: SuitePlugin, questions: Iterable[Question], backend: Backend, looking: Looking | None
) -> tuple[Claim, ...]:
    """Return the claims of a suite with their outcomes for one submission, in order.

    Parameters
    ----------
    suite
        The suite.
    questions
        What `plan` made of it.
    backend
        Where the student's code runs, a fresh child for each request.
    looking
        How to open a child that can be shared, where there is one.
    """
    claims = dict(suite.claims)
    for question in questions:
        found = looking and shared_claims(suite, question, backend, looking)
        claims |= found or suite.run(question.items, lambda item: backend)
    return tuple(claims.values())


def shared_claims(
    suite: SuitePlugin, question: Question, backend: Backend, looking: Looking
) -> Mapping[str, Claim] | None:
    """Return the claims of one question by shared children; None where not all is right."""
    found: dict[str, Claim] = {}
    for sharing in question.shared:
        with looking() as ask:
            replies = ask(sharing.request)
            if replies is None:
                return None
            found |= run_shared(suite, sharing, replies, Asking(sharing.function, ask, backend))
            if not all_passed(found) or not steady(sharing.firsts[0], replies, ask):
                return None
    found |= suite.run(question.others, lambda item: backend) if found else {}
    return found if all_passed(found) else None


def run_shared(
    suite: SuitePlugin, sharing: Sharing, replies: Sequence[Reply], backend: Backend
) -> dict[str, Claim]:
    """Run the tests that share a child; their first requests have been answered."""
    parts = split(replies, [len(first.request.calls) for first in sharing.firsts])
    backends = {
        first.item.nodeid: Replayed(first.request, part, backend)
        for first, part in zip(sharing.firsts, parts, strict=True)
    }
    items = [first.item for first in sharing.firsts]
    return suite.run(items, lambda item: backends[item.nodeid])


def all_passed(claims: Mapping[str, Claim]) -> bool:
    """Whether every test has passed."""
    return all(claim.outcome == "passed" for claim in claims.values())


def steady(first: First, replies: Sequence[Reply], ask: Ask) -> bool:
    """Whether what was asked at the very beginning is still answered as it was then."""
    again = ask(first.request)
    before = replies[: len(first.request.calls)]
    return again is not None and [*map(exact, again)] == [*map(exact, before)]


@dataclass(slots=True)
class Replayed:
    """A backend that knows the replies to a test's first request, and asks `backend` later ones."""

    first: Request
    replies: list[Reply]
    backend: Backend
    used: bool = False

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls`, or repeat what came of them (see `autograde.student.Backend`)."""
        # A test whose input is from elsewhere asks something else than when it was planned.
        known, self.used = not self.used and request_of(calls) == self.first, True
        return self.replies if known else self.backend.answer(calls)


@dataclass(frozen=True, slots=True)
class Asking:
    """A backend that asks the shared child; what is timed or of another function, a fresh one."""

    function: str
    ask: Ask
    backend: Backend

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` (see `autograde.student.Backend`)."""
        if timed(calls) or {call.function for call in calls} != {self.function}:
            return self.backend.answer(calls)
        replies = self.ask(request_of(calls))
        return [NO_ANSWER] * len(calls) if replies is None else replies


def split(replies: Sequence[Reply], sizes: Iterable[int]) -> Iterator[list[Reply]]:
    """Yield the replies in parts of the given sizes."""
    start = 0
    for size in sizes:
        yield list(replies[start : start + size])
        start += size


def exact(reply: Reply) -> object:
    """Return a reply so that equal ones compare equal, arrays and nan included."""
    if not isinstance(reply, Returned):
        return reply
    body = bytearray()
    return wire.encode([reply.value, reply.args], body), body
