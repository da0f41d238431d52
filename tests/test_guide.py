"""The TA's guide says what is so: its example runs; its commands, links and messages exist."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from people import HW1, ROOT

from autograde import release
from autograde.cli import commands
from autograde.course import nbgrader_of
from autograde.diagnosis import behaviour, same_behaviour
from autograde.inprocess import InProcess
from autograde.reference import conv2d
from autograde.student import Call
from autograde.suite import PRIVATE, Suite, claims_of, suite_files

GUIDE = ROOT / "docs" / "ta"
PAGES = sorted(GUIDE.glob("*.md"))
SEED = 20
QUESTION = "test_box_blur.py"


def blocks(page: str, language: str) -> list[str]:
    """Return a page's blocks of code in one language."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """Return the new question's blocks: the answer, the suite, and what the mistakes define."""
    answer, suite, mistakes = blocks("new-question.md", "python")
    names: dict[str, Any] = {}
    exec(compile(mistakes, "new-question.md", "exec"), names)
    return {"answer": answer, "suite": suite, **names}


@pytest.fixture(scope="module")
def suites(example: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put the new question's suite into a folder of private suites."""
    folder = tmp_path_factory.mktemp("suites")
    (folder / "hw1_convolution").mkdir()
    (folder / "hw1_convolution" / QUESTION).write_text(example["suite"], encoding="utf-8")
    return folder


def solved(example: dict[str, Any]) -> Callable[..., Any]:
    """Return the answer's function."""
    names: dict[str, Any] = {"np": np, "conv2d": conv2d}
    exec(compile(example["answer"], "new-question.md", "exec"), names)
    answer: Callable[..., Any] = names["box_blur"]
    return answer


def points_of(suites: Path, function: Callable[..., Any]) -> float:
    """Return the points that the new suite gives a function."""
    file = suites / "hw1_convolution" / QUESTION
    run = Suite([file], SEED).judge(InProcess(lambda: {"box_blur": function}))
    assert not run.errors
    assert all(claim.outcome in ("passed", "failed") for claim in run.claims)
    return sum(claim.points for claim in run.claims if claim.outcome == "passed")


def test_new_suite_is_right_about_the_answer(example: dict[str, Any], suites: Path) -> None:
    """The page's suite is worth 2 points, and the page's answer has them all."""
    claims = claims_of([suites / "hw1_convolution" / QUESTION])
    assert {claim.grade_id for claim in claims} == {"test-box-blur"}
    assert sum(claim.points for claim in claims) == 2
    assert points_of(suites, solved(example)) == 2


def test_new_suite_is_right_about_the_mistakes(example: dict[str, Any], suites: Path) -> None:
    """Each wrong reference of the page loses points, and is told from the other on the probes."""
    mutants = example["MUTANTS"]
    assert {m.slug for m in mutants} == {mistake.slug for mistake in example["MISTAKES"]}
    assert all(points_of(suites, mutant.make()) < 2 for mutant in mutants)
    image = np.arange(54.0).reshape(6, 9) ** 1.5
    probes = tuple(Call("box_blur", (image, k)) for k in (3, 5, 1))
    shown = [behaviour(InProcess(lambda m=m: {"box_blur": m.make()}), probes) for m in mutants]
    assert not same_behaviour(*shown, probes)


def cell(kind: str, name: str, source: str, **marks: Any) -> dict[str, Any]:
    """Return a source notebook's cell as the sidebar *Create Assignment* makes it."""
    plain = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False}
    made = {
        "cell_type": kind,
        "id": name,
        "metadata": {"nbgrader": {**plain, "grade_id": name, **marks}},
        "source": source,
    }
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def test_new_question_is_released(
    example: dict[str, Any], suites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its cells in the source notebook, points agree, and students get the stub alone."""
    monkeypatch.setenv(PRIVATE, str(suites))
    source = tmp_path / "solutions" / HW1 / f"{HW1}.ipynb"
    shutil.copytree(ROOT / "solutions" / HW1, source.parent)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    notebook = json.loads(source.read_text(encoding="utf-8"))
    notebook["cells"] += [
        cell("markdown", "task-box-blur", "Blur.", locked=True),
        cell("code", "box-blur", example["answer"], solution=True),
        cell("code", "test-box-blur", "# Hidden", grade=True, locked=True, points=2),
    ]
    source.write_text(json.dumps(notebook), encoding="utf-8")
    release.generate(tmp_path)
    made = json.loads((tmp_path / "assignments" / HW1 / f"{HW1}.ipynb").read_text("utf-8"))
    cells = {nbgrader_of(c).get("grade_id"): "".join(c["source"]) for c in made["cells"]}
    assert "the mean of every window" in cells["box-blur"]
    assert "np.full" not in cells["box-blur"]


def test_points_that_differ_are_refused(
    suites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite without its grade cell is told with both numbers."""
    monkeypatch.setenv(PRIVATE, str(suites))
    notebook = ROOT / "solutions" / HW1 / f"{HW1}.ipynb"
    (problem,) = release.points_problems(notebook)
    assert "test-box-blur" in problem
    assert "the cell has 0, the suite 2" in problem


def test_private_suite_stands_in(suites: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private file replaces the shipped one of its name; all others stay as they are."""
    shipped = suite_files(HW1)
    stand_in = suites / "hw1_convolution" / "test_shift.py"
    stand_in.write_text(shipped[-1].read_text(encoding="utf-8"), encoding="utf-8")
    try:
        monkeypatch.setenv(PRIVATE, str(suites))
        found = {path.name: path for path in suite_files(HW1)}
    finally:
        stand_in.unlink()
    assert found["test_shift.py"] == stand_in
    assert found["test_conv2d.py"] in shipped
    assert set(found) == {path.name for path in shipped} | {QUESTION}
    monkeypatch.delenv(PRIVATE)
    assert suite_files(HW1) == shipped


# The words ---------------------------------------------------------------------------------------


def test_commands_of_the_guide_exist() -> None:
    """Every ``convcourse`` command and option in the guide is one that there is."""
    known = set(commands.commands) | {"doctor"}
    texts = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    used = re.findall(r"convcourse ([a-z]+)((?: [^\n`;#&]*)?)", texts)
    assert len(used) > 10
    for name, rest in used:
        assert name in known, name
        options = re.findall(r"--[a-z-]+", rest)
        if name in commands.commands:
            offered = {o for p in commands.commands[name].params for o in p.opts}
            assert set(options) <= offered, (name, options)


def test_links_of_the_guide_lead_somewhere() -> None:
    """Every link between the guide's pages leads to a page, and every page is in the index."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (GUIDE / target).is_file(), (page.name, target)
    index = (GUIDE / "index.md").read_text(encoding="utf-8")
    assert {p.name for p in PAGES} - {"index.md"} == set(re.findall(r"\(([a-z-]+\.md)\)", index))


def messages() -> list[str]:
    """Return the messages that the guide's last page explains, but nbgrader's own."""
    text = (GUIDE / "troubleshooting.md").read_text(encoding="utf-8").split("## From nbgrader")[0]
    return re.findall(r"^`(.+)`$", text, re.MULTILINE)


def texts_of_code() -> str:
    """Return the package's code with texts joined over line ends, and a mark for each value."""
    code = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "autograde").rglob("*.py")))
    joined = re.sub(r'"\n\s*f?"', "", code)
    return re.sub(r"\{[^{}]*\}", "…", joined)


def test_messages_of_the_guide_are_ours() -> None:
    """Each message that the guide explains is one that the code can say, word for word."""
    code = texts_of_code()
    found = messages()
    assert len(found) >= 12
    lost = [
        message
        for message in found
        for part in message.split("…")
        if len(part.strip(" .:;,")) > 8 and part.strip(" .:;,") not in code
    ]
    assert lost == []
