"""`convcourse doctor`: every attack with its result, the tier, and how to get more."""

from __future__ import annotations

import pytest

from autograde import doctor
from autograde.sandbox.attack import Report
from autograde.sandbox.policy import Layer
from autograde.sandbox.probe import ATTACKS

HELD = dict.fromkeys(ATTACKS, "")


def test_doctor_on_this_machine(
    capsys: pytest.CaptureFixture[str], needs_full_isolation: None
) -> None:
    """Where all holds, it says so for every attack and returns true."""
    assert doctor.examine()
    shown = capsys.readouterr().out
    assert all(name in shown for name in ATTACKS)
    assert shown.count("held") == len(ATTACKS)
    assert "Isolation: full." in shown


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report({**HELD, "fork without end": "66"}, {Layer.NAMESPACES: "forbidden"}), "partial"),
        (Report({**HELD, "read files": "the home folder"}, {}), "process"),
    ],
)
def test_doctor_on_a_weaker_machine(
    report: Report,
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It names what was reached, what is missing, how to get it and how to grade meanwhile."""
    monkeypatch.setattr(doctor, "attack", lambda zygote: report)
    assert not doctor.examine()
    shown = capsys.readouterr().out
    assert f"Isolation: {words}." in shown
    assert "reached: " in shown
    assert "To get more: " in shown
    assert f"--sandbox {words}" in shown
    for layer, why in report.missing.items():
        assert f"Not available: {layer} ({why})" in shown
