"""Submissions are rebuilt on the release's template: what is kept, mended, noted and refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from intake_factory import (
    HW1,
    RELEASE,
    cell,
    documented,
    expect_documented,
    expect_template,
    marks,
    nameless,
    own,
    put_behind,
    released,
    solved,
    taken_in,
    unmarked,
    without,
)

from autograde.cells import CELLS_LIMIT, CODE_LIMIT, PROSE_LIMIT
from autograde.course import name_of
from autograde.feedback import rebuilt_notebook
from autograde.intake import (
    IntakeError,
    Submission,
    WrongAssignmentError,
    read_submission,
)
from autograde.snapshot import BYTES_LIMIT

Notebook = dict[str, Any]


def sources(submission: Submission) -> dict[str, str]:
    """Return the texts of the template's cells."""
    return {cell.name: cell.source for cell in submission.cells if cell.name}


def own_sources(submission: Submission) -> list[str]:
    """Return the texts of the student's own cells."""
    return [cell.source for cell in submission.cells if cell.name is None]


# Nothing to mend ---------------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", [released(), solved()], ids=["untouched", "solved"])
def test_nothing_to_note(notebook: Notebook) -> None:
    """A notebook in which only answers were written is taken as it is, without a note."""
    submission = taken_in(notebook)
    expect_template(submission)
    assert submission.notes == ()
    assert sources(submission) == {name_of(c): c["source"] for c in joined(notebook)["cells"]}


def joined(notebook: Notebook) -> Notebook:
    """Return the notebook with sources as whole texts."""
    cells = [{**c, "source": "".join(c["source"])} for c in notebook["cells"]]
    return {**notebook, "cells": cells}


def test_source_and_release_agree() -> None:
    """The committed release is the source's: grading the source notes nothing."""
    path = Path(__file__).parent.parent / "solutions" / HW1 / f"{HW1}.ipynb"
    assert read_submission(path, HW1).notes == ()


def test_own_cells_keep_their_place() -> None:
    """Cells of the student's own stay in order, behind the cell that they followed."""
    notebook = solved()
    notebook["cells"].insert(0, own("first = 1"))
    put_behind(notebook, "task-conv2d", own("a = 1"), own("*b*", "markdown"), own("c", "raw"))
    notebook["cells"].append(own("last = 1"))
    submission = taken_in(notebook)
    expect_template(submission)
    assert submission.notes == ()
    assert own_sources(submission) == ["first = 1", "a = 1", "*b*", "c", "last = 1"]
    kinds = [cell.kind for cell in submission.cells if cell.name is None]
    assert kinds == ["code", "code", "markdown", "raw", "code"]
    names = [cell.name for cell in submission.cells]
    place = names.index("task-conv2d")
    assert names[place : place + 5] == ["task-conv2d", None, None, None, "conv2d"]


def test_code_leaves_grade_cells_out() -> None:
    """What runs is all code but that of grade cells, each with its place in the notebook."""
    submission = taken_in(solved())
    kinds = {submission.cells[index].name for index, _ in submission.code}
    assert kinds.isdisjoint(RELEASE.points)
    assert RELEASE.answers <= kinds
    assert all(submission.cells[index].source == source for index, source in submission.code)


def test_documentation() -> None:
    """The documentation has the caps and every sentence, and they are told from each other."""
    page = (Path(__file__).parent.parent / "docs" / "intake.md").read_text(encoding="utf-8")
    for limit in (CODE_LIMIT, PROSE_LIMIT):
        assert f"{limit:,}".replace(",", " ") in page
    expect_documented(f"a notebook has at most {CELLS_LIMIT} cells; this has 2001.")
    expect_documented(f"a notebook has at most {BYTES_LIMIT // 2**20} MiB; this has more.")
    assert len(documented()) == 30
    with pytest.raises(AssertionError):
        expect_documented("a notebook is too large.")


# Formats and editors -----------------------------------------------------------------------------


def test_dropped_marks() -> None:
    """Where an editor dropped nbgrader's marks, the cells are known by their ids."""
    submission = taken_in(unmarked(solved()))
    assert sources(submission) == sources(taken_in(solved()))
    (note,) = submission.notes
    count = len(RELEASE.cells)
    assert (
        note == f"{count} cells had lost nbgrader's marks; recognised by cell id, text or function"
    )


def test_dropped_marks_and_ids() -> None:
    """Without marks and ids, locked cells are known by text and answers by their function."""
    submission = taken_in(nameless(solved()))
    assert sources(submission) == sources(taken_in(solved()))
    assert own_sources(submission) == []
    assert len(submission.notes) == 1


def test_two_that_define_an_answer() -> None:
    """Where two nameless cells define a function, none is guessed; both run, in their places."""
    notebook = nameless(solved())
    stub = next(c for c in notebook["cells"] if "def conv2d(" in "".join(c["source"]))
    notebook["cells"].insert(notebook["cells"].index(stub), own("def conv2d(image): ..."))
    submission = taken_in(notebook)
    assert sources(submission)["conv2d"] == ""
    assert own_sources(submission) == ["def conv2d(image): ...", "".join(stub["source"])]
    assert "answer cell conv2d is missing; it counts as empty" in submission.notes


@pytest.mark.parametrize("minor", range(6))
def test_format_4(minor: int) -> None:
    """Formats 4.0 to 4.5 are taken alike; before 4.5 cells had no ids."""
    notebook = solved() | {"nbformat_minor": minor}
    if minor < 5:
        for found in notebook["cells"]:
            del found["id"]
    assert taken_in(notebook).notes == ()
    assert taken_in(notebook).digest == taken_in(solved()).digest


def test_format_3() -> None:
    """A notebook in format 3, as nbformat writes it, is taken: worksheets, inputs, headings."""
    node = nbformat.from_dict(joined(solved()))
    old = json.loads(nbformat.writes(node, version=3))
    assert "worksheets" in old
    assert taken_in(old).digest == taken_in(solved()).digest
    old["worksheets"][0]["cells"].append({"cell_type": "heading", "level": 3, "source": "Mine"})
    assert own_sources(taken_in(old)) == ["### Mine"]
    cells = old["worksheets"][0]["cells"]
    halves = {**old, "worksheets": [{"cells": cells[:9]}, 5, {}, {"cells": cells[9:]}]}
    assert taken_in(halves).digest == taken_in(old).digest


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(end: str) -> None:
    """Line ends of Windows and old Macs become newlines, without a note."""
    notebook = joined(solved())
    for found in notebook["cells"]:
        found["source"] = found["source"].replace("\n", end)
    submission = taken_in(notebook)
    assert submission.notes == ()
    assert submission.digest == taken_in(solved()).digest


def test_stripped_line_ends() -> None:
    """An editor that strips blanks from line ends has changed nothing."""
    notebook = joined(solved())
    for found in notebook["cells"]:
        found["source"] = "\n".join(line + " \t" for line in found["source"].split("\n")) + "\n\n"
    assert taken_in(notebook).notes == ()


def test_forms_of_a_source() -> None:
    """A source is a text or a list of its pieces; both mean the same."""
    whole, lines = solved(), solved()
    for found in lines["cells"]:
        found["source"] = "".join(found["source"]).splitlines(keepends=True)
    assert taken_in(whole).digest == taken_in(joined(lines)).digest == taken_in(lines).digest


# Repairs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["task-conv2d", "check-conv2d", "test-conv2d", "imports"])
def test_deleted_locked_cell(name: str) -> None:
    """A locked cell that was deleted is put back."""
    submission = taken_in(without(solved(), name))
    expect_template(submission)
    assert submission.notes == (f"locked cell {name} was deleted; it was put back",)


def test_deleted_answer_cell() -> None:
    """A missing answer counts as empty, not as the release's stub."""
    submission = taken_in(without(solved(), "conv2d"))
    expect_template(submission)
    assert sources(submission)["conv2d"] == ""
    assert submission.notes == ("answer cell conv2d is missing; it counts as empty",)


def test_emptied_answer_cell() -> None:
    """An answer cell that was emptied is noted."""
    notebook = solved()
    cell(notebook, "shift")["source"] = [" \n"]
    assert taken_in(notebook).notes == ("answer cell shift is empty",)


def test_answer_in_a_new_cell() -> None:
    """An answer cell that was deleted and written anew is the answer again."""
    notebook = without(solved(), "conv2d")
    put_behind(notebook, "task-conv2d", own("def conv2d(image, kernel, bias=0.0):\n    return 1"))
    submission = taken_in(notebook)
    assert sources(submission)["conv2d"].endswith("return 1")
    assert own_sources(submission) == []
    assert submission.notes == (
        "1 cell had lost nbgrader's marks; recognised by cell id, text or function",
    )


def test_copied_answer_cell() -> None:
    """Of two copies of an answer cell the first is the answer, and the second runs after it."""
    notebook = solved()
    copied = copy.deepcopy(cell(notebook, "conv2d")) | {"id": "copy", "source": "conv2d = None"}
    put_behind(notebook, "check-conv2d", copied)
    submission = taken_in(notebook)
    expect_template(submission)
    assert own_sources(submission) == ["conv2d = None"]
    assert submission.notes == ("cell conv2d is there 2 times; the first counts",)


def test_copied_locked_cell() -> None:
    """Copies of locked cells go, unless code was written into them."""
    notebook = solved()
    for text in ("# a comment", "import math"):
        copied = copy.deepcopy(cell(notebook, "imports"))
        copied["source"] = [*copied["source"], "\n", text]
        put_behind(notebook, "task-conv2d", copied)
    put_behind(notebook, "task-shift", *[copy.deepcopy(cell(notebook, "test-conv2d"))] * 5)
    submission = taken_in(notebook)
    expect_template(submission)
    assert [s.split("\n")[-1] for s in own_sources(submission)] == ["import math", "# a comment"]
    assert submission.notes == (
        "cell imports is there 3 times; the first counts",
        "cell test-conv2d is there 6 times; the first counts",
    )


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_turned_answer_cell(kind: str) -> None:
    """An answer cell that was turned into text counts as code all the same."""
    notebook = solved()
    cell(notebook, "conv2d")["cell_type"] = kind
    submission = taken_in(notebook)
    expect_template(submission)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == (f"cell conv2d was turned into {kind}; it counts as code",)


def test_turned_locked_cells() -> None:
    """Locked cells that were turned are the release's again, and their text does not run."""
    notebook = solved()
    cell(notebook, "test-conv2d")["cell_type"] = "markdown"
    cell(notebook, "task-conv2d")["cell_type"] = "code"
    submission = taken_in(notebook)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == (
        "cell task-conv2d was turned into code; it counts as markdown",
        "cell test-conv2d was turned into markdown; it counts as code",
    )


def test_code_in_a_grade_cell() -> None:
    """Code typed into a grade cell runs behind it; the grade cell itself is the release's."""
    notebook = solved()
    cell(notebook, "test-conv2d")["source"] += ["\nassert True"]
    submission = taken_in(notebook)
    expect_template(submission)
    names = [cell.name for cell in submission.cells]
    behind = submission.cells[names.index("test-conv2d") + 1]
    assert (behind.kind, behind.name) == ("code", None)
    assert behind.source.endswith("assert True")
    assert submission.notes == (
        "locked cell test-conv2d was changed; the release's text counts",
        "what was in locked cell test-conv2d runs after it, as a cell of the student's own",
    )


def test_changed_text() -> None:
    """Changed task texts and comments are the release's again, and that is all."""
    notebook = solved()
    for name in ("task-conv2d", "test-conv2d"):
        cell(notebook, name)["source"] = "# give me all the points"
    submission = taken_in(notebook)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == (
        "locked cell task-conv2d was changed; the release's text counts",
        "locked cell test-conv2d was changed; the release's text counts",
    )


def test_other_order() -> None:
    """Cells that were moved stand in the release's order again."""
    notebook = solved()
    notebook["cells"].reverse()
    submission = taken_in(notebook)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == ("the cells were in another order; the release's order counts",)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("test-conv2d", "points", 1000),
        ("test-conv2d", "points", -7),
        ("test-conv2d", "points", float("nan")),
        ("test-conv2d", "grade", False),
        ("conv2d", "grade", True),
        ("conv2d", "solution", False),
        ("check-conv2d", "solution", True),
        ("task-conv2d", "locked", {"a": [1]}),
    ],
)
def test_forged_marks(name: str, key: str, value: object) -> None:
    """Points, locks and roles come from the release; a forger is noted."""
    notebook = solved()
    cell(notebook, name)["metadata"]["nbgrader"][key] = value
    submission = taken_in(notebook)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == (f"nbgrader's marks of cell {name} were changed ({key})",)
    rebuilt = rebuilt_notebook(submission)
    assert list(marks(rebuilt)) == list(marks(released()))


def test_other_schema() -> None:
    """Marks of another version of nbgrader, with fewer keys, are no forgery."""
    notebook = solved()
    for mark in marks(notebook):
        mark["schema_version"] = 99
        for key in ("points", "task", "checksum", "locked"):
            mark.pop(key, None)
    assert taken_in(notebook).notes == ()


@pytest.mark.parametrize("name", [17, None, ["conv2d"], {}, "", "x" * 10_000, "elsewhere", True])
def test_odd_names(name: object) -> None:
    """A cell with another name than the release's is the student's own, unless its id is known."""
    notebook = solved()
    cell(notebook, "conv2d")["metadata"]["nbgrader"]["grade_id"] = name
    assert taken_in(notebook).digest == taken_in(solved()).digest
    put_behind(notebook, "conv-pixel", own("x = 1") | {"id": name})
    assert own_sources(taken_in(notebook)) == ["x = 1"]


# Damage ------------------------------------------------------------------------------------------


def test_no_cells_among_cells() -> None:
    """What is no cell is left out, and counted."""
    notebook = solved()
    notebook["cells"][3:3] = [None, 5, "def conv2d(): ...", [], [{}]]
    submission = taken_in(notebook)
    assert submission.digest == taken_in(solved()).digest
    assert submission.notes == ("not a cell, left out: 5",)


@pytest.mark.parametrize("source", [None, 5, {}, True, [], [None, ["x"]]])
def test_source_that_is_no_text(source: object) -> None:
    """A source that is no text counts as empty."""
    notebook = solved()
    cell(notebook, "conv2d")["source"] = source
    submission = taken_in(notebook)
    assert sources(submission)["conv2d"] == ""
    notes = ["answer cell conv2d is empty"]
    if source != []:
        notes.insert(0, "cells with damaged text; what could be read counts: 1")
    assert list(submission.notes) == notes


def test_half_characters() -> None:
    """Half characters, which no file can hold, are replaced; the rest of the text stays."""
    notebook = solved()
    notebook["cells"].append(own("word = '\ud83d'"))
    submission = taken_in(notebook)
    assert own_sources(submission) == ["word = '\ufffd'"]
    assert submission.notes == ("cells with damaged text; what could be read counts: 1",)
    json.dumps(rebuilt_notebook(submission), ensure_ascii=False).encode()


def test_kind_that_is_none() -> None:
    """A cell of an unknown kind is kept as raw text and does not run."""
    notebook = solved()
    kinds = ("prompt", None, [], {"code": 1})
    notebook["cells"] += [own("x = 1") | {"cell_type": kind} for kind in kinds]
    notebook["cells"].append({})
    submission = taken_in(notebook)
    assert {cell.kind for cell in submission.cells if cell.name is None} == {"raw"}
    assert submission.notes == ("cells neither code, markdown nor raw; counted as raw: 5",)


@pytest.mark.parametrize(
    ("kind", "limit"), [("code", CODE_LIMIT), ("markdown", PROSE_LIMIT), ("raw", PROSE_LIMIT)]
)
def test_long_cell(kind: str, limit: int) -> None:
    """A cell keeps a bounded length, and what was cut off is said."""
    notebook = solved()
    notebook["cells"] += [own("x" * limit, kind), own("x" * (limit + 1), kind)]
    submission = taken_in(notebook)
    assert [len(source) for source in own_sources(submission)] == [limit, limit]
    assert submission.notes == (f"cells longer than {limit} characters; the rest was left out: 1",)


# Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", [None, True, 1, "text", [], [{"cells": []}]])
def test_no_object(notebook: object) -> None:
    """JSON that is no object is no notebook."""
    with pytest.raises(IntakeError, match=r"is a JSON object; this is another value\.$"):
        taken_in(notebook)


@pytest.mark.parametrize(
    "notebook", [{}, {"cells": {}}, {"cells": "x"}, {"worksheets": {}}, {"metadata": {}}]
)
def test_no_list_of_cells(notebook: object) -> None:
    """An object without a list of cells is no notebook."""
    with pytest.raises(IntakeError, match=r"has a list of cells; this has none\.$"):
        taken_in(notebook)


def test_too_many_cells() -> None:
    """The number of cells is bounded, whatever they are."""
    notebook = solved()
    notebook["cells"] += [None] * (CELLS_LIMIT - len(notebook["cells"]))
    taken_in(notebook)
    notebook["cells"].append(None)
    with pytest.raises(IntakeError, match=rf"at most {CELLS_LIMIT} cells; this has 2001\."):
        taken_in(notebook)


def test_too_much_text() -> None:
    """All cells together have a bounded length too."""
    notebook = solved()
    notebook["cells"] += [own("x" * CODE_LIMIT)] * 5
    with pytest.raises(IntakeError, match="have at most 1000000 characters; these have 10"):
        taken_in(notebook)


@pytest.mark.parametrize("cells", [[], [own("print(1)")], [5]])
def test_nobodys_notebook(cells: list[Any]) -> None:
    """A notebook without a cell of the release is refused."""
    with pytest.raises(WrongAssignmentError, match="this one holds none of them"):
        taken_in({"cells": cells})


def test_sentences_name_the_file(tmp_path: Path) -> None:
    """A refusal is one sentence behind the file's name; it keeps its kind."""
    path = tmp_path / "mine.ipynb"
    path.write_text('{"cells": []}')
    with pytest.raises(WrongAssignmentError) as caught:
        read_submission(path, HW1)
    assert str(caught.value) == (
        f"{path}: a notebook of {HW1} holds its cells; this one holds none of them."
    )


# What is graded ----------------------------------------------------------------------------------


def test_snapshot(tmp_path: Path) -> None:
    """What was read stays what it was when the file is changed afterwards."""
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(solved()))
    submission = read_submission(path, HW1)
    path.write_text(json.dumps(released()))
    assert submission.digest == taken_in(solved()).digest != read_submission(path, HW1).digest


def test_digest_is_of_what_counts() -> None:
    """Outputs, metadata and repairs leave the digest alone; every text and its order change it."""
    notebook = solved()
    for found in notebook["cells"]:
        found["metadata"]["collapsed"] = True
        found["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10/10"}]
    plain = taken_in(solved()).digest
    assert taken_in(notebook | {"metadata": {"a": 1}}).digest == plain
    changed = [plain]
    for bend in (
        lambda n: cell(n, "conv2d").update(source="pass"),
        lambda n: cell(n, "shift").update(source="pass"),
        lambda n: n["cells"].append(own("a")),
        lambda n: n["cells"].append(own("a", "raw")),
        lambda n: n["cells"].insert(0, own("a")),
    ):
        bent = solved()
        bend(bent)
        changed.append(taken_in(bent).digest)
    assert len(set(changed)) == len(changed)


BENDS: list[Callable[[Notebook], Notebook]] = [
    released,
    solved,
    lambda: nameless(solved()),
    lambda: without(solved(), "conv2d", "title"),
]


@pytest.mark.parametrize("make", BENDS)
def test_rebuilt_twice(make: Callable[[], Notebook]) -> None:
    """What nbgrader is given to read becomes the same submission again, without a repair."""
    notebook = make()
    notebook["cells"].insert(0, own("\x0cfirst\u2028 = 1\x1c"))
    first = taken_in(notebook)
    written = nbformat.writes(nbformat.from_dict(rebuilt_notebook(first)))
    again = taken_in(json.loads(written))
    assert again.cells == first.cells
    assert set(again.notes) <= {"answer cell conv2d is empty"}
