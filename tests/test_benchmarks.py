"""What the benchmarks rest on: stock's hidden tests are as strict as said, and sums are right."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from autograde import reference
from autograde.handin import parse_script
from autograde.misconceptions import functions, mutants

FOLDER = Path(__file__).parent.parent / "benchmarks"
HW1 = [function for assignment, function in functions() if assignment == "hw1-convolution"]


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import the module that works out costs."""
    monkeypatch.syspath_prepend(str(FOLDER))
    sys.modules.pop("cost", None)
    import cost

    return cost


def run_stock_tests(**wrong: object) -> str | None:
    """Run stock's hidden tests on the reference with some functions wrong; return what failed."""
    space: dict[str, object] = {name: getattr(reference, name) for name in HW1} | wrong
    script = parse_script((FOLDER / "stock_tests.py").read_text(encoding="utf-8"))
    for name, source in script.cells:
        try:
            exec(source, space)
        except Exception:
            return name
    return None


def test_stock_tests_pass_right_work() -> None:
    """Right functions pass all of stock's hidden tests."""
    assert run_stock_tests() is None


@pytest.mark.parametrize("function", HW1)
def test_stock_tests_fail_wrong_work(function: str) -> None:
    """Each named mistake fails stock's hidden tests, as it fails ours."""
    passed = {
        mutant.slug
        for mutant in mutants("hw1-convolution", function)
        if run_stock_tests(**{function: mutant.make()}) is None
    }
    assert not passed


def test_costs_are_added_up_rightly(cost: ModuleType) -> None:
    """Hours, money and wall time follow from the measured times, whichever limit comes first."""
    measured = {
        "rows": [
            {"who": "ours", "students": 30, "cpu_each": 9.0},
            {"who": "ours", "students": 1000, "cpu_each": 0.36},
            {"who": "ours again", "students": 1000, "cpu_each": 0.01},
        ],
        "record_seconds": 0.03,
        "cluster_seconds": 0.006,
        "machine": {},
    }
    worked_out = cost.Cost(measured)
    assert worked_out.hours == pytest.approx(10.0)
    assert worked_out.most_cores == pytest.approx(10.0)
    assert worked_out.wall_hours(2) == pytest.approx(5.0)
    assert worked_out.wall_hours(1000) == pytest.approx(1.0)
    table = cost.table_of(worked_out, 0.05)
    assert "$0.50" in table
    assert "| wall time on 2 cores | 5.0 h |" in table
