"""A class at a time: what is graded, what is kept, and what is left to a person."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from class_factory import ASSIGNMENT, BLANK, hand_in, make_course, notebook_path, script_of, variant
from nbgrader.api import Gradebook

from autograde.classroom import ClassReport, Classroom, GradebookError, Result
from autograde.classroom.recorder import Recorder
from autograde.grading import grade
from autograde.verdict import from_json

STUDENTS = {
    "ada": script_of("ada"),
    "blank": BLANK,
    "goran": script_of("goran"),
    "twin": script_of("goran"),
}


@dataclass(frozen=True)
class Class:
    """A course whose class has been graded once, and what came of it."""

    root: Path
    report: ClassReport
    done: tuple[Result, ...]

    def copy(self, target: Path) -> Path:
        """Return a copy of the course that a test may change."""
        shutil.copytree(self.root, target)
        return target


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Grade a small class, with a damaged file and an empty folder in it."""
    root = make_course(tmp_path_factory.mktemp("class") / "course", STUDENTS)
    damaged = hand_in(root, "cut", BLANK)
    damaged.write_bytes(damaged.read_bytes()[:1000])
    notebook_path(root, "empty").parent.mkdir(parents=True)
    done: list[Result] = []
    report = Classroom(root).autograde(ASSIGNMENT, jobs=2, done=done.append)
    return Class(root, report, tuple(done))


def book_of(root: Path) -> Gradebook:
    """Open a course's gradebook."""
    return Gradebook(f"sqlite:///{root / 'classroom' / 'gradebook.db'}", "convcourse")


def scores_in_book(root: Path) -> dict[str, float]:
    """Return each student's score, as nbgrader adds it up."""
    with book_of(root) as book:
        return {row.student.id: row.score for row in book.assignment_submissions(ASSIGNMENT)}


def results_of(report: ClassReport) -> dict[str, Result]:
    """Return a report's results by student."""
    return {result.student: result for result in report.results}


def test_gradebook_holds_the_verdicts_scores(graded: Class) -> None:
    """Every judged student's score is in the gradebook, and nobody else's."""
    scores = {r.student: r.verdict.score for r in graded.report.results if r.verdict}
    assert scores_in_book(graded.root) == scores
    assert scores["ada"] == 20.0
    assert scores["blank"] == 0.0
    assert 0.0 < scores["goran"] < 20.0


def test_verdicts_are_those_of_grade(graded: Class) -> None:
    """The class's verdict is the one that `grade` gives with the class's seed."""
    verdict = results_of(graded.report)["goran"].verdict
    assert verdict is not None
    alone = grade(notebook_path(graded.root, "goran"), ASSIGNMENT, seed=verdict.seed)
    assert alone.questions == verdict.questions
    assert alone.submission == verdict.submission


def test_unreadable_submissions_need_a_person(graded: Class) -> None:
    """A cut-off file and a missing one are reported, and stop nobody else."""
    results = results_of(graded.report)
    assert not graded.report.judged
    for student, words in (("cut", "JSON"), ("empty", "there is none")):
        assert results[student].verdict is None
        assert words in str(results[student].problem)
    assert all(results[student].judged for student in STUDENTS)


def test_done_is_called_once_a_student(graded: Class) -> None:
    """Progress hears of every student exactly once."""
    assert sorted(r.student for r in graded.done) == sorted([*STUDENTS, "cut", "empty"])


def test_twins_keep_their_names(graded: Class) -> None:
    """Two students with the same text get the same verdict, each under their own name."""
    results = results_of(graded.report)
    one, other = results["goran"].verdict, results["twin"].verdict
    assert one is not None
    assert other is not None
    assert (one.file, other.file) == ("goran", "twin")
    assert one.questions == other.questions


def test_verdicts_can_be_looked_up(graded: Class) -> None:
    """The JSON of a finished run has every verdict, its student and the seed that made it."""
    room = Classroom(graded.root)
    document = json.loads(room.verdicts_file(ASSIGNMENT).read_text("utf-8"))
    assert document["schema"] == 1
    assert document["seed"] == room.store.seed(ASSIGNMENT)
    kept = {entry.pop("student"): from_json(entry) for entry in document["verdicts"]}
    assert kept == {r.student: r.verdict for r in graded.report.results if r.verdict}
    assert all(verdict.seed == document["seed"] for verdict in kept.values())
    assert [entry["student"] for entry in document["refused"]] == ["cut", "empty"]


def test_second_run_does_nothing(graded: Class) -> None:
    """Unchanged submissions are neither graded nor recorded again."""
    folder = graded.root / "classroom"
    files = [p for name in ("autograded", "cache") for p in (folder / name).rglob("*.*")]
    before = {path: path.stat().st_mtime_ns for path in [*files, folder / "gradebook.db"]}
    report = Classroom(graded.root).autograde(ASSIGNMENT, engine=_NoEngine())
    assert report.results == graded.report.results
    assert report.reused == len(STUDENTS)
    assert {path: path.stat().st_mtime_ns for path in before} == before


class _NoEngine:
    """An engine for runs that have nothing to grade."""

    def grade(self, tasks):  # type: ignore[no-untyped-def]
        assert not tasks
        return
        yield


def test_a_damaged_gradebook_is_said_in_a_sentence(graded: Class, tmp_path: Path) -> None:
    """A later run over a gradebook that is no database any more ends with the reason."""
    root = graded.copy(tmp_path / "course")
    (root / "classroom" / "gradebook.db").write_text("This is no database. " * 100)
    with pytest.raises(GradebookError, match="A gradebook is a database"):
        Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine())


def test_one_run_at_a_time(graded: Class, tmp_path: Path) -> None:
    """A second run over an assignment is refused as long as the first one records."""
    root = graded.copy(tmp_path / "course")
    room = Classroom(root)
    first = Recorder(room.course, ASSIGNMENT)
    with pytest.raises(GradebookError, match=f"another one is at work on {ASSIGNMENT}"):
        room.autograde(ASSIGNMENT, engine=_NoEngine())
    Recorder(room.course, "hw2-channels").close()
    first.close()
    assert room.autograde(ASSIGNMENT, engine=_NoEngine()).reused == len(STUDENTS)


HEAVY = {
    "IPython",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "nbgrader",
    "numpy",
    "pytest",
    "sqlalchemy",
}
LOADED = f"""
import sys
from autograde import cli
try:
    cli.main()
except SystemExit:
    print("LOADED", *{HEAVY} & set(sys.modules))
"""


def loaded_by_main(root: Path, *options: str) -> set[str]:
    """Return which heavy libraries the main process has loaded after grading a class."""
    command = [sys.executable, "-c", LOADED, "autograde", ASSIGNMENT, *options]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return set(run.stdout.rsplit("LOADED", 1)[1].split())


def test_the_main_process_loads_what_it_needs(graded: Class, tmp_path: Path) -> None:
    """It grades nothing itself, and needs nbgrader and the database only to record something."""
    root = graded.copy(tmp_path / "course")
    assert loaded_by_main(root) == set()
    again = loaded_by_main(root, "--student", "ada", "--force")
    assert {"nbgrader", "sqlalchemy"} <= again
    assert not again & {"IPython", "matplotlib", "nbconvert", "numpy", "pytest"}


def test_only_what_changed_is_graded(graded: Class, tmp_path: Path) -> None:
    """A new version of one submission is graded; the others' verdicts are kept."""
    root = graded.copy(tmp_path / "course")
    hand_in(root, "blank", variant(1))
    report = Classroom(root).autograde(ASSIGNMENT)
    old, new = results_of(graded.report), results_of(report)
    assert report.reused == len(STUDENTS) - 1
    assert {name for name in STUDENTS if new[name] != old[name]} == {"blank"}


def test_one_student_can_be_chosen(graded: Class, tmp_path: Path) -> None:
    """`students` limits the run; the others' verdicts stay in the JSON."""
    root = graded.copy(tmp_path / "course")
    room = Classroom(root)
    before = json.loads(room.verdicts_file(ASSIGNMENT).read_text("utf-8"))
    report = room.autograde(ASSIGNMENT, students=["blank"], force=True)
    assert [result.student for result in report.results] == ["blank"]
    assert report.reused == 0
    after = json.loads(room.verdicts_file(ASSIGNMENT).read_text("utf-8"))
    names = [entry["student"] for entry in before["verdicts"]]
    assert [entry["student"] for entry in after["verdicts"]] == names


def test_lost_gradebook_is_filled_again(graded: Class, tmp_path: Path) -> None:
    """Where the gradebook is gone, verdicts are recorded again without grading."""
    root = graded.copy(tmp_path / "course")
    (root / "classroom" / "gradebook.db").unlink()
    Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine())
    assert scores_in_book(root) == scores_in_book(graded.root)


def test_half_a_journal_line_costs_one_recording(graded: Class, tmp_path: Path) -> None:
    """A line that was being written when the power went is no reason to stop."""
    root = graded.copy(tmp_path / "course")
    journal = root / "classroom" / "cache" / ASSIGNMENT / "recorded.jsonl"
    journal.write_text(journal.read_text("utf-8")[:-20], encoding="utf-8")
    lines = journal.read_text("utf-8").count("\n")
    assert Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine()).reused == len(STUDENTS)
    assert journal.read_text("utf-8").count("\n") == lines + 1
    assert Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine()).reused == len(STUDENTS)
    assert journal.read_text("utf-8").count("\n") == lines + 1


def test_links_beside_a_notebook_are_left_out(graded: Class, tmp_path: Path) -> None:
    """A submission's own files reach the graders' folder; what a link points to does not."""
    root = graded.copy(tmp_path / "course")
    secret = tmp_path / "secret.txt"
    secret.write_text("the answers")
    folder = notebook_path(root, "ada").parent
    (folder / "data").mkdir()
    (folder / "data" / "points.csv").write_text("1,2\n")
    (folder / "stolen.txt").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    Classroom(root).autograde(ASSIGNMENT, engine=_NoEngine())
    target = root / "classroom" / "autograded" / "ada" / ASSIGNMENT
    names = {str(path.relative_to(target)) for path in target.rglob("*") if not path.is_dir()}
    assert names == {f"{ASSIGNMENT}.ipynb", "data/points.csv"}
