"""The same grading on a cluster, by Dask's `distributed` (the extra ``convcourse[dask]``).

Submissions go out as bytes and verdicts come back as bytes, JSON in both cases. Every worker has
a sandbox and a warm grader of its own. A worker that dies loses nothing: the scheduler gives
its tasks to others.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from typing import Any

from autograde.classroom.engines import TRIES, EngineError, not_judged
from autograde.classroom.tasks import Task, pack_task, unpack_graded
from autograde.classroom.work import work
from autograde.graded import Graded
from autograde.store import environment

__all__ = ["DaskEngine"]

PATIENCE = "10 s"
"""How long the scheduler gets to answer."""

AHEAD = 3
"""So many tasks for each thread of the cluster are under way at a time."""


class DaskEngine:
    """Grades on the workers of a Dask scheduler.

    Parameters
    ----------
    address
        The scheduler's, as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    EngineError
        Where `distributed` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError:
            raise EngineError(
                "A cluster needs the package distributed (pip install 'convcourse[dask]'); "
                "it is not installed."
            ) from None
        self._distributed: Any = distributed
        self._address = address

    def prepare(self) -> None:
        """Do nothing: the cluster's workers warm up by their first submission."""

    def grade(self, tasks: Sequence[Task]) -> Generator[tuple[Task, Graded]]:
        """Grade every task (see `autograde.classroom.engines.Engine.grade`)."""
        if not tasks:
            return
        client = self._connect()
        try:
            self._check_workers(client, tasks[0].submission.assignment)
            yield from self._grade(client, tasks)
        finally:
            client.close()

    def _connect(self) -> Any:
        quiet = logging.getLogger("distributed")
        quiet.setLevel(logging.CRITICAL)  # it is we who say what went wrong
        try:
            return self._distributed.Client(self._address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).strip().splitlines()[0]
            raise EngineError(
                f"A cluster has a scheduler that answers; {self._address} does not: {reason}"
            ) from None

    def _check_workers(self, client: Any, assignment: str) -> None:
        """Check that there are workers, and that they grade with the same suites as we do."""
        there = client.run(environment, assignment)
        if not there:
            raise EngineError(f"A cluster has workers; {self._address} has none.")
        for worker, found in there.items():
            if found != environment(assignment):
                raise EngineError(
                    f"All workers grade with the same version and suites; {worker} has others."
                )

    def _grade(self, client: Any, tasks: Sequence[Task]) -> Generator[tuple[Task, Graded]]:
        threads = sum(client.nthreads().values())
        waiting = iter(tasks)
        under_way: dict[Any, Task] = {}
        answers = self._distributed.as_completed(loop=client.loop)

        def hand_out(count: int) -> None:
            for _, task in zip(range(count), waiting, strict=False):
                future = client.submit(work, pack_task(task), pure=False, retries=TRIES - 1)
                under_way[future] = task
                answers.add(future)

        hand_out(AHEAD * threads)
        while under_way:
            future = next(answers)
            task = under_way.pop(future)
            graded = self._result(future, task)
            future.release()
            hand_out(1)
            yield task, graded

    def _result(self, future: Any, task: Task) -> Graded:
        try:
            graded, made_in = unpack_graded(future.result())
        except self._distributed.scheduler.KilledWorker:
            return not_judged(task, "the workers that it was given to died")
        except self._distributed.CancelledError:
            raise EngineError(
                "A cluster stays up until the class is graded; the scheduler was lost. "
                "What was finished is kept; run it again to go on."
            ) from None
        if made_in != environment(task.submission.assignment):
            return not_judged(task, "a worker joined that grades with another version")
        return graded
