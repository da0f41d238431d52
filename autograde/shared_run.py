"""Ask what the tests ask in one child, where the answers turn out to be right.

A child for each request costs more than all that a student's functions compute. So what the tests
ask goes to one child, question after question and function after function: first the first
requests of all tests of a function together, then, as these tests run, what they go on to ask.
Where every test of a question passes with these replies, the question is judged by them. Where
anything is amiss, all replies of that question are dropped, and its tests ask a fresh child for
each request. So partial credit, hints, evidence and recognised mistakes only ever come from fresh
children.

This helps nobody who cheats. Inputs are random and differ from test to test, so what is kept from
one test answers nothing in the next. The first call of a function is made twice more, and must
give the same: once when its tests are through, which finds a function that is wrong until it has
been called; and once in a second child that is asked in the opposite order, which finds one that
lives on what another function has left. Requests that are timed never share.

The inputs come from the class's seed, so the first requests are known before there is any
submission: `plan` goes through a suite once, `judge` once a submission.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
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

Claims = dict[str, Claim]
"""Claims with their outcomes, by the test's node id."""

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
    """Tests that ask the same function first.

    Attributes
    ----------
    firsts
        Each test with its first request.
    function
        The function.
    request
        All first requests in one.
    again
        The first call alone.
    """

    firsts: tuple[First, ...]
    function: str
    request: Request
    again: Request


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
    return Sharing(tuple(firsts), function, request_of(calls), request_of(calls[:1]))


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
    suite: SuitePlugin, questions: Sequence[Question], backend: Backend, looking: Looking | None
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
    found = {} if looking is None else shared_claims(suite, questions, backend, looking)
    for number, question in enumerate(questions):
        claims |= found.get(number) or suite.run(question.items, lambda item: backend)
    return tuple(claims.values())


def shared_claims(
    suite: SuitePlugin, questions: Sequence[Question], backend: Backend, looking: Looking
) -> dict[int, Claims]:
    """Return the claims of those questions of which all is right, by the question's number."""
    found: dict[int, Claims] = {}
    firsts: dict[int, list[Reply]] = {}
    with looking() as ask:
        for number, question in enumerate(questions):
            claims, replies = question_claims(suite, question, ask, backend)
            if claims:
                found[number], firsts[number] = claims, replies
    with looking() as ask:
        steady = [
            number
            for number in reversed(found)
            if same(reversed(firsts[number]), map(ask, again(questions[number])))
        ]
    for number in steady:
        found[number] |= suite.run(questions[number].others, lambda item: backend)
    return {number: found[number] for number in steady if all_passed(found[number])}


def again(question: Question) -> Iterator[Request]:
    """Yield the first call of each of a question's functions, the last function's first."""
    for sharing in reversed(question.shared):
        yield sharing.again


def question_claims(
    suite: SuitePlugin, question: Question, ask: Ask, backend: Backend
) -> tuple[Claims, list[Reply]]:
    """Return the claims of a question's tests that share; none where anything is amiss.

    Returns
    -------
    claims : dict
        The claims by node id.
    firsts : list
        The reply to the first call of each function.
    """
    claims: Claims = {}
    firsts = []
    for sharing in question.shared:
        replies = ask(sharing.request)
        if replies is None:
            return {}, []
        claims |= run_shared(suite, sharing, replies, Asking(sharing.function, ask, backend))
        if not all_passed(claims) or not same(replies[:1], [ask(sharing.again)]):
            return {}, []
        firsts.append(replies[0])
    return claims, firsts


def run_shared(
    suite: SuitePlugin, sharing: Sharing, replies: Sequence[Reply], backend: Backend
) -> Claims:
    """Run the tests that share a child; their first requests have been answered."""
    parts = split(replies, [len(first.request.calls) for first in sharing.firsts])
    backends = {
        first.item.nodeid: Replayed(first.request, part, backend)
        for first, part in zip(sharing.firsts, parts, strict=True)
    }
    items = [first.item for first in sharing.firsts]
    return suite.run(items, lambda item: backends[item.nodeid])


def all_passed(claims: Claims) -> bool:
    """Whether every test has passed."""
    return all(claim.outcome == "passed" for claim in claims.values())


def same(before: Iterable[Reply], again: Iterable[list[Reply] | None]) -> bool:
    """Whether calls that are made again, each alone, are answered as they were before."""
    replies = [reply for one in again for reply in one or [NO_ANSWER]]
    return [*map(exact, before)] == [*map(exact, replies)]


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
