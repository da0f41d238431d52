"""What ships: the wheel, installed elsewhere, grades on its own."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograde.demo import ASSIGNMENT, student_scripts
from autograde.handin import Script, fill_in, read_script, write_notebook

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; the libraries are lent to it."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    # A path file lends the libraries, without the checkout's own (editable) entry.
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*command, "--no-index", str(wheel)], check=True, capture_output=True)
    return python


def graded(python: Path, notebook: Path) -> dict[str, Any]:
    """Grade a notebook by the installed command; return its verdict's JSON."""
    out = notebook.with_suffix(".json")
    command = [str(python), "-m", "autograde", "grade", ASSIGNMENT, str(notebook)]
    run = subprocess.run(
        [*command, "--json", str(out)],
        capture_output=True,
        text=True,
        cwd=notebook.parent,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    (verdict,) = json.loads(out.read_text())["verdicts"]
    return dict(verdict)


def test_wheel_holds_what_a_grader_needs(wheel: Path) -> None:
    """The wheel has the releases, the config, suites, templates and photographs."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "autograde/shipped/nbgrader_config.py",
        f"autograde/shipped/assignments/{ASSIGNMENT}/{ASSIGNMENT}.ipynb",
        "autograde/suites/hw1_convolution/test_conv2d.py",
        "autograde/templates/question.html.j2",
        "convlab/data/china.png",
        "convlab/data/LICENSES.md",
        "convlab/py.typed",
    ):
        assert name in names
    assert not any("solutions" in name for name in names)


def test_installed_grader_grades(python: Path, tmp_path: Path) -> None:
    """Away from the checkout, the installed command gives the verdict that it gives there."""
    script = read_script(student_scripts()["goran"])
    notebook = write_notebook(tmp_path / "goran.ipynb", fill_in(ASSIGNMENT, script))
    verdict = graded(python, notebook)
    found = {test["mistake"] for question in verdict["questions"] for test in question["tests"]}
    assert found == {None, "bias-inside-sum"}


def test_packages_in_a_temporary_folder_are_seen(python: Path, tmp_path: Path) -> None:
    """Student code can load what is installed below the temporary folder, which is its own."""
    assert python.is_relative_to(tempfile.gettempdir())
    script = read_script(student_scripts()["ada"])
    late = "from convlab import images\nassert images.load('cat').shape == (160, 240, 3)\n"
    cells = [(name, late + code) for name, code in script.cells]
    notebook = write_notebook(tmp_path / "late.ipynb", fill_in(ASSIGNMENT, Script(tuple(cells))))
    verdict = graded(python, notebook)
    assert (verdict["score"], verdict["notes"]) == (20.0, [])


def test_installed_package_is_the_wheel(python: Path) -> None:
    """What the environment imports is the wheel's copy, not the checkout."""
    code = "import autograde, convlab; print(autograde.__file__, convlab.__file__)"
    command = [str(python), "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, cwd=python.parent, check=True)
    assert str(ROOT) not in run.stdout
