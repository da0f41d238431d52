"""What students get: all they need, installable by pip alone, and nothing of the grader."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import FLIPPED, HW1, ROOT, script

from autograde import bundle as bundle_module
from autograde.bundle import FOLDER, BundleError, bundle_files, write_bundle
from autograde.cli import commands
from autograde.course import assignment_names, load_release
from autograde.handin import fill_in, write_notebook

LECTURE = "01-convolution-formula.ipynb"

RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient

for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    # Every cell runs, wrong ones too; errors are read from the outputs.
    NotebookClient(notebook, timeout=300, allow_errors=True).execute()
    nbformat.write(notebook, path)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the bundle as a teacher does."""
    path = tmp_path_factory.mktemp("bundle") / "convolution.zip"
    result = CliRunner().invoke(commands, ["bundle", "--output", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture(scope="module")
def contents(archive: Path) -> dict[str, bytes]:
    """Return the files of the zip; their names begin below its one folder."""
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        return {name.removeprefix(f"{FOLDER}/"): opened.read(name) for name in opened.namelist()}


def test_bundle_holds_the_course(contents: dict[str, bytes]) -> None:
    """Every lecture and assignment, `convlab` with its photographs, licences, two lines to read."""
    lectures = {f"lectures/{path.name}" for path in (ROOT / "lectures").glob("*.ipynb")}
    assignments = {f"assignments/{name}/{name}.ipynb" for name in assignment_names()}
    wanted = {
        "convlab/check/hw1.py",
        "convlab/data/china.png",
        "convlab/data/LICENSES.md",
        "LICENSE",
    }
    assert lectures
    assert set(contents) >= lectures | assignments | wanted
    assert len(contents["README.txt"].decode().splitlines()) == 2


def test_same_course_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    """A second bundle is equal byte by byte, whoever makes it and when."""
    write_bundle(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_names_are_fit_for_every_system(contents: dict[str, bytes]) -> None:
    """Plain letters, forward slashes, no two names that differ in case only, none too long."""
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in contents)
    assert len({name.lower() for name in contents}) == len(contents)
    assert max(map(len, contents)) < 120


# What must not be in it --------------------------------------------------------------------------


RUN_OF_LINES = 3


def secrets() -> Iterator[tuple[str, str]]:
    """Return runs of lines of suites, reference and wrong references, and whose they are."""
    # Not `oracle.py`: the formulas as loops are the specification, and lectures print them.
    names = ("suites/**/*.py", "reference.py", "misconceptions/*.py", "probes.py")
    for pattern in names:
        for path in (ROOT / "autograde").glob(pattern):
            lines = bare(path.read_text(encoding="utf-8")).splitlines()
            for start in range(len(lines) - RUN_OF_LINES + 1):
                run = "\n".join(lines[start : start + RUN_OF_LINES])
                if len(run) >= 60:
                    yield run, path.name


def bare(text: str) -> str:
    """Return the lines that say something, without indentation and imports."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(ln for ln in lines if ln and not ln.startswith(("import ", "from ")))


def solutions() -> Iterator[str]:
    """Return what stands between the marks of solutions, without indentation and empty lines."""
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            yield from re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL)


def test_nothing_of_suites_or_reference(contents: dict[str, bytes]) -> None:
    """No file is named like them, none is compiled, and no three lines of theirs stand anywhere."""
    bad = re.compile(r"suite|reference|oracle|misconception|solution|autograde|mutant|\.pyc")
    assert [name for name in contents if bad.search(name.lower())] == []
    runs = list(secrets())
    assert len(runs) > 300
    texts = {name: data.decode(errors="replace") for name, data in contents.items()}
    code = {name: bare(plain_text(name, text)) for name, text in texts.items()}
    found = [(run, file, name) for run, file in runs for name, t in code.items() if run in t]
    assert found == []


def plain_text(name: str, text: str) -> str:
    """Return a file's text; of a notebook its sources and outputs as they are read."""
    if not name.endswith(".ipynb"):
        return text
    cells = json.loads(text)["cells"]
    outputs = [json.dumps(cell.get("outputs", []), ensure_ascii=False) for cell in cells]
    return "\n".join(["".join(cell["source"]) for cell in cells] + outputs)


def test_no_solutions_in_assignments(contents: dict[str, bytes]) -> None:
    """Released notebooks hold stubs and no outputs; no solution's text stands in any of them."""
    bodies = list(solutions())
    assert len(bodies) >= 15
    for name in (name for name in contents if name.startswith("assignments/")):
        text = plain_text(name, contents[name].decode())
        assert not any(body.strip() in text for body in bodies)
        assert "BEGIN SOLUTION" not in text
        assert all(not c.get("outputs") for c in json.loads(contents[name])["cells"])


def test_solution_stops_the_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A source notebook that strayed into the assignments is refused, with the way out."""
    stray = tmp_path / "assignments" / HW1
    stray.mkdir(parents=True)
    source = ROOT / "solutions" / HW1 / f"{HW1}.ipynb"
    (stray / f"{HW1}.ipynb").write_bytes(source.read_bytes())
    real = bundle_module.shipped
    monkeypatch.setattr(
        bundle_module, "shipped", lambda n: tmp_path / n if n == "assignments" else real(n)
    )
    with pytest.raises(BundleError, match="holds no solutions"):
        bundle_files()


def test_installed_package_makes_no_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is no repository around the package, one sentence says so."""
    monkeypatch.setattr(bundle_module, "shipped", lambda name: tmp_path / name)
    result = CliRunner().invoke(commands, ["bundle", "--output", str(tmp_path / "b.zip")])
    assert result.exit_code == 2
    assert "A bundle is made in the course's repository" in result.output
    assert not (tmp_path / "b.zip").exists()


def test_links_and_caches_stay_out(tmp_path: Path) -> None:
    """Only regular files of known kinds: no links, no caches, no checkpoints."""
    for name in ("a.py", "__pycache__/a.cpython-311.pyc", ".ipynb_checkpoints/a.ipynb", "b.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link.py").symlink_to(ROOT / "autograde" / "reference.py")
    assert [p.name for p in bundle_module.course_files(tmp_path)] == ["a.py"]


def test_place_that_can_not_be_written(tmp_path: Path) -> None:
    """One sentence and exit code 2."""
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "b.zip"
    result = CliRunner().invoke(commands, ["bundle", "--output", str(target)])
    assert result.exit_code == 2
    assert "--output names a file that can be written" in result.output


# Installed elsewhere -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def python(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack and install the bundle in an environment of its own; only libraries are lent."""
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    environment = folder / "env"
    venv.create(environment, with_pip=False, symlinks=True)
    base = {"base": str(environment), "platbase": str(environment)}
    lent = Path(sysconfig.get_path("purelib", vars=base)) / "lent.pth"
    lent.write_text(sysconfig.get_path("purelib") + "\n")
    python = environment / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, *options, str(folder / FOLDER)], check=True, capture_output=True)
    return python


def in_environment(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the environment's Python in the unpacked folder, with none of our own variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [str(python), *arguments],
        capture_output=True,
        text=True,
        cwd=python.parents[2] / FOLDER,
        env={**kept, "MPLBACKEND": "agg"},
        check=False,
    )


def test_installed_convlab_is_the_bundles(python: Path) -> None:
    """Students import the installed `convlab`; there is no `autograde` to be imported."""
    code = """
import importlib.util, sys, convlab
from pathlib import Path
# An installed checkout keeps copies of what it ships in a folder `autograde/shipped`, and no code.
grader = [path for place in sys.path for path in Path(place).glob("autograde/*.py")]
print(convlab.__file__, len(grader), importlib.util.find_spec("convlab.check.hw1"))
"""
    run = in_environment(python, "-I", "-c", code)
    where, grader, check = run.stdout.split(maxsplit=2)
    assert str(python.parents[1]) in where
    assert grader == "0"
    assert "ModuleSpec" in check


@pytest.fixture(scope="module")
def executed(python: Path) -> dict[str, Any]:
    """Run a lecture, and hw1 with a flipped kernel in conv2d, as a student would."""
    folder = python.parents[2] / FOLDER
    notebook = fill_in(HW1, script(HW1, conv2d=FLIPPED))
    homework = write_notebook(folder / "assignments" / HW1 / f"{HW1}.ipynb", notebook)
    lecture = folder / "lectures" / LECTURE
    run = in_environment(python, "-c", RUN, str(lecture), str(homework))
    assert run.returncode == 0, run.stderr[-2000:]
    return {path.name: json.loads(path.read_text("utf-8")) for path in (lecture, homework)}


def test_lecture_runs(executed: dict[str, Any]) -> None:
    """Every cell of the lecture runs from the installed bundle, but those that show an error."""
    cells = [c for c in executed[LECTURE]["cells"] if c["cell_type"] == "code"]
    failed = [
        cell["id"]
        for cell in cells
        if any(output["output_type"] == "error" for output in cell["outputs"])
        and "raises-exception" not in cell["metadata"].get("tags", [])
    ]
    assert len(cells) > 5
    assert failed == []


def test_visible_checks_run(executed: dict[str, Any]) -> None:
    """The checks say which questions pass, and what is wrong with the flipped kernel."""
    said = {
        cell["id"].removeprefix("check-"): "".join(output["data"]["text/plain"])
        for cell in executed[f"{HW1}.ipynb"]["cells"]
        if cell["id"].startswith("check-")
        for output in cell["outputs"]
        if "data" in output
    }
    assert set(said) == set(load_release(HW1).answers)
    assert "passed" in said["shift"]
    assert "passed" in said["conv-pixel"]
    assert "wrong value" in said["conv2d"]
    assert not any("Traceback" in words for words in said.values())
