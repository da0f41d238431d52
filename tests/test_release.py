"""The students' notebooks: generated, current, and their points those of the hidden suites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograde.course import assignment_names
from autograde.release import generate, points_problems

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the course's sources in a folder of its own, the assignments generated."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").symlink_to(ROOT / "solutions")
    (folder / "nbgrader_config.py").symlink_to(ROOT / "nbgrader_config.py")
    generate(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below `folder` with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def test_committed_assignments_are_current(course: Path) -> None:
    """Generating the assignments anew gives the committed files, byte for byte."""
    assert files(course / "assignments") == files(ROOT / "assignments")


def test_no_solution_is_released(course: Path) -> None:
    """Every answer cell of a release is a stub, and no file but the notebook goes out."""
    assert list(files(course / "assignments")) == [
        f"{name}/{name}.ipynb" for name in ("hw1-convolution", "hw2-channels", "hw3-filters")
    ]
    for path in (course / "assignments").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["metadata"]["nbgrader"]["solution"]:
                source = "".join(cell["source"])
                assert "# YOUR CODE HERE\n    raise NotImplementedError(" in source
                assert "return" not in source.split('"""')[2]
                assert "SOLUTION" not in source


@pytest.mark.parametrize("name", assignment_names())
def test_points_agree(name: str) -> None:
    """Every suite's points add up to its cell's."""
    assert points_problems(ROOT / "solutions" / name / f"{name}.ipynb") == []


def test_points_that_differ_are_told(tmp_path: Path) -> None:
    """A cell with other points than its suite, and one without a suite, are named in sentences."""
    source = ROOT / "solutions" / "hw1-convolution" / "hw1-convolution.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    marks = {c["id"]: c["metadata"]["nbgrader"] for c in notebook["cells"]}
    marks["test-shift"]["points"] = 5
    marks["test-sobel-edges"]["grade_id"] = "test-edges"
    other = tmp_path / source.name
    other.write_text(json.dumps(notebook), encoding="utf-8")
    rule = "and its suite have the same points;"
    assert points_problems(other) == [
        f"hw1-convolution: cell test-edges {rule} the cell has 3, the suite 0.",
        f"hw1-convolution: cell test-shift {rule} the cell has 5, the suite 3.",
        f"hw1-convolution: cell test-sobel-edges {rule} the cell has 0, the suite 3.",
    ]


def test_nothing_is_generated_where_points_differ(tmp_path: Path) -> None:
    """The generator stops before it writes, with the sentence."""
    folder = tmp_path / "solutions" / "hw2-channels"
    folder.mkdir(parents=True)
    source = ROOT / "solutions" / "hw2-channels" / "hw2-channels.ipynb"
    text = source.read_text(encoding="utf-8").replace('"points": 8', '"points": 9')
    (folder / source.name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"cell test-conv2d .* the cell has 9, the suite 8\."):
        generate(tmp_path)
    assert not (tmp_path / "assignments").exists()
