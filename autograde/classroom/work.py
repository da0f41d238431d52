"""What a grading process does: a task's bytes in, its result's bytes out.

It keeps one warm grader for as long as the class's seed stays the same. A fault of the grader's
becomes a verdict that says "not judged"; it never takes the process down.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from multiprocessing.connection import Connection

from autograde.classroom.tasks import Task, pack_graded, pack_refusal, unpack_task
from autograde.graded import Graded, not_judged
from autograde.grading import Grader
from autograde.sandbox.policy import IsolationError, Policy
from autograde.sandbox.template import Template
from autograde.store import environment

__all__ = ["close", "serve", "work"]

_grader: Grader | None = None
_template: Template | None = None
_one_at_a_time = threading.Lock()  # a Dask worker may have several threads; a grader has one


def work(data: bytes) -> bytes:
    """Grade one packed task; return the packed result."""
    with _one_at_a_time:
        task = unpack_task(data)
        try:
            graded = grade(task)
        except IsolationError as error:  # no fault of this submission's: nothing can be graded
            return pack_refusal(str(error))
        return pack_graded(graded, environment(task.submission.assignment))


def grade(task: Task) -> Graded:
    """Grade `task` with this process's grader."""
    grader = grader_for(task.seed, task.policy)
    try:
        return grader.run(task.submission, task.student)
    except IsolationError:
        raise
    except Exception as error:  # whatever broke, it is ours, and a person must look
        close()
        reason = f"{type(error).__name__}: {error}"
        return not_judged(task.submission, task.student, task.seed, reason)


def grader_for(seed: int, policy: Policy) -> Grader:
    """Return the warm grader of a seed and policy; that of another is closed."""
    global _grader
    if _grader is None or (_grader.seed, _grader.policy) != (seed, policy):
        close()
        _grader = Grader(seed, policy=policy, template=_template)
    return _grader


def close() -> None:
    """End the warm grader, if there is one."""
    global _grader
    if _grader is not None:
        _grader.close()
        _grader = None


def serve(connection: Connection, requests: socket.socket) -> None:
    """Grade what arrives on `connection` until its other end is closed.

    Parameters
    ----------
    requests
        Where zygotes are asked for (see `autograde.sandbox.template.Template`).
    """
    global _template
    _template = Template(requests)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process to answer
    signal.signal(signal.SIGTERM, _leave)
    try:
        while True:
            connection.send_bytes(work(connection.recv_bytes()))
    except (EOFError, ConnectionError):
        close()


def _leave(*_: object) -> None:
    close()
    os._exit(0)
