"""The visible checks: ``check("hw1.conv2d", globals())`` at the end of a question.

A check climbs and stops at the first rung that does not hold: not defined, not written yet, no
``return``, an error, a wrong type, a wrong shape, a wrong value, passed. A wrong value is laid
out as window x kernel = products, so that it can be followed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convlab.check import hw1, hw2, hw3
from convlab.check.ladder import climb
from convlab.check.render import Result

__all__ = ["TASKS", "check"]

TASKS = hw1.TASKS | hw2.TASKS | hw3.TASKS


def check(task: str, namespace: Mapping[str, Any]) -> Result:
    """Check the function of a task, as far as a few examples can.

    Parameters
    ----------
    task
        Assignment and function, as ``"hw1.conv2d"``.
    namespace
        Where your function lives: ``globals()``.

    Returns
    -------
    Result
        Reads well as the last line of a notebook's cell, and printed.

    Raises
    ------
    ValueError
        Where there is no such task.
    """
    if task not in TASKS:
        raise ValueError(f"a task is one of {', '.join(TASKS)}; got {task!r}")
    return climb(TASKS[task], namespace)
