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

from autograde.course import PACKAGE, releases_folder
from autograde.fingerprints import Response
from autograde.grading import Graded, new_seed
from autograde.sandbox.session import CellRun
from autograde.verdict import from_json, to_json

__all__ = ["Store"]

LIBRARIES = ("numpy", "matplotlib", "ipython", "pytest")


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
            write_whole(path, str(new_seed()))
        return int(path.read_text())

    def key(self, assignment: str, digest: str) -> str:
        """Return the key of a submission's verdict under this class's seed."""
        parts = [digest, str(self.seed(assignment)), environment()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def get(self, assignment: str, key: str) -> Graded | None:
        """Return what was graded under `key`, or None; a damaged entry is none."""
        try:
            data = json.loads((self._folder / assignment / f"{key}.json").read_text())
            runs = {
                int(index): CellRun(tuple(run["outputs"]), run["stopped"])
                for index, run in data["runs"].items()
            }
            responses = {name: Response(**found) for name, found in data["responses"].items()}
            return Graded(from_json(data["verdict"]), runs, responses)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, assignment: str, key: str, graded: Graded) -> None:
        """Keep a verdict that was fully judged; one that was not is tried again next time."""
        if not graded.verdict.judged:
            return
        runs = {
            index: {"outputs": run.outputs, "stopped": run.stopped}
            for index, run in graded.runs.items()
        }
        responses = {name: asdict(found) for name, found in graded.responses.items()}
        text = json.dumps(
            {"verdict": to_json(graded.verdict), "runs": runs, "responses": responses}
        )
        write_whole(self._folder / assignment / f"{key}.json", text)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(name, path)  # noqa: PTH105  (one call that is atomic on every system)


@cache
def environment() -> str:
    """Return a digest of the grader's code, the suites, the releases and the libraries."""
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    folders = [PACKAGE, PACKAGE.parent / "convlab", releases_folder()]
    for path in sorted(p for folder in folders for p in folder.rglob("*")):
        if path.suffix in {".py", ".ipynb"}:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
