"""A class at a time: verdicts in parallel, recorded in nbgrader's gradebook by one writer.

Verdicts are made by worker processes, each with a warm zygote of its own, and kept in the
content-addressed store. nbgrader's own `autograde` then finds them there, so the gradebook and
the autograded notebooks are written by nbgrader itself.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.grading import Graded, Grader, addressed
from autograde.intake import IntakeError, Submission, read_submission
from autograde.store import Store, write_whole
from autograde.verdict import Verdict

__all__ = ["ClassReport", "Classroom", "Result"]

TRIES = 2


@dataclass(frozen=True, slots=True)
class Result:
    """One student's result: a verdict, or the sentence that says why there is none."""

    student: str
    verdict: Verdict | None
    problem: str | None = None

    @property
    def judged(self) -> bool:
        """Whether nobody need look at it."""
        return self.verdict is not None and self.verdict.judged


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The results of a class, by student, and how many verdicts came from the store."""

    assignment: str
    results: tuple[Result, ...]
    reused: int = 0

    @property
    def judged(self) -> bool:
        """Whether every submission was judged."""
        return all(result.judged for result in self.results)


@dataclass(frozen=True, slots=True)
class _Task:
    student: str
    submission: Submission
    key: str


class Classroom:
    """A course folder with nbgrader's layout.

    Parameters
    ----------
    root
        The folder that holds ``nbgrader_config.py``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "classroom"
        self.store = Store(self.folder / "cache")

    def submissions(self, assignment: str) -> dict[str, Path]:
        """Return each student's notebook of an assignment."""
        found = (self.folder / "submitted").glob(f"*/{assignment}/{assignment}.ipynb")
        return {path.parent.parent.name: path for path in sorted(found)}

    def autograde(
        self,
        assignment: str,
        *,
        students: Sequence[str] = (),
        jobs: int = 1,
        force: bool = False,
        done: Callable[[Result], None] = lambda result: None,
    ) -> ClassReport:
        """Grade a class into the gradebook.

        Parameters
        ----------
        students
            Only these; all who have submitted by default.
        jobs
            How many submissions are graded at a time.
        force
            Grade and record again what has been graded before.
        done
            Called with each result as it is recorded.
        """
        paths = self.submissions(assignment)
        chosen = {name: path for name, path in paths.items() if not students or name in students}
        tasks, results = self._take_in(assignment, chosen)
        for result in results:
            done(result)
        known = {} if force else {task.student: self._known(task) for task in tasks}
        fresh = [task for task in tasks if known.get(task.student) is None]
        seed = self.store.seed(assignment)
        with self._recorder(assignment) as recorder:
            for task in tasks:
                graded = known.get(task.student)
                if graded is not None:
                    results.append(recorder.record(task, graded, force))
                    done(results[-1])
            for task, graded in grade_all(fresh, seed, jobs):
                self.store.put(assignment, task.key, graded)
                results.append(recorder.record(task, graded, force))
                done(results[-1])
        results.sort(key=lambda result: result.student)
        return ClassReport(assignment, tuple(results), len(tasks) - len(fresh))

    def _take_in(self, assignment: str, paths: dict[str, Path]) -> tuple[list[_Task], list[Result]]:
        tasks, problems = [], []
        for student, path in paths.items():
            try:
                submission = read_submission(path, assignment, self.folder / "submitted")
            except IntakeError as error:
                problems.append(Result(student, None, str(error)))
            else:
                key = self.store.key(assignment, submission.digest)
                tasks.append(_Task(student, submission, key))
        return tasks, problems

    def _known(self, task: _Task) -> Graded | None:
        return self.store.get(task.submission.assignment, task.key)

    def _recorder(self, assignment: str) -> _Recorder:
        return _Recorder(self.root, self.folder, assignment)


class _Recorder:
    """The one writer: has nbgrader record verdicts that lie in the store.

    What nbgrader reads is staged: a notebook rebuilt on the release's template, never the bytes
    that the student sent. A list of what has been recorded under which key makes a second run
    skip it.
    """

    def __init__(self, root: Path, folder: Path, assignment: str) -> None:
        self._root = root
        self._folder = folder
        self._assignment = assignment
        self._list = folder / "cache" / assignment / "recorded.json"
        self._recorded: dict[str, str] = (
            json.loads(self._list.read_text()) if self._list.exists() else {}
        )
        self._api: Any = None

    def __enter__(self) -> _Recorder:
        return self

    def __exit__(self, *exc: object) -> None:
        write_whole(self._list, json.dumps(self._recorded, indent=1, sort_keys=True))
        shutil.rmtree(self._folder / "staged", ignore_errors=True)

    def record(self, task: _Task, graded: Graded, force: bool) -> Result:
        """Have one verdict recorded, unless it is already or was not judged."""
        verdict = addressed(graded.verdict, task.submission, task.student)
        if not verdict.judged:
            return Result(task.student, verdict, "; ".join(verdict.notes))
        notebook = self._folder / "autograded" / task.student / self._assignment
        if force or self._recorded.get(task.student) != task.key or not notebook.exists():
            problem = self._autograde(task)
            if problem:
                return Result(task.student, None, problem)
            self._recorded[task.student] = task.key
        return Result(task.student, verdict)

    def _autograde(self, task: _Task) -> str | None:
        """Run nbgrader's autograde on the staged notebook; return what went wrong, if it did."""
        from autograde.gradebook import open_api, stage

        if self._api is None:
            self._api = open_api(self._root, submitted="classroom/staged")
        stage(task.submission, self._folder, task.student)
        answer = self._api.autograde(self._assignment, task.student, force=True, create=True)
        if answer["success"]:
            return None
        lines = (answer.get("error") or answer.get("log") or "").strip().splitlines()
        return f"nbgrader could not record it: {lines[-1] if lines else 'no reason given'}"


def grade_all(tasks: Sequence[_Task], seed: int, jobs: int) -> Iterator[tuple[_Task, Graded]]:
    """Grade `tasks` in `jobs` processes, each as soon as it is done.

    A process that dies takes nothing with it: what it held is graded again by others, and only
    what has failed `TRIES` times is reported as not judged.
    """
    waiting = list(tasks)
    for _ in range(TRIES):
        lost: list[_Task] = []
        for task, graded in _one_round(waiting, seed, min(jobs, len(waiting)) or 1):
            if graded is None:
                lost.append(task)
            else:
                yield task, graded
        waiting = lost
    for task in waiting:
        reason = f"the grading process died {TRIES} times"
        yield task, Graded(Grader(seed).not_judged(task.submission, task.student, reason), {})


def _one_round(
    tasks: Iterable[_Task], seed: int, jobs: int
) -> Iterator[tuple[_Task, Graded | None]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograde.grading"])
    with ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(seed,)) as pool:
        futures = {pool.submit(_grade, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenProcessPool:
                    yield futures[future], None
        except GeneratorExit:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_grader: Grader | None = None


def _start(seed: int) -> None:
    global _grader
    _grader = Grader(seed)


def _grade(task: _Task) -> Graded:
    assert _grader is not None
    return _grader.run(task.submission, task.student)
