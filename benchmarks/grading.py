"""A class graded by stock nbgrader and by us: ``python benchmarks/grading.py``.

Stock nbgrader runs the same notebooks with the same claims as hidden tests inside them. Both
are whole commands, started as staff start them, one after the other on the same machine.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import matplotlib.pyplot as plt
import psutil
from measure import Measured, run_measured
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from one_by_one import serial_seconds
from traitlets.config import Config

from autograde.course import name_of, text_of
from autograde.coursefolder import read_course
from autograde.demo import STUDENTS
from autograde.gradebook import Book, find_own_commands
from autograde.handin import Script, fill_in, parse_script, read_script, write_notebook

HERE = Path(__file__).parent
ROOT = HERE.parent
ASSIGNMENT = "hw1-convolution"
NOTEBOOK = Path(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
HONEST = ("ada", "boris", "chen", "dina")
"""Students of the demo's who solve everything, each in another way."""

FEW = 3
"""Students of a class that shows what stock's start-up takes."""

TURNS = 3
"""Ours grades the class that both grade so often; the middle run is kept."""

RESULTS = HERE / "results" / "grading.json"
TABLE = HERE / "results" / "grading.md"
FIGURE = ROOT / "docs" / "figures" / "grading.svg"

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One measured run over a class."""

    who: str
    students: int
    measured: Measured

    @property
    def wall_each(self) -> float:
        """Seconds by the clock for each submission."""
        return self.measured.wall_seconds / self.students

    @property
    def cpu_each(self) -> float:
        """Seconds of processor time for each submission."""
        return self.measured.cpu_seconds / self.students

    @property
    def memory(self) -> tuple[float, float] | None:
        """MiB of a grading process in the second fifth of the class and in the last fifth."""
        early = [size for share, size in self.measured.samples if 0.2 <= share < 0.4]
        late = [size for share, size in self.measured.samples if share >= 0.8]
        if not early or not late:
            return None
        return sum(early) / len(early), sum(late) / len(late)


def honest_class(count: int) -> dict[str, Script]:
    """Return `count` different submissions that earn all points."""
    scripts = [read_script(STUDENTS / f"{name}.py") for name in HONEST]
    return {
        f"s{number:04d}": Script((*script.cells, ("own", f"student = {number}")))
        for number, script in enumerate(islice(cycle(scripts), count))
    }


# Stock nbgrader ---------------------------------------------------------------------------------


def stock_course(root: Path, students: dict[str, Script]) -> None:
    """Make a course for stock nbgrader, with hidden tests in the notebook."""
    (root / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    source = json.loads((ROOT / "solutions" / NOTEBOOK).read_text(encoding="utf-8"))
    tests = dict(parse_script((HERE / "stock_tests.py").read_text(encoding="utf-8")).cells)
    for cell in source["cells"]:
        test = tests.pop(name_of(cell) or "", None)
        if test is not None:
            visible = text_of(cell["source"])
            cell["source"] = f"{visible}\n### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
    assert not tests, f"no grade cells for {sorted(tests)}"
    write_notebook(root / "source" / NOTEBOOK, source)
    answer = stock_api(root).generate_assignment(ASSIGNMENT, force=True, create=True)
    assert answer["success"], answer
    release = json.loads((root / "release" / NOTEBOOK).read_text(encoding="utf-8"))
    for student, script in students.items():
        notebook = answered(release, fill_in(ASSIGNMENT, script))
        write_notebook(root / "submitted" / student / NOTEBOOK, notebook)


def stock_api(root: Path) -> NbGraderAPI:
    """Return nbgrader's API with its own settings."""
    find_own_commands()
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "stock"
    return NbGraderAPI(config=config)


def answered(release: dict, submission: dict) -> dict:
    """Return stock's release with the cells of a submission: answers, and a student's own."""
    originals = {name_of(cell): cell for cell in release["cells"]}
    cells = []
    for cell in submission["cells"]:
        original = originals.get(name_of(cell))
        cells.append(copy.deepcopy(original) if original else cell)
        if original and original["metadata"]["nbgrader"]["solution"]:
            cells[-1]["source"] = cell["source"]
    return {**release, "cells": cells}


def measure_stock(students: dict[str, Script]) -> Row:
    """Grade a class with stock nbgrader."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        stock_course(root, students)
        command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
        measured = run_measured(command, root)
        check_scores(f"sqlite:///{root / 'gradebook.db'}", "stock", len(students))
    return Row("stock nbgrader", len(students), measured)


# Ours -------------------------------------------------------------------------------------------


def measure_ours(students: dict[str, Script], jobs: int) -> list[Row]:
    """Grade a class with ours, then once more without a change."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
        classroom = root / "classroom"
        for student, script in students.items():
            path = classroom / "submitted" / student / NOTEBOOK
            write_notebook(path, fill_in(ASSIGNMENT, script))
        # A gradebook that knows the assignment, as stock's does when its run begins.
        Book(read_course(root), ASSIGNMENT).close()
        command = [sys.executable, "-m", "autograde", "autograde", ASSIGNMENT]
        command += ["--jobs", str(jobs)]

        def progress() -> float:
            kept = len(list((classroom / "cache" / ASSIGNMENT).glob("*.json")))
            return kept / len(students)

        first = run_measured(command, root, progress=progress, graders=grading_processes)
        check_scores(f"sqlite:///{classroom / 'gradebook.db'}", "convcourse", len(students))
        second = run_measured(command, root)
    return [Row("ours", len(students), first), Row("ours again", len(students), second)]


def middle_of_ours(students: dict[str, Script], jobs: int) -> list[Row]:
    """Return the middle one of some runs over a small class: seconds are easily disturbed."""
    runs = [measure_ours(students, jobs) for _ in range(TURNS)]
    return sorted(runs, key=lambda rows: rows[0].measured.wall_seconds)[TURNS // 2]


def grading_processes(main: psutil.Process) -> list[psutil.Process]:
    """Return the processes that judge: those that the fork server has forked."""
    servers = [
        child
        for child in main.children()
        if "multiprocessing.forkserver" in " ".join(child.cmdline())
    ]
    return [process for server in servers for process in server.children()]


def check_scores(url: str, course: str, count: int) -> None:
    """Make sure that every submission got all points: both graders did their work."""
    with Gradebook(url, course) as book:
        scores = [row.score for row in book.assignment_submissions(ASSIGNMENT)]
    assert len(scores) == count, f"{len(scores)} of {count} were recorded"
    assert set(scores) == {20.0}, f"honest submissions got {sorted(set(scores))}"


# What is written --------------------------------------------------------------------------------


def document_of(rows: Sequence[Row], jobs: int) -> dict:
    """Return the numbers as JSON."""
    return {
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "jobs": jobs,
        },
        "rows": [
            {
                "who": row.who,
                "students": row.students,
                "wall_seconds": round(row.measured.wall_seconds, 2),
                "cpu_seconds": round(row.measured.cpu_seconds, 2),
                "cpu_each": round(row.cpu_each, 4),
                "memory_mib": row.memory and [round(size, 1) for size in row.memory],
            }
            for row in rows
        ],
        "claims": claims_of(rows),
    }


def claims_of(rows: Sequence[Row]) -> dict[str, float]:
    """Return the ratios that the README quotes; those that could not be measured are left out."""
    ours = sorted((row for row in rows if row.who == "ours"), key=lambda row: row.students)
    again = {row.students: row for row in rows if row.who == "ours again"}
    stock = sorted((row for row in rows if row.who == "stock nbgrader"), key=lambda r: r.students)
    largest = ours[-1]
    claims = {
        "cpu_each": largest.cpu_each,
        "second_run": again[largest.students].measured.wall_seconds / largest.measured.wall_seconds,
    }
    if len(ours) > 1:
        claims["cpu_each_largest_over_next"] = largest.cpu_each / ours[-2].cpu_each
    if stock:
        same = next(row for row in ours if row.students == stock[-1].students)
        claims["throughput_same_class"] = stock[-1].wall_each / same.wall_each
        claims["throughput_largest_class"] = stock[-1].wall_each / largest.wall_each
        claims["cpu_ratio"] = stock[-1].cpu_each / largest.cpu_each
    if len(stock) > 1 and len(ours) > 1:
        claims["throughput_once_running"] = running(*stock[-2:]) / running(*ours[-2:])
    return {name: round(value, 3) for name, value in claims.items()}


def running(small: Row, large: Row) -> float:
    """Return the seconds by the clock for one more submission: start-up cancels out."""
    more = large.measured.wall_seconds - small.measured.wall_seconds
    return more / (large.students - small.students)


def processor() -> str:
    """Return the processor's name."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table_of(document: dict) -> str:
    """Return the numbers as a Markdown table, with the machine below it."""
    lines = [
        "| run | students | wall (s) | processor (s) | processor, each (s) | memory of a grader |",
        "| :-- | --: | --: | --: | --: | :-- |",
    ]
    for row in document["rows"]:
        memory = row["memory_mib"]
        words = f"{memory[0]:.0f} → {memory[1]:.0f} MiB" if memory else ""
        lines.append(
            f"| {row['who']} | {row['students']} | {row['wall_seconds']:.1f} "
            f"| {row['cpu_seconds']:.1f} | {row['cpu_each']:.3f} | {words} |"
        )
    machine = document["machine"]
    lines += [
        "",
        f"Measured on {machine['processor']}, {machine['cores']} cores, Python "
        f"{machine['python']}, {machine['jobs']} submissions at a time. The class that both grade "
        f"takes ours a few seconds: the middle one of {TURNS} runs is shown.",
    ]
    return "\n".join(lines) + "\n"


def draw(rows: Sequence[Row], path: Path) -> None:
    """Draw seconds by the clock for each submission, one bar a run."""
    shown = [row for row in rows if row.who != "ours again"]
    names = [f"{row.who}, {row.students} students" for row in shown]
    figure, axes = plt.subplots(figsize=(7, 0.7 + 0.5 * len(shown)), layout="constrained")
    bars = axes.barh(names, [row.wall_each for row in shown], color="#0072B2")
    axes.bar_label(bars, [f" {row.wall_each:.2f} s" for row in shown])
    axes.set_xlabel("seconds for each submission, start-up included")
    axes.margins(x=0.12)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    """Measure, print the table, and write numbers, table and figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stock", type=int, default=30, help="students that both grade")
    parser.add_argument("--ours", type=int, nargs="*", default=[200, 1000], help="ours alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    options = parser.parse_args()
    rows = []
    if options.stock:
        students = honest_class(options.stock)
        rows += [measure_stock(honest_class(FEW)), measure_stock(students)]
        rows += middle_of_ours(students, options.jobs)
    for count in options.ours:
        rows += measure_ours(honest_class(count), options.jobs)
    document = document_of(rows, options.jobs)
    notebooks = {name: fill_in(ASSIGNMENT, script) for name, script in honest_class(30).items()}
    document["record_seconds"], document["cluster_seconds"] = serial_seconds(ASSIGNMENT, notebooks)
    print(table_of(document))
    print(json.dumps(document["claims"], indent=1))
    if not options.dry:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        TABLE.write_text(table_of(document), encoding="utf-8")
        draw(rows, FIGURE)


if __name__ == "__main__":
    main()
