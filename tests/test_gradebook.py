"""The gradebook: entered from the release, patient with other writers, never half understood."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from class_factory import ASSIGNMENT, BLANK, make_course
from nbgrader.api import Gradebook

from autograde.course import load_release, nbgrader_of
from autograde.coursefolder import GradebookError, read_course
from autograde.feedback import rebuilt_notebook
from autograde.gradebook import Book, notebook_text
from autograde.intake import Submission

SECONDS = 6.0
"""Longer than SQLite's own patience of five seconds."""


def test_assignment_is_entered_from_its_release(tmp_path: Path) -> None:
    """A fresh gradebook learns cells and points without `nbgrader generate_assignment`."""
    course = read_course(make_course(tmp_path / "course", {}, gradebook=False))
    Book(course, ASSIGNMENT).close()
    release = load_release(ASSIGNMENT)
    with Gradebook(course.db_url, course.course_id) as book:
        notebook = book.find_notebook(ASSIGNMENT, ASSIGNMENT)
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == release.points
        assert {cell.name for cell in notebook.solution_cells} == release.answers


def scored_notebook() -> Any:
    """Return the release's notebook with one point in each grade cell, as nbformat's."""
    notebook = rebuilt_notebook(Submission(ASSIGNMENT, load_release(ASSIGNMENT).cells))
    result = {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "1.0"}}
    for cell in notebook["cells"]:
        if nbgrader_of(cell).get("grade"):
            cell["outputs"] = [{**result, "execution_count": 1}]
    node, _ = notebook_text(notebook)
    return node


def test_waits_for_another_writer(tmp_path: Path) -> None:
    """While somebody else writes for longer than SQLite waits by itself, we wait and succeed."""
    course = read_course(make_course(tmp_path / "course", {"ada": BLANK}))
    path = course.root / "classroom" / "gradebook.db"
    node = scored_notebook()
    problems: list[Exception] = []

    def save() -> None:
        try:
            book = Book(course, ASSIGNMENT)
            book.save("ada", node, None)
            book.close()
        except Exception as error:
            problems.append(error)

    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer = threading.Thread(target=save)
    writer.start()
    writer.join(SECONDS)
    assert writer.is_alive(), problems
    other.execute("COMMIT")
    other.close()
    writer.join()
    assert not problems
    with Gradebook(course.db_url, course.course_id) as book:
        assert book.find_submission(ASSIGNMENT, "ada").score == 5.0


def test_half_a_student_is_never_written(tmp_path: Path) -> None:
    """Where a record fails on the way, the gradebook has nothing of it, and the next is whole."""
    course = read_course(make_course(tmp_path / "course", {}))
    whole, cut = scored_notebook(), scored_notebook()
    cut.cells = cut.cells[: len(cut.cells) // 2]
    book = Book(course, ASSIGNMENT)
    with pytest.raises(KeyError):
        book.save("ada", cut, None)
    book.take_back()
    book.save("goran", whole, None)
    book.close()
    with Gradebook(course.db_url, course.course_id) as there:
        assert [student.id for student in there.students] == ["goran"]
        assert [row.score for row in there.assignment_submissions(ASSIGNMENT)] == [5.0]


def test_a_database_that_is_none_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A gradebook that can't be opened is one sentence, without the password."""
    settings = '\nc.CourseDirectory.db_url = "postgresql+psycopg://ta:secret@127.0.0.1:1/none"\n'
    course = read_course(make_course(tmp_path / "course", {}, settings, gradebook=False))
    with pytest.raises(GradebookError, match="A gradebook is a database") as caught:
        Book(course, ASSIGNMENT)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
