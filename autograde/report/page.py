"""Put the report together: the page, and its tables as CSV."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograde.course import CLASSROOM, load_release
from autograde.coursefolder import CourseFolder, read_course
from autograde.csv_cells import csv_text
from autograde.graded import function_of
from autograde.intake import IntakeError, Submission, read_submission
from autograde.report.charts import histogram, rate_bar
from autograde.report.data import ClassData, Entry
from autograde.report.similarity import Alike, alike
from autograde.store import write_whole

__all__ = ["write_report"]


def write_report(root: Path, assignment: str) -> Path:
    """Write the report on an assignment and return its page's path.

    Parameters
    ----------
    root
        The course's folder; the report goes to ``classroom/report/ASSIGNMENT/`` in it.

    Raises
    ------
    autograde.report.data.ReportError
        Where the class has not been graded.
    """
    course = read_course(root)
    read = ClassData.read(course.verdicts / f"{assignment}.json", assignment)
    submissions, refused = take_in(course, assignment)
    known = {entry.student for entry in read.entries}
    missing = dict.fromkeys(submissions, "no verdict yet; grade the class again")
    without = {**missing, **refused, **dict(read.problems)}
    problems = tuple((student, why) for student, why in without.items() if student not in known)
    data = replace(read, problems=problems)
    found = alike(submissions, load_release(assignment))
    folder = root / CLASSROOM / "report" / assignment
    for name, text in csv_files(data, found).items():
        write_whole(folder / name, text)
    page = folder / "index.html"
    write_whole(page, render(data, found, feedback_links(course, data, folder)))
    return page


def take_in(course: CourseFolder, assignment: str) -> tuple[dict[str, Submission], dict[str, str]]:
    """Read all submissions as grading does; return them and the sentences on those refused."""
    submissions, problems = {}, {}
    submitted = course.directory("submitted")
    for folder in sorted(submitted.glob(f"*/{assignment}")):
        student = folder.parent.name
        try:
            path = folder / f"{assignment}.ipynb"
            submissions[student] = read_submission(path, assignment, submitted)
        except IntakeError as error:
            problems[student] = str(error)
    return submissions, problems


def feedback_links(course: CourseFolder, data: ClassData, folder: Path) -> dict[str, str]:
    """Return the addresses of the feedback pages that there are, seen from the report."""
    feedback, name = course.directory("feedback"), data.assignment
    here = folder.resolve()
    pages = {e.student: feedback / e.student / name / f"{name}.html" for e in data.entries}
    return {
        student: quote(Path(os.path.relpath(page, here)).as_posix())
        for student, page in pages.items()
        if page.is_file()
    }


def render(data: ClassData, found: tuple[Alike, ...], links: Mapping[str, str]) -> str:
    """Return the page; everything that comes from a submission is escaped."""
    times = [entry.verdict.cpu_seconds for entry in data.entries]
    return template().render(
        data=data,
        alike=found,
        links=links,
        chart=histogram(data.scores, data.max_score),
        rate_bar=rate_bar,
        functions=[function_of(grade_id) for grade_id in data.grade_ids],
        median_time=median(times),
        total_time=sum(times),
    )


@cache
def template() -> Template:
    """Load the page's template once."""
    environment = Environment(
        loader=PackageLoader("autograde"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda rate: "–" if rate is None else f"{100 * rate:.0f} %"
    environment.filters["number"] = lambda value: "–" if value is None else f"{value:.4g}"
    return environment.get_template("report.html.j2")


def csv_files(data: ClassData, found: tuple[Alike, ...]) -> dict[str, str]:
    """Return the tables behind the page: file name to text."""
    questions = [function_of(grade_id) for grade_id in data.grade_ids]
    return {
        "scores.csv": csv_text(
            ("student", "judged", "score", "max_score", *questions, "isolation", "seed", "cpu_s"),
            (
                (
                    entry.student,
                    "yes" if entry.judged else "no",
                    entry.score if entry.judged else None,
                    entry.verdict.max_score,
                    *question_scores(data, entry),
                    entry.verdict.isolation,
                    entry.verdict.seed,
                    entry.verdict.cpu_seconds,
                )
                for entry in data.entries
            ),
        ),
        "tests.csv": csv_text(
            ("question", "test", "points", "passed", "failed", "not judged", "pass rate",
             "point-biserial with the rest", "rubric"),
            (
                (q.name, t.name, t.points, t.passed, t.failed, t.not_judged, t.rate,
                 t.discrimination, t.rubric)
                for q in data.questions
                for t in q.tests
            ),
        ),
        "mistakes.csv": csv_text(
            ("student", "question", "mistake"),
            (
                (entry.student, function_of(question.grade_id), slug)
                for entry in data.entries
                for question in entry.verdict.questions
                for slug in question.mistakes
            ),
        ),
        "people.csv": csv_text(
            ("student", "why"), ((student, "; ".join(why)) for student, why in data.people)
        ),
        "notes.csv": csv_text(
            ("student", "note"),
            ((student, note) for note, students in data.notes for student in students),
        ),
        "alike.csv": csv_text(
            ("similarity", "students"), ((a.similarity, " ".join(a.students)) for a in found)
        ),
    }  # fmt: skip


def question_scores(data: ClassData, entry: Entry) -> list[float | None]:
    """Return the scores in the order of the report's questions; none where it was not judged."""
    scores = {question.grade_id: question.score for question in entry.verdict.questions}
    return [scores.get(grade_id) if entry.judged else None for grade_id in data.grade_ids]
