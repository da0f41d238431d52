"""Classes of any size for the report's tests: verdicts, and submissions that go with them."""

from __future__ import annotations

import json
import random
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from people import HW1, ROOT, script

from autograde.course import load_release
from autograde.handin import OWN, Notebook, Script, fill_in, write_notebook
from autograde.suite import claims_of, suite_files

STEPS = ("total", "value", "weight", "pixel", "acc", "cell", "part", "term")


@cache
def claims(assignment: str = HW1) -> tuple[Any, ...]:
    """Return what the hidden suite claims."""
    return claims_of(suite_files(assignment))


def verdict(student: str, **changes: Any) -> dict[str, Any]:
    """Return the JSON of a verdict with full marks, but for `changes`.

    Parameters
    ----------
    student
        Its student.
    changes
        Fields of the verdict; ``failed``, ``mistakes`` and ``not_judged`` map the names of
        functions to those of failed tests, to slugs, and to tests without a judgement.
    """
    failed = changes.pop("failed", {})
    mistakes = changes.pop("mistakes", {})
    not_judged = changes.pop("not_judged", {})
    questions = []
    for grade_id, points in load_release(HW1).points.items():
        function = grade_id.removeprefix("test-").replace("-", "_")
        tests = []
        for claim in claims():
            if claim.grade_id != grade_id:
                continue
            outcome = "failed" if claim.name in failed.get(function, ()) else "passed"
            outcome = "not judged" if claim.name in not_judged.get(function, ()) else outcome
            tests.append(
                {
                    "name": claim.name,
                    "rubric": claim.rubric,
                    "points": claim.points,
                    "outcome": outcome,
                    "hint": None if outcome == "passed" else "Look again.",
                    "mistake": mistakes.get(function) if outcome == "failed" else None,
                }
            )
        score = sum(t["points"] for t in tests if t["outcome"] == "passed")
        questions.append(
            {"grade_id": grade_id, "score": score, "max_score": points, "tests": tests}
        )
    plain = {
        "student": student,
        "file": f"{student}.ipynb",
        "assignment": HW1,
        "isolation": "full",
        "seed": 12345,
        "notes": [],
        "submission": "",
        "cpu_seconds": 0.5,
        "questions": questions,
    }
    return {**plain, **changes}


def write_class(
    course: Path, verdicts: list[dict[str, Any]], refused: dict[str, str] | None = None
) -> Path:
    """Write a course's configuration, and its verdicts as autograding does; return the course."""
    path = course / "classroom" / "verdicts" / f"{HW1}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    problems = [{"student": name, "problem": why} for name, why in (refused or {}).items()]
    document = {"schema": 1, "verdicts": verdicts, "refused": problems}
    path.write_text(json.dumps(document), encoding="utf-8")
    return course


def submit(course: Path, student: str, notebook: Notebook) -> None:
    """Put a notebook where the student's submission lies."""
    folder = course / "classroom" / "submitted" / student / HW1
    write_notebook(folder / f"{HW1}.ipynb", notebook)


def varied(seed: int) -> Script:
    """Return a notebook with code that no other seed gives: steps in an order of its own."""
    draw = random.Random(seed)
    lines = []
    for number in range(12):
        name, other = draw.choice(STEPS), draw.choice(STEPS)
        lines.append(
            draw.choice(
                [
                    f"    {name} = {other} * {draw.randint(2, 99)} + {number}",
                    f"    {name} += np.sum({other}[{draw.randint(0, 9)}:])",
                    f"    for i in range({draw.randint(2, 30)}): {name} = {other} - i",
                    f"    if {name} > {other}: {name} = np.abs({other}) // {draw.randint(2, 9)}",
                ]
            )
        )
    helper = f"def helper({', '.join(STEPS)}):\n" + "\n".join(lines) + "\n    return total\n"
    base = script(HW1)
    return Script(((OWN, helper), *base.cells))


def notebook_of(made: Script) -> Notebook:
    """Return the notebook of a script."""
    return fill_in(HW1, made)
