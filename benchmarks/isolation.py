"""What isolation costs: an honest class graded with and without it, in turns, in one run.

``python benchmarks/isolation.py`` runs the whole command ``convcourse grade`` on the same
notebooks, fully isolated and in a plain process, and compares the processor time of all
processes that took part: start, the attack upon ourselves, grading and ending.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from measure import run_measured

from autograde.demo import STUDENTS
from autograde.handin import fill_in, read_script, write_notebook

ASSIGNMENT = "hw1-convolution"
HONEST = ("ada", "boris", "chen", "dina")
TIERS = {"full": "required", "process": "process"}
PROMISE = 0.15
RESULTS = Path(__file__).parent / "results" / "isolation.json"
TABLE = RESULTS.with_suffix(".md")


def honest_class(folder: Path, count: int) -> list[str]:
    """Write the notebooks of `count` students who solve everything; return their paths."""
    notebooks = [fill_in(ASSIGNMENT, read_script(STUDENTS / f"{name}.py")) for name in HONEST]
    return [
        str(write_notebook(folder / f"student-{number}.ipynb", notebook))
        for number, notebook in enumerate(islice(cycle(notebooks), count))
    ]


def cpu_seconds(files: list[str], tier: str, folder: Path) -> float:
    """Grade all files at a tier; return the processor time in seconds of all processes.

    Raises
    ------
    RuntimeError
        Where a verdict was made at another tier, or someone did not get every point.
    """
    output = folder / f"{tier}.json"
    options = ["--seed", "1", "--sandbox", TIERS[tier], "--json", str(output)]
    command = [sys.executable, "-m", "autograde", "grade", ASSIGNMENT, *files, *options]
    measured = run_measured(command, folder)
    for verdict in json.loads(output.read_text())["verdicts"]:
        if verdict["isolation"] != tier or verdict["score"] != verdict["max_score"]:
            raise RuntimeError(f"{verdict['file']}: {verdict['score']} at {verdict['isolation']}")
    return measured.cpu_seconds


def measure(count: int, rounds: int) -> dict[str, list[float]]:
    """Grade a class in turns; return the processor times by tier, a number a round."""
    found: dict[str, list[float]] = {tier: [] for tier in TIERS}
    with tempfile.TemporaryDirectory() as name:
        files = honest_class(Path(name), count)
        for number in range(rounds):
            for tier in sorted(TIERS, reverse=bool(number % 2)):
                found[tier].append(cpu_seconds(files, tier, Path(name)))
    return found


def main() -> None:
    """Measure, write the table down, and end with 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="Write no results.")
    asked = parser.parse_args()
    found = measure(asked.students, asked.rounds)
    middle = {tier: statistics.median(times) for tier, times in found.items()}
    more = middle["full"] / middle["process"] - 1
    document = {
        "students": asked.students,
        "cpu_seconds": {tier: [round(t, 2) for t in times] for tier, times in found.items()},
        "added": round(more, 3),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}",
    }
    table = (
        f"{asked.students} honest submissions, processor seconds of all processes "
        f"(median of {asked.rounds} runs in turns; {document['machine']}):\n\n"
        f"| isolation | seconds | a submission |\n|---|---|---|\n"
        + "".join(f"| {t} | {s:.2f} | {s / asked.students:.3f} |\n" for t, s in middle.items())
        + f"\nIsolation adds {more:.1%}; at most {PROMISE:.0%} is promised.\n"
    )
    print(table)
    if not asked.dry:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        TABLE.write_text(table, encoding="utf-8")
    sys.exit(more > PROMISE)


if __name__ == "__main__":
    main()
