"""Scripts become submissions: the release, with a student's cells put in where they stand."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from intake_factory import HW1, released

from autograde.course import name_of
from autograde.handin import Script, fill_in, parse_script, read_script, write_notebook
from autograde.intake import read_submission

TEXT = """
# A student.
# %% own
first = 1

# %% conv2d
def conv2d(image, kernel, bias=0.0):
    # %% is only a mark at the left margin
    return image
# %% own
last = 2
"""


def test_cells_of_a_script() -> None:
    """A script is cut at its marks; blank lines around a cell go, all else stays."""
    script = parse_script(TEXT)
    names = [name for name, _ in script.cells]
    assert names == ["own", "conv2d", "own"]
    assert script.cells[0] == ("own", "first = 1")
    assert (
        script.answers["conv2d"].splitlines()[1].endswith("# %% is only a mark at the left margin")
    )
    assert script.like is None


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\nx = 1\n"])
def test_script_without_cells(text: str) -> None:
    """What stands before the first mark is no cell."""
    assert parse_script(text) == Script(())


def test_filled_in(tmp_path: Path) -> None:
    """The notebook is the release, with the answer in its place and own cells after theirs."""
    notebook = fill_in(HW1, parse_script(TEXT))
    names = [name_of(cell) for cell in notebook["cells"]]
    assert names[0] == "own-0"
    assert names[names.index("conv2d") + 1] == "own-2"
    rest = [name for name in names if name and not name.startswith("own-")]
    assert rest == [name_of(cell) for cell in released()["cells"]]
    nbformat.validate(nbformat.from_dict(notebook))
    submission = read_submission(write_notebook(tmp_path / "a" / "b.ipynb", notebook), HW1)
    assert submission.notes == ()
    assert [cell.source for cell in submission.cells if cell.name is None] == [
        "first = 1",
        "last = 2",
    ]


def test_release_is_left_alone() -> None:
    """Filling in answers changes nothing for the next student."""
    before = released()
    fill_in(HW1, parse_script(TEXT))
    assert released() == before
    assert fill_in(HW1, Script(())) == before


def test_like_another(tmp_path: Path) -> None:
    """Answers that a script has none for come from the one that it is like, and from its like."""
    (tmp_path / "one.py").write_text("# %% conv2d\na\n# %% shift\na\n# %% own\na\n")
    (tmp_path / "two.py").write_text("# like: one\n# %% shift\nb\n")
    (tmp_path / "three.py").write_text("# like: two\n# %% conv-pixel\nc\n")
    script = read_script(tmp_path / "three.py")
    assert script.answers == {"conv2d": "a", "shift": "b", "conv-pixel": "c"}
    assert "own" not in [name for name, _ in script.cells]


def test_no_such_answer() -> None:
    """A cell that is named wrongly is an error, not a cell that is silently left out."""
    with pytest.raises(ValueError, match="hw1-convolution has no answer cell conv3d"):
        fill_in(HW1, parse_script("# %% conv3d\npass"))


def test_text_survives(tmp_path: Path) -> None:
    """Any language comes through the file as it was typed."""
    path = tmp_path / "student.py"
    path.write_text("# %% shift\nx = 'Größe 大小 🎉'\n", encoding="utf-8")
    written = write_notebook(tmp_path / "n.ipynb", fill_in(HW1, read_script(path)))
    assert "Größe 大小 🎉" in written.read_text(encoding="utf-8")
    sources = {cell.name: cell.source for cell in read_submission(written, HW1).cells}
    assert sources["shift"] == "x = 'Größe 大小 🎉'"
