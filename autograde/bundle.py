"""What students get: one zip with lectures, assignments and `convlab`, installable by pip alone.

The list of what goes in is a list of what may: three folders, and in them the kinds of files
that a lecture is made of. Suites, reference and solutions are in none of them.
"""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograde.course import PACKAGE, shipped

__all__ = ["FOLDER", "BundleError", "bundle_files", "write_bundle"]

FOLDER = "convolution"
FOLDERS = ("lectures", "assignments", "convlab")
LICENSES = ("LICENSE", "LICENSE-TEXT")
KINDS = frozenset(
    {".ipynb", ".py", ".typed", ".md", ".png", ".jpg", ".svg", ".npz", ".csv", ".mplstyle"}
)
SOLUTION = "### BEGIN SOLUTION"
MOMENT = (2020, 1, 1, 0, 0, 0)

README = """\
Set up once (Python 3.11 or newer), in this folder:  python -m pip install .
Then, each time:  python -m jupyterlab  -- begin with lectures/README.md, answer in assignments/.
"""


class BundleError(ValueError):
    """The bundle can't be made; the text is one sentence."""


def write_bundle(output: Path) -> list[str]:
    """Write the zip and return the names of its files; the same course gives the same bytes.

    Raises
    ------
    BundleError
        Where there are no lectures, or a notebook holds a solution.
    """
    files = bundle_files()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(output, "w") as archive:
            for name, data in files.items():
                entry = zipfile.ZipInfo(f"{FOLDER}/{name}", MOMENT)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    except OSError as error:
        raise BundleError(
            f"--output names a file that can be written; {output}: {error.strerror}."
        ) from None
    return list(files)


def bundle_files() -> dict[str, bytes]:
    """Return what goes into the bundle: name, with forward slashes, to content."""
    missing = next((folder for folder in FOLDERS[:2] if not shipped(folder).is_dir()), None)
    if missing:
        raise BundleError(f"A bundle is made in the course's repository; {missing}/ is not there.")
    files = {"README.txt": README.encode(), "pyproject.toml": project_file().encode()}
    for name in LICENSES:
        files[name] = shipped(name).read_bytes()
    for folder in FOLDERS:
        root = PACKAGE.parent / folder if folder == "convlab" else shipped(folder)
        for path in course_files(root):
            files[f"{folder}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    for name, data in files.items():
        if name.endswith(".ipynb") and SOLUTION.encode() in data:
            raise BundleError(
                f"A bundle holds no solutions; {name} has one. Run: python -m autograde.release"
            )
    return files


def course_files(root: Path) -> Iterator[Path]:
    """Return a folder's files of the kinds that students need, in order; links are left out."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith((".", "_")) and part != "__init__.py" for part in parts[:-1])
        if path.is_file() and not path.is_symlink() and path.suffix in KINDS and not hidden:
            yield path


def project_file() -> str:
    """Return the bundle's ``pyproject.toml``: `convlab` with what the notebooks import."""
    version, requires, needs = metadata()
    return f"""\
[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = "convlab"
version = {json.dumps(version)}
description = "What the lectures and exercises on convolution import"
requires-python = {json.dumps(requires)}
dependencies = {json.dumps(sorted([*needs, "jupyterlab>=4.2"]))}

[project.optional-dependencies]
validate = ["nbgrader>=0.9.5"]

[tool.hatch.build.targets.wheel]
packages = ["convlab"]
"""


def metadata() -> tuple[str, str, list[str]]:
    """Return version, Python and libraries of the course's own project, its one place."""
    project = tomllib.loads(shipped("pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["version"], project["requires-python"], project["dependencies"]
