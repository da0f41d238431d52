"""Verdicts by content: what has been graded once is not graded again.

A key is made from everything that a verdict depends on: the rebuilt submission, the seed, the
suites, the grader's own code and the versions of what student code runs on. Entries are written
beside their place and moved there, so that an interrupted run leaves whole ones or none.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from autograde.course import PACKAGE, load_release, suite_files
from autograde.graded import Asked, CellRun, Evidence, Graded, Response, new_seed
from autograde.verdict import from_json, to_json

__all__ = [
    "Store",
    "appearance",
    "environment",
    "graded_from_json",
    "graded_to_json",
    "write_whole",
]

LIBRARIES = ("numpy", "matplotlib", "ipython", "pytest")

NOT_JUDGING = frozenset(
    {
        "__main__.py",
        "answer_pictures.py",
        "bundle.py",
        "classroom",
        "cli.py",
        "coursefolder.py",
        "csv_cells.py",
        "demo",
        "effects.py",
        "exporters.py",
        "extras.py",
        "feedback.py",
        "feedback_page.py",
        "gradebook.py",
        "grids.py",
        "handin.py",
        "lean_imports.py",
        "lectures.py",
        "nbgrader_plugin.py",
        "progress.py",
        "release.py",
        "releases",
        "report",
        "store.py",
        "tables.py",
    }
)
"""Modules and folders of this package that move or show verdicts, and decide nothing."""


class Store:
    """The cache of one classroom.

    Parameters
    ----------
    folder
        Where the entries lie; made when it is first written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seed(self, assignment: str) -> int:
        """Return the class's seed of an assignment, drawn when it is first asked for."""
        path = self._folder / assignment / "seed"
        if not path.exists():
            write_whole(path, str(new_seed()), durable=True)
        return int(path.read_text())

    def key(self, assignment: str, digest: str) -> str:
        """Return the key of a submission's verdict under this class's seed."""
        parts = [digest, str(self.seed(assignment)), environment(assignment)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def is_empty(self, assignment: str) -> bool:
        """Whether nothing is kept of an assignment."""
        return not any(self._folder.glob(f"{assignment}/*.json"))

    def get(self, assignment: str, key: str) -> Graded | None:
        """Return what was graded under `key`, or None; a damaged entry is none."""
        try:
            return graded_from_json(
                json.loads((self._folder / assignment / f"{key}.json").read_text())
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, assignment: str, key: str, graded: Graded) -> None:
        """Keep a verdict that was fully judged; one that was not is tried again next time."""
        if graded.verdict.judged:
            text = json.dumps(graded_to_json(graded))
            write_whole(self._folder / assignment / f"{key}.json", text)


def graded_to_json(graded: Graded) -> dict[str, Any]:
    """Return the JSON object of a verdict and of what each cell did."""
    runs = {
        str(index): {"outputs": run.outputs, "stopped": run.stopped}
        for index, run in graded.runs.items()
    }
    responses = {name: asdict(found) for name, found in graded.responses.items()}
    evidence = {
        name: {test: asdict(found) for test, found in tests.items()}
        for name, tests in graded.evidence.items()
    }
    return {
        "verdict": to_json(graded.verdict),
        "runs": runs,
        "responses": responses,
        "evidence": evidence,
    }


def graded_from_json(data: dict[str, Any]) -> Graded:
    """Return what `graded_to_json` wrote down; KeyError or TypeError where it is damaged."""
    runs = {
        int(index): CellRun(tuple(run["outputs"]), run["stopped"])
        for index, run in data["runs"].items()
    }
    responses = {name: Response(**found) for name, found in data["responses"].items()}
    evidence = {
        name: {test: evidence_from_json(found) for test, found in tests.items()}
        for name, tests in data["evidence"].items()
    }
    return Graded(from_json(data["verdict"]), runs, responses, evidence)


def evidence_from_json(data: dict[str, Any]) -> Evidence:
    """Return the evidence that `graded_to_json` wrote down."""
    return Evidence(**{**data, "asked": tuple(Asked(**asked) for asked in data["asked"])})


def write_whole(path: Path, text: str, *, durable: bool = False) -> None:
    """Write a file so that nobody ever sees half of it.

    Parameters
    ----------
    durable
        Wait until the disk has it, so that it outlives a power cut.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    os.replace(name, path)  # noqa: PTH105  (one call that is atomic on every system)


@cache
def environment(assignment: str) -> str:
    """Return a digest of all that a verdict depends on besides submission and seed.

    These are the grader's code, the assignment's suite and release, and the libraries. What only
    moves or shows verdicts, and other assignments' suites, may change without regrading a class.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    for path in judging_files(assignment):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def judging_files(assignment: str) -> list[Path]:
    """Return the files that decide a verdict on `assignment`, in order."""
    suite = assignment.replace("-", "_")
    ours = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        another = parts[0] == "suites" and len(parts) > 2 and parts[1] != suite
        if not another and parts[0] not in NOT_JUDGING:
            ours.append(path)
    private = [path for path in suite_files(assignment) if path not in ours]
    visible = sorted((PACKAGE.parent / "convlab").rglob("*.py"))
    return [*ours, *private, *visible, load_release(assignment).path]


@cache
def appearance() -> str:
    """Return a digest of what a recorded notebook looks like, given its verdict."""
    files = [
        PACKAGE / "answer_pictures.py",
        PACKAGE / "feedback.py",
        PACKAGE / "grids.py",
        *sorted((PACKAGE / "templates").rglob("*.*")),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
