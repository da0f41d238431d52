"""The records of a class, and how a task and its result travel: as plain JSON, never as pickles."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from autograde.course import Cell
from autograde.graded import Graded
from autograde.intake import Submission
from autograde.sandbox.policy import IsolationError, Policy
from autograde.store import graded_from_json, graded_to_json
from autograde.verdict import Verdict

__all__ = [
    "ClassReport",
    "Result",
    "Task",
    "pack_graded",
    "pack_refusal",
    "pack_task",
    "unpack_graded",
]


@dataclass(frozen=True, slots=True)
class Result:
    """One student's result: a verdict, or the sentence that says why there is none."""

    student: str
    verdict: Verdict | None
    problem: str | None = None

    @property
    def judged(self) -> bool:
        """Whether nobody need look at it."""
        return self.problem is None and self.verdict is not None and self.verdict.judged


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The results of a class, by student, and how many verdicts came from the store."""

    assignment: str
    results: tuple[Result, ...]
    reused: int = 0

    @property
    def judged(self) -> bool:
        """Whether every submission was judged."""
        return all(result.judged for result in self.results)


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to be graded.

    Attributes
    ----------
    student
        Whose it is.
    submission
        The notebook on its release's template.
    seed
        What the class's hidden inputs are drawn from.
    key
        Where the store keeps the result.
    policy
        The least isolation that it is graded with.
    """

    student: str
    submission: Submission
    seed: int
    key: str
    policy: Policy = Policy.REQUIRED


def pack_task(task: Task) -> bytes:
    """Write a task as JSON, for a grading process."""
    return json.dumps(asdict(task)).encode()


def unpack_task(data: bytes) -> Task:
    """Return the task that `pack_task` wrote."""
    tree: dict[str, Any] = json.loads(data)
    inner = tree["submission"]
    cells = tuple(Cell(**cell) for cell in inner["cells"])
    submission = Submission(inner["assignment"], cells, tuple(inner["notes"]))
    return Task(tree["student"], submission, tree["seed"], tree["key"], Policy(tree["policy"]))


def pack_graded(graded: Graded, environment: str) -> bytes:
    """Write a result as JSON, with the environment that it was made in."""
    return json.dumps({"environment": environment, "graded": graded_to_json(graded)}).encode()


def pack_refusal(reason: str) -> bytes:
    """Write down why nothing is graded here, as JSON."""
    return json.dumps({"refused": reason}).encode()


def unpack_graded(data: bytes) -> tuple[Graded, str]:
    """Return the result that `pack_graded` wrote, and its environment.

    Raises
    ------
    autograde.sandbox.policy.IsolationError
        Where it is no result but a refusal.
    """
    tree: dict[str, Any] = json.loads(data)
    if "refused" in tree:
        raise IsolationError(tree["refused"])
    return graded_from_json(tree["graded"]), tree["environment"]
