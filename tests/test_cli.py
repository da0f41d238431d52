"""The command line on bad and good input: sentences, exit codes, files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.demo import student_scripts
from autograde.handin import fill_in, read_script, write_notebook

HW1 = "hw1-convolution"
MALFORMED = {
    "missing.ipynb": "there is none",
    "a-folder": "this is a folder",
    "notes.txt": "a notebook is JSON",
    "list.ipynb": "a list of cells",
    "stranger.ipynb": "holds none of them",
    "other.ipynb": "this is one of hw2-channels",
}


def convcourse(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "autograde", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def submission(path: Path, student: str = "ada", assignment: str = HW1) -> Path:
    """Write a demo student's notebook."""
    script = read_script(student_scripts()[student])
    return write_notebook(path, fill_in(assignment, script))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a good notebook and one of each kind of bad file."""
    folder = tmp_path_factory.mktemp("files")
    submission(folder / "good.ipynb")
    (folder / "a-folder").mkdir()
    (folder / "notes.txt").write_text("shopping list")
    (folder / "list.ipynb").write_text('{"nbformat": 4}')
    stranger = {"cells": [{"cell_type": "code", "source": "1", "metadata": {}}], "nbformat": 4}
    write_notebook(folder / "stranger.ipynb", stranger)
    release = fill_in("hw2-channels", read_script(student_scripts()["oleg"]))
    write_notebook(folder / "other.ipynb", release)
    return folder


@pytest.fixture(scope="module")
def mixed(folder: Path) -> subprocess.CompletedProcess[str]:
    """Grade one good file among all the bad ones."""
    files = [str(folder / name) for name in ("missing.ipynb", "good.ipynb", *MALFORMED)]
    return convcourse("grade", HW1, *files, "--json", str(folder / "out.json"))


@pytest.mark.parametrize("name", MALFORMED)
def test_bad_files_get_one_sentence(name: str, mixed: subprocess.CompletedProcess[str]) -> None:
    """Each bad file gets a line that names it, the rule and what was got; no traceback."""
    lines = [line for line in mixed.stderr.splitlines() if line.startswith("Error:")]
    assert any(name in line and MALFORMED[name] in line for line in lines)
    assert "Traceback" not in mixed.stderr


def test_other_files_are_judged_all_the_same(
    folder: Path, mixed: subprocess.CompletedProcess[str]
) -> None:
    """A bad file costs the exit code 2, and the good one its verdict still."""
    assert mixed.returncode == 2
    document = json.loads((folder / "out.json").read_text())
    assert document["schema"] == 1
    (verdict,) = document["verdicts"]
    assert verdict["file"].endswith("good.ipynb")
    assert (verdict["score"], verdict["max_score"]) == (20.0, 20.0)


def test_json_keeps_its_promise(folder: Path, mixed: subprocess.CompletedProcess[str]) -> None:
    """The JSON has the fields that others rely on."""
    assert mixed.returncode == 2
    (verdict,) = json.loads((folder / "out.json").read_text())["verdicts"]
    names = {"file", "assignment", "score", "max_score", "isolation", "seed", "questions", "notes"}
    assert names <= set(verdict)
    for question in verdict["questions"]:
        assert {"grade_id", "score", "max_score", "outcome", "tests"} <= set(question)
        for test in question["tests"]:
            expected = {"name", "rubric", "points", "outcome", "hint", "mistake"}
            assert set(test) == expected
            assert test["outcome"] in {"passed", "failed", "not judged"}


def test_unknown_assignment(folder: Path) -> None:
    """An assignment that does not exist: one sentence with those that do, exit code 2."""
    run = convcourse("grade", "hw9", str(folder / "good.ipynb"))
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert "hw1-convolution, hw2-channels, hw3-filters" in line
    assert "'hw9'" in line


def test_class_outside_a_course(tmp_path: Path) -> None:
    """`autograde` away from a course folder says what is missing, exit code 2."""
    run = convcourse("autograde", HW1, cwd=tmp_path)
    assert run.returncode == 2
    assert "nbgrader_config.py" in run.stderr
    assert "Traceback" not in run.stderr


def test_json_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    """A path for the JSON that can't be written is one sentence, exit code 2."""
    target = tmp_path / "no" / "such" / "folder.json"
    run = convcourse("grade", HW1, str(folder / "good.ipynb"), "--json", str(target))
    assert run.returncode == 2
    assert "--json names a file that can be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_seed_repeats_a_run(folder: Path) -> None:
    """With the seed of an earlier run, the verdict is the same to the letter."""
    outputs = []
    for name in ("one.json", "two.json"):
        target = folder / name
        run = convcourse(
            "grade", HW1, str(submission(folder / "emil.ipynb", "emil")),
            "--seed", "7", "--json", str(target),
        )  # fmt: skip
        assert run.returncode == 0
        (verdict,) = json.loads(target.read_text())["verdicts"]
        del verdict["cpu_seconds"]
        outputs.append(verdict)
    assert outputs[0] == outputs[1]
    assert outputs[0]["seed"] == 7
