"""The command line: parse, dispatch, exit code. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from autograde.classroom import ClassReport, Engine
    from autograde.verdict import Verdict

__all__ = ["main"]

ALL_JUDGED, SOME_NOT_JUDGED, BAD_USAGE = 0, 1, 2
INTERRUPTED = 130

PROCESS_WARNING = (
    "Isolation: process only. Tests are not in the student's memory, but its code runs as you: "
    "it can read files, change the gradebook and use the network."
)
PARTIAL_WARNING = (
    "Isolation: partial. Student code cannot read or change your files or use the network; "
    "what else it can do, `convcourse doctor` says."
)
WARNINGS = {"process": PROCESS_WARNING, "partial": PARTIAL_WARNING}

SANDBOX = click.option(
    "--sandbox",
    type=click.Choice(["required", "partial", "process"]),
    default="required",
    show_default=True,
    help="The least isolation to run student code with.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), help="How many at a time; one per core by default."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="convcourse")
def commands() -> None:
    """Grade the convolution course's notebooks, one file or a class at a time.

    \b
    Example: convcourse grade hw1-convolution my-notebook.ipynb
    """


@commands.command()
@click.argument("assignment")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "output", type=click.Path(path_type=Path), help="Write the verdicts here.")
@click.option("--seed", type=click.IntRange(min=0), help="Repeat a run: its hidden inputs.")
@SANDBOX
def grade(
    assignment: str, files: tuple[Path, ...], output: Path | None, seed: int | None, sandbox: str
) -> None:
    """Judge notebooks of ASSIGNMENT; needs no course and no database.

    \b
    Example: convcourse grade hw1-convolution alice.ipynb bob.ipynb --json verdicts.json
    """
    from autograde.course import UnknownAssignmentError, load_release
    from autograde.grading import Grader, new_seed
    from autograde.intake import IntakeError, read_submission
    from autograde.sandbox.policy import IsolationError, Policy
    from autograde.tables import verdict_table
    from autograde.verdict import SCHEMA, to_json

    try:
        load_release(assignment)
    except UnknownAssignmentError as error:
        fail(str(error))
    warn(sandbox)
    verdicts: list[Verdict] = []
    refused = 0
    with Grader(new_seed() if seed is None else seed, policy=Policy(sandbox)) as grader:
        for file in files:
            try:
                submission = read_submission(file, assignment)
            except IntakeError as error:
                refused += 1
                click.echo(f"Error: {error}", err=True)
                continue
            try:
                verdict = grader.grade(submission, str(file))
            except IsolationError as error:
                fail(str(error))
            verdicts.append(verdict)
            verdict_table(verdict)
    if output is not None:
        document = {"schema": SCHEMA, "verdicts": [to_json(verdict) for verdict in verdicts]}
        write_json(output, document)
    if refused:
        sys.exit(BAD_USAGE)
    sys.exit(ALL_JUDGED if all(verdict.judged for verdict in verdicts) else SOME_NOT_JUDGED)


@commands.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, help="Only this student (may be repeated).")
@JOBS
@click.option("--dask", metavar="ADDRESS", help="Grade on the cluster of this Dask scheduler.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@SANDBOX
def autograde(
    assignment: str,
    students: tuple[str, ...],
    jobs: int | None,
    dask: str | None,
    force: bool,
    sandbox: str,
) -> None:
    """Grade all submissions of ASSIGNMENT into nbgrader's gradebook.

    Run it in the course's folder. Interrupt it when you like: the next run goes on from there.

    \b
    Example: convcourse autograde hw1-convolution --jobs 4
    """
    from autograde.classroom import Classroom, EngineError, GradebookError
    from autograde.course import UnknownAssignmentError, load_release
    from autograde.sandbox.policy import IsolationError, Policy

    expect_course("A class is graded")
    try:
        load_release(assignment)
    except UnknownAssignmentError as error:
        fail(str(error))
    room = Classroom(Path())
    found = room.submissions(assignment)
    unknown = sorted(set(students) - set(found))
    if unknown or not found:
        who = f"from {', '.join(unknown)}" if unknown else f"in {room.folder / 'submitted'}"
        fail(f"A submission lies in classroom/submitted/STUDENT/{assignment}/; none {who}.")
    if jobs and dask:
        fail("--jobs counts processes of this machine, --dask names a cluster; both were given.")
    warn(sandbox)
    try:
        engine = engine_of(jobs, dask)
        room.warm_up(assignment, engine, force=force)
        from autograde.progress import class_progress  # while the engine starts

        with class_progress(len(set(students)) or len(found)) as done:
            report = room.autograde(
                assignment,
                students=students,
                force=force,
                done=done,
                engine=engine,
                policy=Policy(sandbox),
            )
    except (EngineError, GradebookError, IsolationError) as error:
        fail(str(error))
    from autograde.tables import class_table

    class_table(report)
    end_class(report)


@commands.command()
@click.argument("assignment")
def report(assignment: str) -> None:
    """Write the class report on ASSIGNMENT: one page, and its tables as CSV.

    Run it in the course's folder, after `convcourse autograde`.

    \b
    Example: convcourse report hw1-convolution
    """
    from autograde.course import UnknownAssignmentError, load_release
    from autograde.report import ReportError, write_report

    expect_course("A report is written")
    try:
        load_release(assignment)
        page = write_report(Path(), assignment)
    except (UnknownAssignmentError, ReportError) as error:
        fail(str(error))
    click.echo(f"The report is {page}; its tables lie beside it. Open it in a browser.")


@commands.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("convolution.zip"),
    show_default=True,
    help="The zip to write.",
)
def bundle(output: Path) -> None:
    """Pack what students get: lectures, assignments and `convlab`; no suites, no solutions.

    \b
    Example: convcourse bundle --output convolution.zip
    """
    from autograde.bundle import BundleError, write_bundle

    try:
        names = write_bundle(output)
    except BundleError as error:
        fail(str(error))
    click.echo(f"{len(names)} files are in {output}. Its README.txt says how to begin.")


@commands.command()
@JOBS
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("classroom") / "demo",
    show_default=True,
    help="Where the demo's course is made; it is emptied first.",
)
@SANDBOX
def demo(jobs: int | None, folder: Path, sandbox: str) -> None:
    """Make a small class of good, mistaken and hostile students, and grade it.

    One student's file is damaged: the table says that it needs a person.

    \b
    Example: convcourse demo
    """
    from autograde.demo import ASSIGNMENT, make_course, make_feedback
    from autograde.progress import class_progress
    from autograde.report import write_report
    from autograde.sandbox.policy import IsolationError, Policy
    from autograde.tables import class_table

    warn(sandbox)
    click.echo(f"Making a course in {folder} …", err=True)
    room = make_course(folder)
    try:
        with class_progress(len(room.submissions(ASSIGNMENT))) as done:
            report = room.autograde(
                ASSIGNMENT, jobs=jobs or os.cpu_count() or 1, done=done, policy=Policy(sandbox)
            )
    except IsolationError as error:
        fail(str(error))
    class_table(report)
    click.echo(f"Gradebook: {room.folder / 'gradebook.db'}")
    click.echo(f"Feedback:  {make_feedback(folder)}")
    click.echo(f"Report:    {write_report(folder, ASSIGNMENT)}")


def engine_of(jobs: int | None, dask: str | None) -> Engine:
    """Return where a class is graded: a cluster where one is named, else this machine."""
    from autograde.classroom import LocalEngine

    if dask is None:
        return LocalEngine(jobs or os.cpu_count() or 1)
    from autograde.classroom.cluster import DaskEngine

    return DaskEngine(dask)


@commands.command()
def doctor() -> None:
    """Say how firmly this machine holds student code, found out by attacking it.

    \b
    Example: convcourse doctor
    """
    from autograde.doctor import examine

    sys.exit(ALL_JUDGED if examine() else SOME_NOT_JUDGED)


def warn(sandbox: str) -> None:
    """Say what is given up where less than full isolation is asked for."""
    if sandbox in WARNINGS:
        click.echo(WARNINGS[sandbox], err=True)


def end_class(report: ClassReport) -> NoReturn:
    """Leave with the exit code that tells whether anyone needs a person."""
    sys.exit(ALL_JUDGED if report.judged else SOME_NOT_JUDGED)


def expect_course(what: str) -> None:
    """Check that the command runs in a course's folder."""
    if not Path("nbgrader_config.py").is_file():
        fail(f"{what} in its course folder, where nbgrader_config.py lies; it is not here.")


def write_json(path: Path, document: object) -> None:
    """Write `document`, or say in one sentence why it can't be."""
    try:
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"--json names a file that can be written; {path}: {error.strerror}.")


def fail(sentence: str) -> NoReturn:
    """End with a sentence on what was asked of the user and what was got."""
    click.echo(f"Error: {sentence}", err=True)
    sys.exit(BAD_USAGE)


def main() -> None:
    """Run the command line; an interruption loses nothing and shows no traceback."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Interrupted. What was finished is kept; run it again to go on.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_USAGE)
    except KeyboardInterrupt:
        click.echo("Interrupted. What was finished is kept; run it again to go on.", err=True)
        sys.exit(INTERRUPTED)
