"""Our grader inside nbgrader's own commands: the same numbers, files and pages every way."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from class_factory import ASSIGNMENT, BLANK, make_course, notebook_path, script_of
from gradebook_tables import Tables
from nbgrader.api import Gradebook

from autograde.classroom import Classroom
from autograde.coursefolder import read_course
from autograde.gradebook import Book, open_api
from autograde.suite import claims_of, suite_files

SETTINGS = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
DUE = "2026-01-10 12:00:00 UTC"
STUDENTS = {
    "ada": script_of("ada"),
    "blank": BLANK,
    "fatima": script_of("fatima"),
    "late": script_of("goran"),
    "marked": script_of("goran"),
}


@dataclass(frozen=True)
class Courses:
    """The same class, graded by `convcourse autograde` and by stock `nbgrader autograde`."""

    ours: Path
    stock: Path


def nbgrader(root: Path, *arguments: str) -> None:
    """Run a command of nbgrader's in a course."""
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]


def url_of(root: Path) -> str:
    """Return the address of a course's gradebook."""
    return read_course(root).db_url


def book_of(root: Path) -> Gradebook:
    """Open a course's gradebook."""
    return Gradebook(url_of(root), "convcourse")


def prepare(root: Path) -> None:
    """Set a due date, hand in on time or late, and let a person have marked one question."""
    for student, stamp in (("ada", "2026-01-10 11:59:00 UTC"), ("late", "2026-01-12 08:00:00 UTC")):
        notebook_path(root, student).with_name("timestamp.txt").write_text(stamp)
    notebook_path(root, "ada").with_name("notes.txt").write_text("a file of the student's")
    with book_of(root) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
        book.add_student("marked")
        with book.db.no_autoflush:
            book.add_submission(ASSIGNMENT, "marked")
        grade = book.find_grade("test-conv2d", ASSIGNMENT, ASSIGNMENT, "marked")
        grade.manual_score = 1.5
        book.db.commit()


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Courses:
    """Grade a class both ways, with one seed; stock grades one student anew, not from the cache."""
    folder = tmp_path_factory.mktemp("courses")
    ours = make_course(folder / "ours", STUDENTS, SETTINGS, gradebook=False)
    Book(read_course(ours), ASSIGNMENT).close()
    prepare(ours)
    report = Classroom(ours).autograde(ASSIGNMENT, jobs=2)
    assert report.judged

    stock = make_course(folder / "stock", STUDENTS, SETTINGS, gradebook=False)
    (stock / "classroom" / "cache").mkdir()
    shutil.copytree(ours / "classroom" / "cache", stock / "classroom" / "cache", dirs_exist_ok=True)
    nbgrader(stock, "generate_assignment", ASSIGNMENT)
    prepare(stock)
    forget(stock, "fatima")
    nbgrader(stock, "autograde", ASSIGNMENT)
    return Courses(ours, stock)


def forget(root: Path, student: str) -> None:
    """Take one student's verdict out of the cache."""
    room = Classroom(root)
    tasks, _ = room.take_in(ASSIGNMENT, {student: notebook_path(root, student)})
    (room.course.kept / ASSIGNMENT / f"{tasks[0].key}.json").unlink()


def test_gradebooks_are_equal_table_by_table(courses: Courses) -> None:
    """Scores, comments, penalties, cells and all else equal those of stock nbgrader's run."""
    ours, stock = Tables(url_of(courses.ours)), Tables(url_of(courses.stock))
    for name in ours.names:
        assert ours.rows(name) == stock.rows(name), name
    assert ours.rows("grade").total() == len(STUDENTS) * 5
    assert any("No response." in row for row in ours.rows("comment"))
    assert any("manual_score=1.5" in row for row in ours.rows("grade"))


def test_late_penalty_is_the_plugins(courses: Courses) -> None:
    """The course's own rule for late submissions is asked; who is on time loses nothing."""
    with book_of(courses.ours) as book:
        late = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "late")
        assert late.score > 0
        assert late.late_submission_penalty == late.score
        ada = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ada")
        assert ada.late_submission_penalty is None


def files_of(root: Path) -> dict[str, tuple[str, bytes]]:
    """Return the graders' files with their permissions and bytes."""
    folder = root / "classroom" / "autograded"
    return {
        str(path.relative_to(folder)): (stat.filemode(path.stat().st_mode), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_are_equal_byte_by_byte(courses: Courses) -> None:
    """The notebooks that formgrader reads, and the files beside them, equal those of stock."""
    ours, stock = files_of(courses.ours), files_of(courses.stock)
    assert list(ours) == list(stock)
    for name in ours:
        assert ours[name] == stock[name], name
    assert f"ada/{ASSIGNMENT}/notes.txt" in ours


def test_api_gives_the_same_scores(courses: Courses) -> None:
    """`NbGraderAPI.autograde`, formgrader's button, leaves every table as it is."""
    before = Tables(url_of(courses.ours))
    answer = open_api(courses.ours).autograde(ASSIGNMENT, "fatima", force=True, create=False)
    assert answer["success"], answer
    after = Tables(url_of(courses.ours))
    for name in before.names:
        assert after.rows(name) == before.rows(name), name


def test_scores_are_the_verdicts(courses: Courses) -> None:
    """Each grade in the gradebook is the question's score in the verdict."""
    report = Classroom(courses.stock).autograde(ASSIGNMENT)
    with book_of(courses.stock) as book:
        for result in report.results:
            assert result.verdict is not None
            row = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, result.student)
            scores = {question.grade_id: question.score for question in result.verdict.questions}
            assert {grade.name: grade.auto_score for grade in row.grades} == scores


def test_feedback_shows_the_rubric_and_no_test(courses: Courses) -> None:
    """`nbgrader generate_feedback` shows every rubric line, and nothing of the tests' code."""
    nbgrader(courses.ours, "generate_feedback", ASSIGNMENT)
    page = courses.ours / "classroom" / "feedback" / "fatima" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    text = page.read_text("utf-8")
    files = suite_files(ASSIGNMENT)
    for claim in claims_of(files):
        assert claim.rubric.split("'")[0].split("’")[0] in text.replace("&#x27;", "'")
    code = {line.strip() for path in files for line in path.read_text("utf-8").splitlines()}
    shown = [line for line in code if len(line) > 30 and line in text and '"""' not in line]
    assert not shown
