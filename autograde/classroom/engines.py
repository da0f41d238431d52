"""Where verdicts are made: the `Engine` protocol, and the processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Generator, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from socket import socket
from typing import Protocol

from autograde import graded
from autograde.classroom.tasks import Task, pack_task, unpack_graded
from autograde.graded import Graded
from autograde.sandbox.template import Template

__all__ = ["Engine", "EngineError", "LocalEngine", "not_judged"]

TRIES = 2
"""A submission whose grading process died this often is left to a person."""

PATIENCE = 10.0
"""Seconds that a process gets to end in good order."""


class EngineError(RuntimeError):
    """The engine can't be used at all; the text is one sentence for the user."""


class Engine(Protocol):
    """Makes verdicts."""

    def prepare(self) -> None:
        """Start warming up, as there will be something to grade; do not wait for it."""
        ...

    def grade(self, tasks: Sequence[Task]) -> Generator[tuple[Task, Graded]]:
        """Grade every task, in any order, and yield each result as soon as it is there.

        A process or machine that dies takes nothing with it. Closing the iterator ends the work.

        Raises
        ------
        EngineError
            Where there is nothing to grade with.
        """
        ...


def not_judged(task: Task, reason: str) -> Graded:
    """Return the result of a task that could not be graded: nobody's zero, a person's work."""
    return graded.not_judged(task.submission, task.student, task.seed, reason)


def serve(connection: Connection, requests: socket) -> None:
    """Do a grading process's work; this one, which never grades, need not import it."""
    from autograde.classroom import work

    work.serve(connection, requests)


class LocalEngine:
    """Grades in processes of this machine, each with a zygote of its own from one template.

    Parameters
    ----------
    jobs
        How many.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["autograde.classroom.nursery"])
        self._template = Template()

    def prepare(self) -> None:
        """Start what grading processes and their zygotes are forked from, both at once."""
        self._template.start()
        forkserver.ensure_running()

    def grade(self, tasks: Sequence[Task]) -> Generator[tuple[Task, Graded]]:
        """Grade every task (see `Engine.grade`)."""
        waiting = deque(tasks)
        deaths: Counter[str] = Counter()
        desks = [_Desk(self._context, self._template) for _ in tasks[: self._jobs]]
        finished = False
        try:
            while True:
                for desk in desks:
                    desk.supply(waiting)
                busy = [desk for desk in desks if desk.task is not None]
                if not busy:
                    break
                ready = wait([desk.connection for desk in busy])
                done = [desk.collect() for desk in busy if desk.connection in ready]
                for desk in desks:  # first hand out what is to be done, then look at results
                    desk.supply(waiting)
                for task, graded in done:
                    if graded is not None:
                        yield task, graded
                        continue
                    deaths[task.student] += 1
                    if deaths[task.student] < TRIES:
                        waiting.append(task)
                    else:
                        yield task, not_judged(task, f"the grading process died {TRIES} times")
            finished = True
        finally:
            for desk in desks:
                desk.hang_up(in_good_order=finished)
            for desk in desks:
                desk.wait()
            self._template.close()


class _Desk:
    """One grading process, and the task that it is at work on."""

    def __init__(
        self, context: multiprocessing.context.ForkServerContext, template: Template
    ) -> None:
        self._context = context
        self._template = template
        self.task: Task | None = None
        self._start()

    def _start(self) -> None:
        self.connection, theirs = self._context.Pipe()
        given = (theirs, self._template.start())
        self._process = self._context.Process(target=serve, args=given, daemon=True)
        self._process.start()
        theirs.close()

    def supply(self, waiting: deque[Task]) -> None:
        """Take the next task, unless there is one in hand already."""
        while self.task is None and waiting:
            try:
                self.connection.send_bytes(pack_task(waiting[0]))
            except ConnectionError:  # it died while it had nothing to do
                self._renew()
            else:
                self.task = waiting.popleft()

    def collect(self) -> tuple[Task, Graded | None]:
        """Return the task in hand and its result; None where the process died over it."""
        assert self.task is not None
        task, self.task = self.task, None
        try:
            graded, _ = unpack_graded(self.connection.recv_bytes())
        except (EOFError, ConnectionError):
            self._renew()
            return task, None
        return task, graded

    def _renew(self) -> None:
        self.hang_up(in_good_order=False)
        self.wait()
        self._start()

    def hang_up(self, *, in_good_order: bool) -> None:
        """Tell the process to end, in the middle of its task where it must be."""
        self.connection.close()
        if not in_good_order:
            self._process.terminate()

    def wait(self) -> None:
        """Wait for the process to end, and end it if it does not."""
        self._process.join(PATIENCE)
        self._process.kill()
        self._process.join()
        self._process.close()
