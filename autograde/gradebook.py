"""nbgrader's API in this process. Importing it takes seconds: only where it is needed."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograde.feedback import rebuilt_notebook
from autograde.intake import Submission

__all__ = ["open_api", "stage"]


def open_api(root: Path, **directories: str) -> Any:
    """Return nbgrader's API for the course in `root`.

    Parameters
    ----------
    root
        The folder of ``nbgrader_config.py``.
    directories
        Directories to use instead of the configured ones, as ``submitted="…"``.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    overrides = Config()
    overrides.CourseDirectory.root = str(root.resolve())
    overrides.CourseDirectory.db_url = in_root(config.CourseDirectory.db_url, root)
    overrides.GradeByHiddenSuites.cache_directory = str(root.resolve() / "classroom" / "cache")
    for name, directory in directories.items():
        overrides.CourseDirectory[f"{name}_directory"] = directory
    config.merge(overrides)
    (root / "classroom").mkdir(parents=True, exist_ok=True)
    find_own_commands()
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    return NbGraderAPI(config=config)


def find_own_commands() -> None:
    """Put this environment's commands first on the PATH: nbgrader calls `alembic` by name."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])


def in_root(url: str, root: Path) -> str:
    """Return a database's address with a relative SQLite path taken from `root`."""
    scheme, separator, path = url.partition("sqlite:///")
    if scheme or not separator or path.startswith("/"):
        return url
    return f"sqlite:///{root.resolve() / path}"


def stage(submission: Submission, folder: Path, student: str) -> None:
    """Write the rebuilt notebook, and the student's time stamp, where nbgrader will read them."""
    assignment = submission.assignment
    target = folder / "staged" / student / assignment
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(rebuilt_notebook(submission))
    (target / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
    stamp = folder / "submitted" / student / assignment / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink() and stamp.stat().st_size < 200:
        shutil.copyfile(stamp, target / "timestamp.txt")
