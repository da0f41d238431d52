"""nbgrader's gradebook and API in this process. Importing them takes long: only where needed.

`Book` writes what nbgrader's own ``SaveAutoGrades`` and ``AssignLatePenalties`` would write, by
the same public functions, but in one session for a whole class: each of nbgrader's steps opens
the database anew, which takes ten times as long.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import sqlalchemy
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from traitlets.config import Config

from autograde.course import load_release, releases_folder
from autograde.coursefolder import CourseFolder, GradebookError, read_course

__all__ = ["Book", "find_own_commands", "notebook_text", "open_api"]

LOG = logging.getLogger("traitlets")


def open_api(root: Path, **directories: str) -> Any:
    """Return nbgrader's API for the course in `root`.

    Parameters
    ----------
    root
        The folder of ``nbgrader_config.py``.
    directories
        Directories to use instead of the configured ones, as ``submitted="…"``.
    """
    course = read_course(root)
    overrides = Config()
    for name, directory in directories.items():
        overrides.CourseDirectory[f"{name}_directory"] = directory
    return api_of(course, overrides)


def api_of(course: CourseFolder, overrides: Config) -> Any:
    """Return nbgrader's API for a course, with some settings changed."""
    from nbgrader.apps import NbGraderAPI

    config = Config(course.config)
    config.merge(overrides)
    (course.root / "classroom").mkdir(parents=True, exist_ok=True)
    find_own_commands()
    LOG.setLevel(logging.CRITICAL)
    return NbGraderAPI(config=config)


def find_own_commands() -> None:
    """Put this environment's commands first on the PATH: nbgrader calls `alembic` by name."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


class Book:
    """The gradebook of one course, open for one assignment.

    Parameters
    ----------
    course
        The course.
    assignment
        The assignment; it is entered into the gradebook where it is not there yet.
    """

    def __init__(self, course: CourseFolder, assignment: str) -> None:
        self._course = course
        self._assignment = assignment
        (course.root / "classroom").mkdir(parents=True, exist_ok=True)
        find_own_commands()
        try:
            self._gradebook = Gradebook(course.db_url, course.course_id)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise GradebookError(unusable(course.db_url, error)) from error
        if not self._entered():
            enter_assignment(course, assignment)

    def take_back(self) -> None:
        """Take back what has not been written down for good."""
        self._gradebook.db.rollback()

    def close(self) -> None:
        """Close the session."""
        self._gradebook.close()

    def _entered(self) -> bool:
        """Whether the gradebook has this assignment, with the release's grade cells and points."""
        try:
            notebook = self._gradebook.find_notebook(self._assignment, self._assignment)
        except MissingEntry:
            return False
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        return points == load_release(self._assignment).points

    def save(self, student: str, notebook: Any, timestamp: str | None) -> None:
        """Write one student's scores, comments and late penalty.

        Parameters
        ----------
        notebook
            The filled-in notebook, as nbformat's.
        timestamp
            When it was handed in, where that is known.
        """
        with one_commit(self._gradebook.db):
            late = self._save(student, notebook, timestamp)
        if late:
            self._penalise(student, notebook)

    def _save(self, student: str, notebook: Any, timestamp: str | None) -> bool:
        """Write all but the late penalty; return whether there is one."""
        book, name = self._gradebook, self._assignment
        book.update_or_create_student(student)
        when = {"timestamp": timestamp} if timestamp else {}
        with book.db.no_autoflush:  # nbgrader builds the row piece by piece
            submission = book.update_or_create_submission(name, student, **when)
        row = book.find_submission_notebook(name, name, student)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in marked_cells(notebook)}
        for grade in row.grades:
            grade.auto_score, _ = utils.determine_grade(cells[grade.name], LOG)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in row.comments:
            comment.auto_comment = "No response." if untouched(cells[comment.name]) else None
        row.late_submission_penalty = None
        return bool(submission.total_seconds_late > 0)

    def _penalise(self, student: str, notebook: Any) -> None:
        """Let nbgrader's own step ask the course's plug-in for the late penalty."""
        from nbgrader.preprocessors import AssignLatePenalties

        mark = {"student": student, "assignment": self._assignment, "notebook": self._assignment}
        resources = {"nbgrader": {**mark, "db_url": self._course.db_url}}
        AssignLatePenalties(config=self._course.config).preprocess(notebook, resources)


@contextlib.contextmanager
def one_commit(session: Any) -> Iterator[None]:
    """Make one transaction of what nbgrader's functions commit step by step.

    A commit waits for the disk, and all that the session knows is read anew after it. Where
    something fails nothing is written: `Book.take_back` takes all of it back.
    """
    session.commit = session.flush
    try:
        yield
    finally:
        del session.commit
    session.commit()


def unusable(url: str, error: Exception) -> str:
    """Say that a gradebook can't be opened, and why, without its password."""
    shown = sqlalchemy.make_url(url).render_as_string(hide_password=True)
    reason = str(error).strip().splitlines()[0]
    return f"A gradebook is a database that can be opened; {shown}: {reason}"


def marked_cells(notebook: Any) -> list[Any]:
    """Return the cells that nbgrader knows."""
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id")]


def untouched(cell: Any) -> bool:
    """Whether an answer cell is as it was released (nbgrader's own rule)."""
    return bool(
        cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        and not utils.is_task(cell)
    )


def enter_assignment(course: CourseFolder, assignment: str) -> None:
    """Enter an assignment's cells and points from its release, as `generate_assignment` would.

    Raises
    ------
    GradebookError
        Where nbgrader refuses, with its reason.
    """
    overrides = Config()
    overrides.CourseDirectory.source_directory = str(releases_folder())
    overrides.GenerateAssignment.preprocessors = ["nbgrader.preprocessors.SaveCells"]
    with tempfile.TemporaryDirectory() as folder:
        overrides.CourseDirectory.release_directory = folder
        answer = api_of(course, overrides).generate_assignment(assignment, force=True, create=True)
    if not answer["success"]:
        lines = (answer.get("error") or answer.get("log") or "no reason given").strip().splitlines()
        raise GradebookError(f"nbgrader could not enter {assignment}: {lines[-1]}")


def notebook_text(notebook: dict[str, Any]) -> tuple[Any, str]:
    """Return a notebook as nbformat's, and its file's text as nbgrader would write it."""
    node = nbformat.from_dict(notebook)
    return node, nbformat.v4.writes(node) + "\n"
