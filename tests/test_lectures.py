"""The lectures as they are committed: executed, readable without a kernel, and right.

Each lecture is run once. What its cells computed is then checked in the same kernel by
`tests/lecture_checks/NN.py`: plain asserts, beside which `reference` is the grader's reference
and `said(text)` demands that the lecture's prose has these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograde.lectures import METADATA, VOLATILE, execute, paths, texts

ROOT = Path(__file__).parents[1]
LECTURES = paths(ROOT / "lectures")
EXERCISES = paths(ROOT / "solutions" / "lectures")
CHECKS = Path(__file__).parent / "lecture_checks"

Notebook = Any

by_lecture = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@cache
def read(path: Path) -> Notebook:
    """Return a committed notebook."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def markdown(notebook: Notebook) -> str:
    """Return all prose of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def code_cells(notebook: Notebook) -> list[Any]:
    """Return a notebook's code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


CHECK = """
from pathlib import Path
import nbformat
from autograde import oracle, reference

def run_checks(lecture, checks, names):
    cells = nbformat.read(lecture, as_version=4).cells
    prose = " ".join(word for c in cells if c.cell_type == "markdown" for word in c.source.split())

    def said(text):
        assert " ".join(text.split()) in prose, f"not in the prose: {text}"

    source = Path(checks).read_text(encoding="utf-8")
    exec(compile(source, checks, "exec"), {**names, "said": said})
"""


def checks_of(path: Path) -> str:
    """Return code that checks, in the lecture's own kernel, what the lecture says and computes."""
    checks = CHECKS / f"{path.stem[:2]}.py"
    return f"{CHECK}\nrun_checks({str(path)!r}, {str(checks)!r}, globals())"


@pytest.fixture(scope="module")
def fresh() -> Any:
    """Return a function that runs a lecture, and its checks, once in the whole module."""
    return cache(lambda path: execute(path, then=checks_of(path)))


@by_lecture
def test_fresh_run_says_the_same(path: Path, fresh: Any) -> None:
    """A fresh kernel runs it without a warning; its words are the committed ones."""
    committed, done = read(path), fresh(path)
    for before, after in zip(committed.cells, done.cells, strict=True):
        assert texts(after) == texts(before), before.id
        assert not any(text.startswith("stderr") for text in texts(after)), before.id
        assert not any(o.output_type == "error" for o in after.get("outputs", [])), before.id
    numbers = [cell.execution_count for cell in code_cells(committed)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert committed.metadata == METADATA


class Images(HTMLParser):
    """Collects the ``<img>`` of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an image's attributes."""
        if tag == "img":
            self.found.append(dict(attrs))


def pictures(html: str) -> list[dict[str, str | None]]:
    """Return the attributes of all images in a piece of HTML."""
    parser = Images()
    parser.feed(html)
    return parser.found


@by_lecture
def test_every_figure_has_alt_text(path: Path) -> None:
    """No output is a bare image; every ``<img>`` says in a sentence what it shows."""
    count = 0
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            data = output.get("data", {})
            assert not [kind for kind in data if kind.startswith("image/")], cell.id
            for picture in pictures(data.get("text/html", "")):
                alt = picture["alt"] or ""
                assert len(alt.split()) >= 5, (cell.id, alt)
                assert (picture["src"] or "").startswith("data:image/png;base64,"), cell.id
                count += 1
    assert count >= 5
    for picture in pictures(markdown(read(path))):
        assert picture.get("alt")
    assert not re.search(r"!\[\s*\]\(", markdown(read(path)))


@by_lecture
def test_cells_are_short(path: Path) -> None:
    """No code cell has more than 25 lines; most have no more than 8."""
    lengths = sorted(len(cell.source.splitlines()) for cell in code_cells(read(path)))
    assert lengths[-1] <= 25
    assert lengths[len(lengths) // 2] <= 8


@by_lecture
def test_headings(path: Path) -> None:
    """One H1, first of all; H2s numbered from 1; no level is skipped."""
    notebook = read(path)
    outside = re.sub(r"```.*?```", "", markdown(notebook), flags=re.S)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", outside, re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert notebook.cells[0].source.startswith(f"# Lecture {int(path.stem[:2])}: ")
    assert all(after <= before + 1 for before, after in pairwise(levels))
    numbers = re.findall(r"^## (\S+)", outside, re.M)
    assert numbers == [f"{n}." for n in range(1, len(numbers) + 1)]


@by_lecture
def test_parts(path: Path) -> None:
    """Objectives, predictions with collapsed answers, source, summary, exercises with hints."""
    text = markdown(read(path))
    titles = re.findall(r"^## \d+\. (.*)$", text, re.M)
    assert "**After this lecture you can**" in read(path).cells[0].source
    assert titles[-3:] == ["Where this stands in the source lecture", "Summary", "Exercises"]
    answers = text.count("<details><summary>The answer</summary>")
    assert text.count("**Predict first.**") == answers >= 3
    assert text.count("<details><summary>Hint") >= 3
    assert text.count("<details>") == text.count("</details>")
    assert any("mistake" in title.lower() for title in titles)


@by_lecture
def test_ids_and_tags(path: Path) -> None:
    """Cell ids are readable words, each used once; no tag but the documented one."""
    cells = read(path).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) for name in ids)
    assert {tag for cell in cells for tag in cell.metadata.get("tags", [])} <= {VOLATILE}


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and Jupyter make them."""
    text = markdown(read(path)) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", text, re.M)
    }


def links() -> Iterator[tuple[Path, str]]:
    """Return the links of all lectures and of their table."""
    for page in [*LECTURES, ROOT / "lectures" / "README.md"]:
        text = markdown(read(page)) if page.suffix == ".ipynb" else page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            yield page, target


def test_links_resolve() -> None:
    """Relative links lead to files of the repository, and their anchors to headings."""
    relative = [(page, target) for page, target in links() if "://" not in target]
    assert relative
    for page, target in relative:
        name, _, anchor = target.partition("#")
        aim = (page.parent / name).resolve() if name else page
        assert aim.is_file(), (page.name, target)
        assert not anchor or anchor in anchors(aim), (page.name, target)


def test_table_of_slides() -> None:
    """`lectures/README.md` has a row with a link for every slide of the source, 1 to 10."""
    text = (ROOT / "lectures" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\]\(\d\d-[a-z-]+\.ipynb#.*$", text, re.M)
    assert sorted(set(map(int, rows))) == list(range(1, 11))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_exercises(path: Path) -> None:
    """The worked solutions run in a fresh kernel, prove themselves, and solve every exercise."""
    (lecture,) = [p for p in LECTURES if p.stem == path.stem.removesuffix("-exercises")]
    asked = re.findall(r"^\*\*(\d)\. ", markdown(read(lecture)), re.M)
    solved = re.findall(r"^## (\d)\. ", markdown(read(path)), re.M)
    assert asked == solved
    proofs = sum("assert " in cell.source for cell in code_cells(read(path)))
    assert proofs >= len(asked)
    for cell in code_cells(execute(path)):
        assert not any(text.startswith("stderr") for text in texts(cell)), cell.id
    assert all(not c.outputs and c.execution_count is None for c in code_cells(read(path)))


def test_every_lecture_has_checks_and_solutions() -> None:
    """No lecture comes without facts to check and without worked solutions."""
    assert [path.stem for path in EXERCISES] == [f"{p.stem}-exercises" for p in LECTURES]
    assert [p.stem for p in sorted(CHECKS.glob("*.py"))] == [p.stem[:2] for p in LECTURES]


def notebook_of(*sources: str) -> Notebook:
    """Return a notebook with these code cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])


def test_a_warning_fails_the_run(tmp_path: Path) -> None:
    """What a cell merely warns of stops the run, and so does a check after the last cell."""
    from nbclient.exceptions import CellExecutionError

    path = tmp_path / "warns.ipynb"
    nbformat.write(notebook_of("import numpy as np", "np.array([1.0]) / 0"), path)
    with pytest.raises(CellExecutionError, match="divide by zero"):
        execute(path)
    nbformat.write(notebook_of("x = 1"), path)
    with pytest.raises(CellExecutionError, match="AssertionError"):
        execute(path, then="assert x == 2")


def test_volatile_words_are_not_compared() -> None:
    """The words of a cell tagged as volatile do not count; those of others do, without bytes."""
    (cell,) = notebook_of("show()").cells
    data = {"text/plain": "[Picture: a]", "text/html": '<img alt="a" src="data:;base64,AAAA">'}
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="3 ms\n"),
        nbformat.v4.new_output("display_data", data),
    ]
    said = texts(cell)
    assert said[0] == "stdout: 3 ms\n"
    assert 'text/html: <img alt="a" src="data:;base64">' in said
    cell.metadata.tags = [VOLATILE]
    assert texts(cell) == []
