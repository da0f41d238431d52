"""The source notebooks: they run, their checks pass, and they are built as promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from autograde import reference
from autograde.misconceptions import PEER_FAULTS, mutants
from convlab.check.hw2 import FAULTS

ROOT = Path(__file__).parent.parent

POINTS: dict[str, dict[str, int]] = {
    "hw1-convolution": {
        "conv_pixel": 3,
        "conv2d": 7,
        "conv2d_same": 4,
        "sobel_edges": 3,
        "shift": 3,
    },
    "hw2-channels": {
        "conv2d": 8,
        "grayscale_kernel": 2,
        "pick_channel_kernel": 2,
        "move_kernel": 2,
        "diagnose": 3,
        "count_filter_parameters": 3,
    },
    "hw3-filters": {
        "conv2d": 8,
        "im2col": 5,
        "conv2d_fast": 8,
        "count_conv_parameters": 2,
        "count_dense_parameters": 2,
        "count_network": 5,
    },
}
"""As the curriculum has them: 20, 20 and 30."""

SIGNATURES = {
    "hw1-convolution": (
        "conv_pixel(image, kernel, bias, x, y)",
        "conv2d(image, kernel, bias=0.0)",
        "conv2d_same(image, kernel, bias=0.0)",
        "sobel_edges(image)",
        "shift(image, dx, dy)",
    ),
    "hw2-channels": (
        "conv2d(image, kernel, bias=0.0)",
        "grayscale_kernel()",
        "pick_channel_kernel(k, C, channel)",
        "move_kernel(k, dx, dy)",
        "diagnose()",
        "count_filter_parameters(d, C)",
    ),
    "hw3-filters": (
        "conv2d(image, kernels, biases)",
        "im2col(image, k)",
        "conv2d_fast(image, kernels, biases)",
        "count_conv_parameters(d, C, T)",
        "count_dense_parameters(H, W, C, d, T)",
        "count_network(layers)",
    ),
}

Notebook = Any
QUESTIONS = [(name, function) for name, functions in POINTS.items() for function in functions]


def read(name: str) -> Notebook:
    """Return a source notebook."""
    notebook = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


@pytest.fixture(scope="module")
def notebooks() -> dict[str, Notebook]:
    """Return all source notebooks by name."""
    return {name: read(name) for name in POINTS}


def cell(notebook: Notebook, grade_id: str) -> Any:
    """Return the cell of that id."""
    (found,) = [c for c in notebook.cells if c.id == grade_id]
    return found


def dashed(function: str) -> str:
    """Return a function's name as its grade id has it."""
    return function.replace("_", "-")


@pytest.mark.parametrize("name", POINTS)
def test_runs_and_passes(name: str, notebooks: dict[str, Notebook]) -> None:
    """One kernel runs all cells in order, without a warning, and every check says passed."""
    from nbclient import NotebookClient

    notebook = nbformat.from_dict(notebooks[name])
    done = NotebookClient(read(name), timeout=60, kernel_name="python3").execute()
    passed = 0
    for c in done.cells:
        for output in c.get("outputs", []):
            assert output.get("name") != "stderr", (c.id, output)
            passed += ": passed." in output.get("data", {}).get("text/plain", "")
    assert passed == len(POINTS[name])
    assert len(notebook.cells) == len(done.cells)


@pytest.mark.parametrize("name", POINTS)
def test_no_outputs(name: str, notebooks: dict[str, Notebook]) -> None:
    """Outputs and execution counts are not committed."""
    for c in notebooks[name].cells:
        if c.cell_type == "code":
            assert c.outputs == []
            assert c.execution_count is None


@pytest.mark.parametrize("name", POINTS)
def test_kernel_and_format(name: str, notebooks: dict[str, Notebook]) -> None:
    """Python 3 by its usual name, format 4.5, one H1 and numbered H2s."""
    notebook = notebooks[name]
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.kernelspec.display_name == "Python 3 (ipykernel)"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert len(re.findall(r"^# ", text, re.M)) == 1
    numbers = [int(n) for n in re.findall(r"^## (\d+)\.", text, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 5


@pytest.mark.parametrize("name", POINTS)
def test_points(name: str, notebooks: dict[str, Notebook]) -> None:
    """The grade cells hold the curriculum's points and no others; the title says their sum."""
    marks = [c.metadata.get("nbgrader", {}) for c in notebooks[name].cells]
    points = {m["grade_id"]: m["points"] for m in marks if m.get("grade")}
    assert points == {f"test-{dashed(f)}": p for f, p in POINTS[name].items()}
    total = sum(points.values())
    assert total == {"hw1-convolution": 20, "hw2-channels": 20, "hw3-filters": 30}[name]
    assert f"the whole notebook has {total}." in cell(notebooks[name], "title").source


@pytest.mark.parametrize("name", POINTS)
def test_marks(name: str, notebooks: dict[str, Notebook]) -> None:
    """Cell ids are the grade ids, ids are unique, and all but the answers is locked."""
    answers = {dashed(function) for function in POINTS[name]}
    marks = [c.metadata.nbgrader for c in notebooks[name].cells]
    ids = [mark.grade_id for mark in marks]
    assert ids == [c.id for c in notebooks[name].cells]
    assert len(ids) == len(set(ids))
    assert {mark.grade_id for mark in marks if not mark.locked} == answers
    for mark in marks:
        assert mark.schema_version == 3
        assert mark.task is False
        assert mark.solution is (mark.grade_id in answers)
        assert mark.grade is mark.grade_id.startswith("test-")
        assert ("points" in mark) is mark.grade


@pytest.mark.parametrize(("name", "function"), QUESTIONS)
def test_question(name: str, function: str, notebooks: dict[str, Notebook]) -> None:
    """Task with signature, points, example and prediction; answer; check; hints; grade cell."""
    notebook, gid = notebooks[name], dashed(function)
    ids = [c.id for c in notebook.cells]
    parts = [f"task-{gid}", gid, f"check-{gid}", f"hints-{gid}", f"test-{gid}"]
    places = [ids.index(part) for part in parts]
    assert places == sorted(places)
    task, points = cell(notebook, f"task-{gid}").source, POINTS[name][function]
    signature = SIGNATURES[name][list(POINTS[name]).index(function)]
    for part in (f"`{signature}`", f"*({points} points)*", "**By hand.**", "**Predict first:**"):
        assert part in task
    check = f'check("{name[:3]}.{function}", globals())'
    assert cell(notebook, f"check-{gid}").source == check
    grade = f"# Hidden tests of {function}: {points} points.\n"
    grade += "# This cell is filled in when your notebook is graded.\n"
    grade += f"{check}.warn()  # for the button Validate"
    assert cell(notebook, f"test-{gid}").source == grade
    assert f"def {signature}:" in cell(notebook, gid).source


@pytest.mark.parametrize(("name", "function"), QUESTIONS)
def test_hints(name: str, function: str, notebooks: dict[str, Notebook]) -> None:
    """Two or three hints, collapsed and numbered; none of them gives code away."""
    source = cell(notebooks[name], f"hints-{dashed(function)}").source
    numbers = re.findall(r"<details><summary>Hint (\d):", source)
    assert numbers in (["1", "2"], ["1", "2", "3"])
    assert source.count("</details>") == len(numbers)
    assert not re.search(r"\bfor .* in |\breturn\b|\bdef\b|```", source)


@pytest.mark.parametrize(("name", "function"), QUESTIONS)
def test_stub(name: str, function: str, notebooks: dict[str, Notebook]) -> None:
    """Without its solution a cell still compiles, and its error names the task."""
    source = cell(notebooks[name], dashed(function)).source
    pattern = r"( *)### BEGIN SOLUTION\n.*?### END SOLUTION"
    stub, regions = re.subn(pattern, r"\1# YOUR CODE HERE", source, flags=re.S)
    assert regions == 1
    namespace: dict[str, Any] = {}
    exec(compile(stub, function, "exec"), namespace)
    signature = SIGNATURES[name][list(POINTS[name]).index(function)]
    count = 0 if signature.endswith("()") else signature.count(",") + 1
    with pytest.raises(NotImplementedError, match=r"^Task \d: [a-zA-Z].*\.$"):
        namespace[function](*[None] * count)


@pytest.mark.parametrize("name", POINTS)
def test_cells_are_short(name: str, notebooks: dict[str, Notebook]) -> None:
    """No code cell has more than 25 lines."""
    for c in notebooks[name].cells:
        if c.cell_type == "code":
            assert len(c.source.splitlines()) <= 25, c.id


def solution(notebook: Notebook, name: str) -> dict[str, Any]:
    """Return the namespace of an assignment's answer cells."""
    namespace: dict[str, Any] = {"np": np}
    for function in POINTS[name]:
        exec(cell(notebook, dashed(function)).source, namespace)
    return namespace


def test_solutions_agree_with_the_reference(notebooks: dict[str, Notebook]) -> None:
    """On random images, not square, the solutions and the grader's reference agree."""
    rng = np.random.default_rng(5)
    one, two, three = (solution(notebooks[name], name) for name in POINTS)
    picture, kernel = rng.normal(size=(6, 9)), rng.normal(size=(5, 5))
    colour, bank, biases = rng.normal(size=(7, 9, 2)), rng.normal(size=(4, 3, 3, 2)), np.arange(4.0)
    pairs = [
        (one["conv2d"](picture, kernel, 3.0), reference.conv2d(picture, kernel, 3.0)),
        (one["conv2d_same"](picture, kernel, 3.0), reference.conv2d_same(picture, kernel, 3.0)),
        (one["sobel_edges"](picture), reference.sobel_edges(picture)),
        (one["shift"](picture, -2, 5), reference.shift(picture, -2, 5)),
        (two["conv2d"](colour, bank[0], 3.0), reference.conv2d_channels(colour, bank[0], 3.0)),
        (two["move_kernel"](5, -2, 1), reference.move_kernel(5, -2, 1)),
        (three["conv2d"](colour, bank, biases), reference.conv2d_filters(colour, bank, biases)),
        (three["conv2d_fast"](colour, bank, biases), three["conv2d"](colour, bank, biases)),
        (three["im2col"](colour, 3), reference.im2col(colour, 3)),
    ]
    for got, want in pairs:
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-10)
    for x, y in [(1, 4), (4, 4), (3, 1), (3, 7), (-1, 4), (9, 4)]:
        with pytest.raises(ValueError, match="leaves the image"):
            one["conv_pixel"](picture, kernel, 0.0, x, y)


def test_peers(notebooks: dict[str, Notebook]) -> None:
    """Each classmate's numbers come from one of the mutants, whose name the solution gives."""
    namespace: dict[str, Any] = {"np": np}
    for grade_id in ("peers", "diagnose"):
        exec(cell(notebooks["hw2-channels"], grade_id).source, namespace)
    given = [namespace[f"peer_{part}"] for part in ("image", "kernel", "bias")]
    answer = namespace["diagnose"]()
    assert answer == PEER_FAULTS
    faults = [m for m in mutants("hw2-channels", "conv2d") if m.slug in FAULTS]
    assert {mutant.slug for mutant in faults} == set(FAULTS)
    for letter, slug in answer.items():
        shown = namespace["peer_results"][letter]
        assert {m.slug for m in faults if np.array_equal(m.make()(*given), shown)} == {slug}
    right = reference.conv2d_channels(*given)
    task = cell(notebooks["hw2-channels"], "task-diagnose").source
    for row in right.astype(int):
        assert "  ".join(map(str, row)) in task
    assert set(re.findall(r"^\| `([a-z-]+)`", task, re.M)) == set(FAULTS)
