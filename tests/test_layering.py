"""The borders that hold the house together: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MACHINERY = {
    "classroom",
    "cli",
    "feedback",
    "gradebook",
    "grading",
    "intake",
    "nbgrader_plugin",
    "sandbox",
    "store",
    "suite",
    "tables",
}
SUITE_IMPORTS = {"compare", "growth", "misconceptions", "reference", "student", "suites"}
HEAVY = ("IPython", "distributed", "jinja2", "matplotlib", "nbgrader", "numpy", "pytest", "rich")


def imports(path: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_parts(path: Path) -> set[str]:
    """Return which parts of `autograde` a file imports, such as ``sandbox``."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("autograde.")}


def files(folder: str) -> list[Path]:
    """Return the Python files below a folder of the project."""
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", files("convlab"), ids=lambda p: p.name)
def test_convlab_knows_nothing_of_grading(path: Path) -> None:
    """What students import never imports the grader."""
    assert not any(name.split(".")[0] == "autograde" for name in imports(path))


@pytest.mark.parametrize("name", ["worker.py", "wire.py"])
def test_the_untrusted_process_knows_no_answer(name: str) -> None:
    """The worker imports nothing of ours but the sandbox."""
    assert own_parts(ROOT / "autograde" / "sandbox" / name) <= {"sandbox"}


@pytest.mark.parametrize(
    "path",
    [
        *files("autograde/misconceptions"),
        *(ROOT / "autograde" / name for name in ("reference.py", "oracle.py", "verdict.py")),
    ],
    ids=lambda p: p.name,
)
def test_answers_stand_apart_from_the_machinery(path: Path) -> None:
    """Records, reference and mistakes import none of what runs a grading."""
    if path.name == "table.py":  # a command that tries the suites on the mistakes
        return
    assert not own_parts(path) & MACHINERY


@pytest.mark.parametrize(
    "path", files("autograde/suites"), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_suites_see_a_submission_only_through_the_fixture(path: Path) -> None:
    """A suite imports nothing that could reach student code in another way."""
    assert own_parts(path) <= SUITE_IMPORTS


def test_help_imports_nothing_heavy() -> None:
    """`convcourse --help` loads none of the libraries that take long."""
    code = (
        "import sys; from autograde import cli\n"
        "sys.argv = ['convcourse', '--help']\n"
        "cli.main()\n"
        f"print('LOADED', [name for name in {HEAVY} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage: convcourse" in run.stdout
    assert run.stdout.strip().endswith("LOADED []")
