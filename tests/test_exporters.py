"""Grades for Canvas and Moodle by nbgrader's own `export`; late penalties by its own plug-in."""

from __future__ import annotations

import contextlib
import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from people import FLIPPED, HW1, hand_in, make_course, script

from autograde.coursefolder import read_course

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", HW1]
MOODLE = ["First name", "Last name", "ID number", "Email address", f"Assignment: {HW1} (Real)"]
FORMULA = "=HYPERLINK(A1)"

LATE_RULES = """
from nbgrader.plugins import LateSubmissionPlugin


class PointAnHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late // 3600
"""


def run(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment in the course's folder."""
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(places), "PYTHONPATH": str(course)}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade a class: one in time, one three hours late, one thirty, three without a submission."""
    from nbgrader.api import Gradebook

    course = make_course(tmp_path_factory.mktemp("course"))
    (course / "late_rules.py").write_text(LATE_RULES)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('c.AssignLatePenalties.plugin_class = "late_rules.PointAnHour"\n')
    names = {"ada": ("Ada", "Lovelace"), "bob": ("Bob", FORMULA), "cy": ("", "")}
    with Gradebook(read_course(course).db_url, "convcourse") as gradebook:
        gradebook.update_or_create_assignment(HW1, duedate="2026-03-01 12:00:00 UTC")
        for name, (first, last) in names.items():
            mail = f"{name}@example.org"
            gradebook.add_student(name, first_name=first, last_name=last, email=mail)
        gradebook.add_student(FORMULA, first_name="Eve", last_name="O'Neill, Jr.")
        gradebook.add_student("zoe", first_name="Zoë", last_name="Åström")
    for name, hour, text in (
        ("ada", "2026-03-01 11:00:00", script(HW1)),
        ("bob", "2026-03-01 15:10:00", script(HW1, conv2d=FLIPPED, conv2d_same="")),
        ("cy", "2026-03-02 18:30:00", script(HW1)),
    ):
        stamp = hand_in(course, name, text).with_name("timestamp.txt")
        stamp.write_text(f"{hour} UTC")
    graded = run(course, "autograde", "autograde", HW1)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    return course


def exported(course: Path, exporter: str, *options: str) -> list[list[str]]:
    """Return the lines that ``nbgrader export`` writes; its program runs in this process."""
    from nbgrader.apps import ExportApp

    path = course / f"{exporter}.csv"
    app = ExportApp()
    with contextlib.chdir(course):
        app.initialize([f"--exporter=autograde.exporters.{exporter}", f"--to={path}", *options])
        app.start()
    return lines_of(path)


def lines_of(path: Path) -> list[list[str]]:
    """Read a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_command_itself(course: Path) -> None:
    """``nbgrader export`` in the course's folder, as the guide says, writes Canvas's file."""
    command = ("nbgrader", "export", "--exporter=autograde.exporters.CanvasExporter")
    done = run(course, *command, "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    assert lines_of(course / "grades.csv") == exported(course, "CanvasExporter")


def test_penalties_are_nbgraders(course: Path) -> None:
    """Three hours late costs three points, by the course's own plug-in; in time costs nothing."""
    from nbgrader.api import Gradebook

    with Gradebook(read_course(course).db_url, "convcourse") as gradebook:
        found = {
            s.student.id: (s.score, s.late_submission_penalty)
            for s in gradebook.assignment_submissions(HW1)
        }
    assert found["ada"] == (20.0, 0.0)
    assert found["bob"][1] == 3.0
    assert 0.0 < found["bob"][0] < 20.0
    assert found["cy"] == (20.0, 20.0)  # nbgrader takes no more than there is


def test_canvas_columns(course: Path) -> None:
    """Canvas's five columns, the line of points possible, then a line a student."""
    header, possible, *lines = exported(course, "CanvasExporter")
    assert header == CANVAS
    assert possible == ["    Points Possible", "", "", "", "", "20"]
    scores = {line[3]: line[5] for line in lines}
    assert scores["ada"] == "20"
    assert scores["zoe"] == ""
    assert {line[0] for line in lines} >= {"Lovelace, Ada", "Åström, Zoë", "O'Neill, Jr., Eve"}
    assert all(len(line) == len(header) for line in lines)


def test_canvas_ids_and_sections(course: Path) -> None:
    """Where Canvas's numbers are given, columns carry them; ids go where the course says."""
    header, _, *lines = exported(
        course,
        "CanvasExporter",
        f"--CanvasExporter.assignment_ids={{'{HW1}': 4711}}",
        "--CanvasExporter.id_column=SIS User ID",
        "--CanvasExporter.section=Group 1",
    )
    assert header[5] == f"{HW1} (4711)"
    ada = next(line for line in lines if line[2] == "ada")
    assert (ada[1], ada[3], ada[4]) == ("", "", "Group 1")


def test_moodle_columns(course: Path) -> None:
    """Who it is, then a column a grade item named as Moodle's own export names it."""
    header, *lines = exported(course, "MoodleExporter")
    assert header == MOODLE
    assert ["Ada", "Lovelace", "ada", "ada@example.org", "20"] in lines
    assert ["Zoë", "Åström", "zoe", "", ""] in lines


def test_penalty_is_taken_off_and_never_below_zero(course: Path) -> None:
    """What is exported is the score after the penalty; nobody has fewer than no points."""
    from nbgrader.api import Gradebook

    with Gradebook(read_course(course).db_url, "convcourse") as gradebook:
        bob = gradebook.find_submission(HW1, "bob").score
    lines = {line[2]: line[4] for line in exported(course, "MoodleExporter")}
    assert float(lines["bob"]) == bob - 3.0
    assert float(lines["cy"]) == 0.0


def test_chosen_students_only(course: Path) -> None:
    """Nbgrader's own options choose students and assignments."""
    lines = exported(course, "MoodleExporter", "--student=ada", f"--assignment={HW1}")
    assert [line[2] for line in lines[1:]] == ["ada"]


@pytest.mark.parametrize("exporter", ["CanvasExporter", "MoodleExporter"])
def test_no_formula_reaches_a_spreadsheet(course: Path, exporter: str) -> None:
    """A student's id or name that begins like a formula begins with a quote."""
    cells = [cell for line in exported(course, exporter) for cell in line]
    assert f"'{FORMULA}" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_who_needs_a_person_has_an_empty_cell(course: Path) -> None:
    """A submission that waits for a manual grade is no zero; the export says so."""
    from nbgrader.api import Gradebook

    with Gradebook(read_course(course).db_url, "convcourse") as gradebook:
        grade = gradebook.find_submission(HW1, "ada").notebooks[0].grades[0]
        grade.needs_manual_grade = True
        gradebook.db.commit()
    try:
        lines = {line[2]: line[4] for line in exported(course, "MoodleExporter")}
    finally:
        with Gradebook(read_course(course).db_url, "convcourse") as gradebook:
            grade = gradebook.find_submission(HW1, "ada").notebooks[0].grades[0]
            grade.needs_manual_grade = False
            gradebook.db.commit()
    assert lines["ada"] == ""
