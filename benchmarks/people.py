"""What people wait for: the report on a class of 1,000, and the visible checks.

Prints a table; ``--students`` changes the size of the class.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograde import reference
from autograde.report import write_report
from convlab.check import check

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from classes import notebook_of, submit, varied, verdict, write_class  # noqa: E402
from people import HW1  # noqa: E402

REPORT_SECONDS, CHECK_SECONDS = 5.0, 0.2
"""What issue and design ask for."""


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of `work`."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report_seconds(students: int) -> float:
    """Write the report on a class whose submissions all have code of their own."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        write_class(course, [verdict(f"s{n:04d}") for n in range(students)])
        for n in range(students):
            submit(course, f"s{n:04d}", notebook_of(varied(n)))
        return seconds(lambda: write_report(course, HW1))


def check_seconds() -> float:
    """Check a wrong answer and show it as JupyterLab does, which is the slowest case."""
    wrong = {"conv2d": lambda image, kernel, bias=0.0: -reference.conv2d(image, kernel, bias)}
    return min(seconds(lambda: check("hw1.conv2d", wrong)._repr_html_()) for _ in range(3))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    students = parser.parse_args().students
    table = Table("what", "seconds", "asked for")
    rows = (
        (f"report on {students} students", report_seconds(students), REPORT_SECONDS),
        ("visible check of a wrong answer", check_seconds(), CHECK_SECONDS),
    )
    for what, took, asked in rows:
        table.add_row(what, f"{took:.2g}", f"under {asked:g}")
    Console().print(table)


if __name__ == "__main__":
    main()
