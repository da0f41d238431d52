"""A class's way into the gradebook: take in, grade what is new, record, write the verdicts down."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from autograde.classroom.engines import Engine, LocalEngine
from autograde.classroom.recorder import Recorder
from autograde.classroom.tasks import ClassReport, Result, Task
from autograde.coursefolder import read_course
from autograde.graded import Graded, accepts
from autograde.intake import IntakeError, read_submission
from autograde.sandbox.policy import Policy
from autograde.store import Store, write_whole
from autograde.verdict import SCHEMA, to_json

__all__ = ["Classroom"]

BACKLOG = 16
"""So many verdicts may wait to be recorded before grading waits for the writer."""

Done = Callable[[Result], None]


class Classroom:
    """A course folder with nbgrader's layout.

    Parameters
    ----------
    root
        The folder that holds ``nbgrader_config.py``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course = read_course(root)
        self.folder = root / "classroom"
        self.store = Store(self.course.kept)

    def submissions(self, assignment: str) -> dict[str, Path]:
        """Return the place of each student's notebook of an assignment."""
        found = sorted(self.course.directory("submitted").glob(f"*/{assignment}"))
        return {folder.parent.name: folder / f"{assignment}.ipynb" for folder in found}

    def autograde(
        self,
        assignment: str,
        *,
        students: Sequence[str] = (),
        jobs: int = 1,
        force: bool = False,
        done: Done = lambda result: None,
        engine: Engine | None = None,
        policy: Policy = Policy.REQUIRED,
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
            Called with each result when it is recorded, from another thread.
        engine
            Where to grade; `jobs` processes of this machine by default.
        policy
            The least isolation that student code is graded with.

        Raises
        ------
        EngineError
            Where there is nothing to grade with.
        autograde.sandbox.policy.IsolationError
            Where a machine gives less isolation than the policy asks for.
        autograde.coursefolder.GradebookError
            Where the gradebook can't be used. The verdicts are kept all the same.
        """
        paths = self.submissions(assignment)
        chosen = {name: path for name, path in paths.items() if not students or name in students}
        engine = engine or LocalEngine(jobs)
        results: list[Result] = []
        fresh: list[Task] = []
        with _Writer(Recorder(self.course, assignment, force=force), done) as writer:
            if self.warm_up(assignment, engine, force=force):
                writer.prepare()
            tasks, refused = self.take_in(assignment, chosen)
            results += refused
            for result in refused:
                done(result)
            try:
                for task in tasks:
                    known = None if force else self.store.get(assignment, task.key)
                    if known is None or not accepts(policy, known.verdict):
                        fresh.append(replace(task, policy=policy))
                    else:
                        writer.add(task, known)
                if fresh:
                    writer.prepare()
                with contextlib.closing(engine.grade(fresh)) as graded_ones:
                    for task, graded in graded_ones:
                        self.store.put(assignment, task.key, graded)
                        writer.add(task, graded)
                writer.finish()
            finally:
                results += writer.results
                self._write_verdicts(assignment, results, paths)
        results.sort(key=lambda result: result.student)
        return ClassReport(assignment, tuple(results), len(tasks) - len(fresh))

    def warm_up(self, assignment: str, engine: Engine, *, force: bool = False) -> bool:
        """Have an engine start before notebooks are read, where all of them will be graded.

        Returns
        -------
        bool
            Whether that is so: nothing of the assignment is kept, or it is graded by force.
        """
        everything = force or self.store.is_empty(assignment)
        if everything:
            engine.prepare()
        return everything

    def take_in(
        self, assignment: str, paths: Mapping[str, Path]
    ) -> tuple[list[Task], list[Result]]:
        """Return the tasks of what can be graded, and the results of what can't be read."""
        tasks, problems = [], []
        seed = self.store.seed(assignment)
        for student, path in paths.items():
            try:
                submission = read_submission(path, assignment, self.course.directory("submitted"))
            except IntakeError as error:
                words = str(error).replace(f"{self.course.root}/", "")
                problems.append(Result(student, None, words))
            else:
                key = self.store.key(assignment, submission.digest)
                tasks.append(Task(student, submission, seed, key))
        return tasks, problems

    def verdicts_file(self, assignment: str) -> Path:
        """Return where the class's verdicts on an assignment lie, as JSON."""
        return self.course.verdicts / f"{assignment}.json"

    def _write_verdicts(
        self, assignment: str, results: Sequence[Result], students: Mapping[str, Path]
    ) -> None:
        """Write the class's verdicts: this run's, and earlier ones of students not in it."""
        path = self.verdicts_file(assignment)
        entries = {result.student: entry_of(result) for result in results}
        if students.keys() - entries.keys():
            entries = entries_of(path) | entries
        kept = [entries[student] for student in sorted(students) if student in entries]
        head = {"schema": SCHEMA, "assignment": assignment, "seed": self.store.seed(assignment)}
        verdicts = lines_of(entry for entry in kept if "questions" in entry)
        refused = lines_of(entry for entry in kept if "questions" not in entry)
        head_text = json.dumps(head).removesuffix("}")
        write_whole(path, f'{head_text}, "verdicts": {verdicts}, "refused": {refused}}}\n')


def lines_of(entries: Iterable[dict[str, object]]) -> str:
    """Return a JSON list with an entry a line; indented, it would take ten times as long."""
    return "[\n" + ",\n".join(map(json.dumps, entries)) + "\n]"


def entry_of(result: Result) -> dict[str, object]:
    """Return one student's part of the verdicts' JSON."""
    if result.verdict is None:
        return {"student": result.student, "problem": result.problem}
    return {"student": result.student, **to_json(result.verdict)}


def entries_of(path: Path) -> dict[str, dict[str, object]]:
    """Return the parts of the verdicts' JSON by student; none where there is no such file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {one["student"]: one for one in document["verdicts"] + document["refused"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # of an older version, or damaged: this run writes a new one


class _Writer:
    """Runs the recorder in a thread of its own, so that recording goes on beside grading."""

    def __init__(self, recorder: Recorder, done: Done) -> None:
        self._recorder = recorder
        self._done = done
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()
        self.results: list[Result] = []

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *exc: object) -> None:
        for future in self._waiting:
            future.cancel()
        self._thread.submit(self._recorder.close)
        self._thread.shutdown()

    def prepare(self) -> None:
        """Have the recorder load what it needs, beside whatever else goes on."""
        self._waiting.append(self._thread.submit(self._recorder.prepare))

    def add(self, task: Task, graded: Graded) -> None:
        """Have a verdict recorded; wait where too many wait already."""
        self._waiting.append(self._thread.submit(self._record, task, graded))
        if len(self._waiting) > BACKLOG:
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait until everything is recorded."""
        while self._waiting:
            self._waiting.popleft().result()

    def _record(self, task: Task, graded: Graded) -> None:
        result = self._recorder.record(task, graded)
        self.results.append(result)
        self._done(result)
