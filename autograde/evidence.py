"""What a failed test asked and what it got, as short text: shown where a course switches it on.

It is made on the trusted side, from the suite's own arguments and from values that were rebuilt
from plain bytes. It goes beside the verdict, never into it (see `autograde.graded.Graded`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograde.compare import Wrong
from autograde.graded import Asked, Evidence
from autograde.plain_text import plain
from autograde.student import (
    Array,
    Call,
    Reply,
    Returned,
    Student,
    StudentFailure,
    Value,
    describe,
)

__all__ = ["Asked", "Evidence", "evidence_of", "shown"]

NUMBERS_LIMIT = 60
"""Larger arrays are told by their shape alone."""

TEXT_LIMIT = 800
CALLS_LIMIT = 4
CALL_LINE = 80
ROW_LINE = 120


def evidence_of(error: BaseException, student: Student) -> Evidence | None:
    """Return what stands behind a failed test.

    Parameters
    ----------
    error
        What the test raised.
    student
        The test's `student` fixture.

    Returns
    -------
    Evidence or None
        None where the test has called nothing.
    """
    found = [(call, reply) for call, reply in student.history if is_about(error, reply)]
    calls = found or student.latest
    if not calls:
        return None
    asked = tuple(
        Asked(shown_call(call), shown_answer(call, reply)) for call, reply in calls[:CALLS_LIMIT]
    )
    want = error.want if found and isinstance(error, Wrong) else None
    return Evidence(asked, None if want is None else shown(want), len(calls) - len(asked))


def is_about(error: BaseException, reply: Reply) -> bool:
    """Whether a test failed because of this reply; the same object, not only an equal one."""
    if isinstance(error, StudentFailure):
        return error.reply is reply
    judged = error.got if isinstance(error, Wrong) else None
    return judged is not None and isinstance(reply, Returned) and reply.value is judged


def shown_call(call: Call) -> str:
    """Return a call on one line, or with one argument a line where it is long."""
    named = [f"{name}={shown(value)}" for name, value in call.kwargs.items()]
    parts = [*map(shown, call.args), *named]
    line = f"{call.function}({', '.join(parts)})"
    if len(line) <= CALL_LINE and "\n" not in line:
        return line
    lines = "".join("    " + part.replace("\n", "\n    ") + ",\n" for part in parts)
    return f"{call.function}(\n{lines})"


def shown_answer(call: Call, reply: Reply) -> str:
    """Return the answer to a call, or one sentence where there is none."""
    if isinstance(reply, Returned) and reply.value is not None:
        return shown(reply.value)
    return describe(call.function, reply)


def shown(value: Value) -> str:
    """Return a value as text of bounded length: four digits, and large arrays by their shape."""
    text = shown_whole(value)
    return text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]} …"


def shown_whole(value: Value) -> str:
    """Return a value as text; lists and dicts are told up to a number of items."""
    match value:
        case np.ndarray():
            return shown_array(value)
        case str():
            return repr(plain(value[:TEXT_LIMIT]))
        case list():
            return f"[{joined(map(shown_whole, value[:NUMBERS_LIMIT]), value)}]"
        case tuple():
            return f"({joined(map(shown_whole, value[:NUMBERS_LIMIT]), value)})"
        case dict():
            pairs = [*value.items()][:NUMBERS_LIMIT]
            texts = (f"{shown_whole(key)}: {shown_whole(item)}" for key, item in pairs)
            return f"{{{joined(texts, value)}}}"
        case _:
            return shown_number(value)


def joined(texts: Iterable[str], items: Any) -> str:
    """Return the items' texts with commas, and a sign where there are more items."""
    more = ["…"] if len(items) > NUMBERS_LIMIT else []
    return ", ".join([*texts, *more])


def shown_array(array: Array) -> str:
    """Return an array's shape and kind; its values below, where they are few."""
    shape = " × ".join(map(str, array.shape)) or "()"
    head = f"array {shape}, {array.dtype.name}"
    if array.size > NUMBERS_LIMIT or array.size == 0:
        return head
    width = max(len(shown_number(number)) for number in array.flat)
    values = np.array2string(
        array,
        separator=", ",
        max_line_width=ROW_LINE,
        threshold=NUMBERS_LIMIT + 1,
        formatter={"all": lambda number: shown_number(number).rjust(width)},
    )
    return f"{head}\n{values}"


def shown_number(value: Any) -> str:
    """Return a number: four digits of a float, everything of a whole one."""
    return f"{float(value):.4g}" if isinstance(value, (float, np.floating)) else str(value)
