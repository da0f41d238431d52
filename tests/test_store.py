"""The verdicts that are kept: whole or not at all, and only as long as nothing has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde import store as store_module
from autograde.evidence import Asked, Evidence
from autograde.grading import Graded
from autograde.sandbox.session import CellRun
from autograde.store import Store, environment, judging_files, write_whole
from autograde.verdict import Outcome, QuestionVerdict, TestVerdict, Verdict

HW1 = "hw1-convolution"


def graded(outcome: Outcome = Outcome.PASSED) -> Graded:
    """Return a small result with an output."""
    test = TestVerdict(
        "test_value", "One pixel is right.", 2.0, outcome, "a hint", "kernel-flipped"
    )
    question = QuestionVerdict("test-conv-pixel", 2.0, (test,))
    verdict = Verdict("ada", HW1, "full", 7, (question,), ("a note",), "abc", 0.25)
    run = CellRun(({"output_type": "stream", "name": "stdout", "text": "é\n"},), "stopped")
    found = Evidence((Asked("conv_pixel(1)", "2"), Asked("conv_pixel(3)", "4")), "5", 6)
    return Graded(verdict, {3: run}, {}, {"test-conv-pixel": {"test_value": found}})


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    """A verdict, the outputs of its cells and the calls behind it come back as they were."""
    store = Store(tmp_path)
    store.put(HW1, "key", graded())
    assert store.get(HW1, "key") == graded()
    assert store.get(HW1, "other") is None


def test_what_was_not_judged_is_not_kept(tmp_path: Path) -> None:
    """A fault of the grader's is not remembered: the next run tries again."""
    store = Store(tmp_path)
    store.put(HW1, "key", graded(Outcome.NOT_JUDGED))
    assert store.get(HW1, "key") is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"verdict": {}, "runs": {}}'])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: str) -> None:
    """What can't be read is graded again, and never half believed."""
    store = Store(tmp_path)
    store.put(HW1, "key", graded())
    (tmp_path / HW1 / "key.json").write_text(damage)
    assert store.get(HW1, "key") is None


def test_the_seed_stays(tmp_path: Path) -> None:
    """A class has one seed an assignment, from the first time on."""
    seed = Store(tmp_path).seed(HW1)
    assert Store(tmp_path).seed(HW1) == seed
    assert Store(tmp_path / "other").seed(HW1) != seed


def test_the_key_changes_with_all_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Submission, seed and environment each change the key; nothing else does."""
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    key = one.key(HW1, "digest")
    assert one.key(HW1, "digest") == key
    assert one.key(HW1, "another") != key
    assert other.key(HW1, "digest") != key
    monkeypatch.setattr(store_module, "environment", lambda assignment: "changed")
    assert one.key(HW1, "digest") != key


def test_the_environment_knows_suite_reference_and_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its own suite, the reference, the worker and the release count; other suites do not."""
    names = {"/".join(path.parts[-2:]) for path in judging_files(HW1)}
    assert {
        "hw1_convolution/test_conv2d.py",
        "suites/support.py",
        "autograde/reference.py",
        "sandbox/worker.py",
        "hw1-convolution/hw1-convolution.ipynb",
    } <= names
    assert not [name for name in names if name.startswith(("hw2_", "hw3_", "classroom/"))]
    before = environment(HW1)
    environment.cache_clear()
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0")
    try:
        assert environment(HW1) != before
    finally:
        environment.cache_clear()


def test_files_appear_whole(tmp_path: Path) -> None:
    """A file is replaced in one step, and nothing is left beside it."""
    path = tmp_path / "folder" / "file"
    write_whole(path, "one")
    write_whole(path, "two")
    assert path.read_text() == "two"
    assert list(path.parent.iterdir()) == [path]
