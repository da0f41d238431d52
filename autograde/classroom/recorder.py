"""The one writer: puts verdicts into the gradebook, and notebooks where formgrader reads them.

A journal, one line a student, says what has been recorded; a second run skips that. A line is
written when everything else is, so that a run may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import IO, TYPE_CHECKING

from autograde.classroom.tasks import Result, Task
from autograde.coursefolder import CourseFolder, GradebookError
from autograde.extras import copy_files, extra_marks, read_stamp
from autograde.graded import Graded, addressed
from autograde.lean_imports import lean_imports
from autograde.store import appearance, write_whole

if TYPE_CHECKING:
    from autograde.gradebook import Book

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["Recorder"]

READ_ONLY = 0o444
"""nbgrader's own setting for what it has graded."""


class Recorder:
    """Records one assignment's verdicts, alone: a second recorder of the assignment is refused.

    It is used by one thread, as a database session is.

    Parameters
    ----------
    course
        The course.
    assignment
        The assignment.
    force
        Record again what has been recorded.

    Raises
    ------
    GradebookError
        Where another run is recording the assignment.
    """

    def __init__(self, course: CourseFolder, assignment: str, *, force: bool = False) -> None:
        self._course = course
        self._assignment = assignment
        self._force = force
        self._show = course.show_hidden
        self._lock = lock(course.kept / assignment / "lock", assignment)
        self._journal = Journal(course.kept / assignment / "recorded.jsonl")
        self._in_book: frozenset[str] | None = None
        self._book: Book | None = None

    def prepare(self) -> None:
        """Load what recording needs; this takes longer than to grade a submission."""
        with lean_imports():
            from autograde import feedback, gradebook  # noqa: F401  (loaded, not yet used)

    def close(self) -> None:
        """Close the gradebook, and let others record."""
        if self._book is not None:
            self._book.close()
        self._lock.close()

    def record(self, task: Task, graded: Graded) -> Result:
        """Record one verdict, unless it is already or was not judged."""
        verdict = addressed(graded.verdict, task.submission, task.student)
        if not verdict.judged:
            return Result(task.student, verdict, "; ".join(verdict.notes) or "not judged")
        mark = self._mark(task)
        if self._force or not self._recorded(task.student, mark):
            try:
                self._write(task, graded)
            except GradebookError:
                raise
            except Exception as error:  # whatever it is, it must not stop the rest of the class
                if self._book is not None:
                    self._book.take_back()
                reason = (str(error).strip() or type(error).__name__).splitlines()[0]
                return Result(task.student, verdict, f"it could not be recorded: {reason}")
            self._journal.add(task.student, mark)
        return Result(task.student, verdict)

    def _mark(self, task: Task) -> str:
        """Return what changes when there is something new to record."""
        folder = self._submitted(task.student)
        parts = [
            task.key,
            str(read_stamp(folder)),
            appearance(),
            str(self._show),
            *extra_marks(folder),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _recorded(self, student: str, mark: str) -> bool:
        if self._journal.marks.get(student) != mark or not self._notebook(student).exists():
            return False
        if self._in_book is None:
            self._in_book = students_in_book(self._course.db_url, self._assignment)
        return student in self._in_book

    def _opened(self) -> Book:
        if self._book is None:
            self.prepare()
            from autograde.gradebook import Book

            self._book = Book(self._course, self._assignment)
        return self._book

    def _write(self, task: Task, graded: Graded) -> None:
        book = self._opened()
        from autograde.feedback import filled_in
        from autograde.gradebook import notebook_text

        node, text = notebook_text(filled_in(task.submission, graded, show_hidden=self._show))
        submitted = self._submitted(task.student)
        target = self._notebook(task.student)
        fresh_folder(target.parent)
        copy_files(submitted, target.parent)
        copy_files(self._course.directory("source") / self._assignment, target.parent)
        book.save(task.student, node, read_stamp(submitted))
        write_whole(target, text, durable=True)
        for path in target.parent.rglob("*"):
            if path.is_file():
                path.chmod(READ_ONLY)

    def _submitted(self, student: str) -> Path:
        return self._course.directory("submitted") / student / self._assignment

    def _notebook(self, student: str) -> Path:
        folder = self._course.directory("autograded") / student / self._assignment
        return folder / f"{self._assignment}.ipynb"


class Journal:
    """The list of what has been recorded: a line a student, the last one counts.

    Attributes
    ----------
    marks
        What was recorded for each student.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.marks: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                student, mark = json.loads(line)
            except ValueError:
                continue  # the end of a line that was being written when the power went
            self.marks[student] = mark

    def add(self, student: str, mark: str) -> None:
        """Note that a student's verdict has been recorded."""
        self.marks[student] = mark
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # A line starts with the line break: half a line before it costs nothing then.
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps([student, mark]))


def lock(path: Path, assignment: str) -> IO[str]:
    """Open a file that nobody else has open in this way; the kernel lets go of it in any case."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w", encoding="utf-8")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise GradebookError(
                f"One run at a time grades an assignment; another one is at work on {assignment}."
            ) from None
        except OSError:
            return file  # a network drive may have no locks: then nobody is kept out
    return file


PATIENCE = 60.0
"""Seconds that whoever writes into the gradebook gets to finish."""

IN_BOOK = (
    "SELECT submitted_assignment.student_id FROM submitted_assignment "
    "JOIN assignment ON assignment.id = submitted_assignment.assignment_id "
    "WHERE assignment.name = :name"
)


def students_in_book(db_url: str, assignment: str) -> frozenset[str]:
    """Return who has a submission in the gradebook, without loading nbgrader.

    A file that is none of SQLite's, or has no such table, holds nobody: whoever opens it to write
    says what is wrong with it.
    """
    path = db_url.removeprefix("sqlite:///").partition("?")[0]
    if db_url.startswith("sqlite:///") and not path.startswith("file:"):  # no need of SQLAlchemy
        try:
            with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
                rows = connection.execute(IN_BOOK, {"name": assignment}).fetchall()
        except sqlite3.DatabaseError:
            return frozenset()
        return frozenset(student for (student,) in rows)
    import sqlalchemy

    engine = sqlalchemy.create_engine(db_url)
    try:
        if not sqlalchemy.inspect(engine).has_table("submitted_assignment"):
            return frozenset()
        with engine.connect() as connection:
            return frozenset(
                connection.execute(sqlalchemy.text(IN_BOOK), {"name": assignment}).scalars()
            )
    finally:
        engine.dispose()


def fresh_folder(folder: Path) -> None:
    """Make an empty folder, whatever was there before."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
