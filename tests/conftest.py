"""What several test modules share."""

from __future__ import annotations

import pytest

from autograde.sandbox.attack import Report, attack
from autograde.sandbox.client import Zygote
from autograde.sandbox.policy import ALL_LAYERS, Tier


@pytest.fixture(scope="session")
def report() -> Report:
    """Return what attacking a warm process with all layers shows on this machine."""
    with Zygote(layers=ALL_LAYERS) as zygote:
        return attack(zygote)


@pytest.fixture(scope="session")
def needs_full_isolation(report: Report) -> None:
    """Skip where the machine itself forbids what the full tier is made of."""
    if report.tier is not Tier.FULL and report.missing:
        pytest.skip(f"this machine gives no full isolation: {report.missing}")
