"""How far a class is: live on a terminal, plain elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograde import progress
from autograde.classroom import Result
from autograde.progress import class_progress, rate_words
from autograde.verdict import Verdict

JUDGED = Verdict("", "hw1-convolution", "full", 1, ())


def show(*, terminal: bool, monkeypatch: pytest.MonkeyPatch, every: float = 30.0) -> str:
    """Return what is shown for a class of three, one of whom needs a person."""
    monkeypatch.setattr(progress, "EVERY", every)
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=120)
    with class_progress(3, console) as done:
        for student in ("ann", "bob", "cy"):
            done(Result(student, None, "cut off") if student == "bob" else Result(student, JUDGED))
    return text.getvalue()


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar counts who is done, and who needs a person."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = show(terminal=True, monkeypatch=monkeypatch)
    assert "3/3" in shown
    assert "1 need a person" in shown
    assert "\x1b[3" in shown


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR there is a bar without colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    shown = show(terminal=True, monkeypatch=monkeypatch)
    assert "3/3" in shown
    assert "\x1b[3" not in shown


def test_a_short_run_is_quiet_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks on, nothing is written before half a minute is over."""
    assert show(terminal=False, monkeypatch=monkeypatch) == ""


def test_a_log_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run writes a line now and then, without control characters."""
    lines = show(terminal=False, monkeypatch=monkeypatch, every=0.0).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("2 of 3 graded, ")
    assert lines[1].endswith(", 1 need a person")
    assert "\x1b" not in "".join(lines)


def test_rates_can_be_read() -> None:
    """A rate is a minute's, in three figures."""
    assert rate_words(4.0) == "240 a minute"
    assert rate_words(0.02) == "1.2 a minute"
    assert rate_words(None) == ""
