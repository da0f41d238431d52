"""A class in which some spy: what they look for is in nothing that anybody gets to see of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from class_factory import ASSIGNMENT, hand_in, make_course, notebook_path, script_of
from hostile import Attack, Targets, aimed, attacks
from nbgrader.api import Gradebook

from autograde.classroom import Classroom
from autograde.gradebook import open_api
from autograde.handin import OWN, Script
from autograde.report import write_report
from autograde.sandbox.policy import Policy

SPYING = ("reading tests", "frames, ")
VICTIM = "victim"

SPIES = [attack for attack in attacks() if attack.threat.startswith(SPYING)]
READER = next(attack for attack in SPIES if attack.name == "read_hidden_files")


@dataclass(frozen=True)
class Course:
    """A course whose secrets all hold one canary."""

    root: Path
    canary: str
    targets: Targets


def plant(root: Path) -> Course:
    """Put a canary into another student's submission, the solutions and the gradebook."""
    canary = f"canary-{secrets.token_hex(16)}"
    make_course(root, {})
    secret = Script((*script_of("ada").cells, (OWN, f"# {canary}")))
    book, solutions = root / "classroom" / "gradebook.db", root / "solutions" / "secret.py"
    solutions.write_text(f"# {canary}\n", encoding="utf-8")
    with Gradebook(f"sqlite:///{book}") as gradebook:
        gradebook.add_student(VICTIM, last_name=canary)
    files = [str(hand_in(root, VICTIM, secret)), str(solutions), str(book)]
    names = [Path(name).name for name in files]
    aims = {"files": files, "names": names, "home": str(root), "pids": [1], "unix": "", "tcp": 1}
    return Course(root, canary, {**aims, "udp": 1, "abstract": ""})


def grade(course: Course, spies: list[Attack], policy: Policy) -> None:
    """Hand the spies' work in; grade the class, write feedback and the report."""
    for spy in spies:
        hand_in(course.root, spy.name, aimed(spy.script, course.targets))
    Classroom(course.root).autograde(ASSIGNMENT, jobs=2, policy=policy)
    assert open_api(course.root).generate_feedback(ASSIGNMENT, force=True)["success"]
    write_report(course.root, ASSIGNMENT)


def shown(course: Course) -> Iterator[Path]:
    """Yield all files that grading made, but for those about the victim and the gradebook."""
    for path in (course.root / "classroom").rglob("*"):
        parts = path.relative_to(course.root).parts
        if path.is_file() and VICTIM not in parts and path.name != "gradebook.db":
            yield path


def leaks(course: Course) -> list[Path]:
    """Return the files in which the canary is found."""
    return [path for path in shown(course) if course.canary.encode() in path.read_bytes()]


@pytest.mark.usefixtures("needs_full_isolation")
def test_no_spy_finds_the_canary(tmp_path: Path) -> None:
    """No output, verdict, cache entry, feedback page or report of any spy holds the canary."""
    course = plant(tmp_path / "course")
    grade(course, SPIES, Policy.REQUIRED)
    steps = {path.relative_to(course.root).parts[1] for path in shown(course)}
    assert {"autograded", "cache", "feedback", "report", "verdicts"} <= steps
    for spy in SPIES:
        assert notebook_path(course.root, spy.name).is_file()
        page = course.root / "classroom" / "feedback" / spy.name / ASSIGNMENT
        assert (page / f"{ASSIGNMENT}.html").is_file()
    assert leaks(course) == []


def test_without_isolation_a_spy_finds_it(tmp_path: Path) -> None:
    """The control: held by a process alone, the reader shows the canary in its own feedback."""
    course = plant(tmp_path / "course")
    grade(course, [READER], Policy.PROCESS)
    found = {path.relative_to(course.root).parts[1] for path in leaks(course)}
    assert {"autograded", "cache", "feedback"} <= found
