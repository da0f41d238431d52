"""Work out what 100,000 submissions cost, from what was measured: ``python benchmarks/cost.py``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

__all__ = ["Cost", "table_of"]

RESULTS = Path(__file__).parent / "results"
SUBMISSIONS = 100_000
PRICE = 0.04
"""Dollars for an hour of one core: an assumption, about what large providers ask."""
CORES = (2, 16, 64, 256)


class Cost:
    """What many submissions cost.

    Parameters
    ----------
    measured
        The document that ``benchmarks/grading.py`` writes.
    """

    def __init__(self, measured: dict) -> None:
        largest = max(
            (row for row in measured["rows"] if row["who"] == "ours"),
            key=lambda row: row["students"],
        )
        self.each = largest["cpu_each"]
        self.record = measured["record_seconds"]
        self.overhead = measured["cluster_seconds"]
        self.machine = measured["machine"]

    @property
    def hours(self) -> float:
        """Processor hours."""
        return SUBMISSIONS * self.each / 3600

    @property
    def most_cores(self) -> float:
        """Beyond so many cores everything waits for the scheduler and the one writer."""
        return self.each / (self.record + self.overhead)

    def wall_hours(self, cores: int) -> float:
        """Return the wall time in hours on so many cores."""
        return SUBMISSIONS * max(self.each / cores, self.record + self.overhead) / 3600


def table_of(cost: Cost, price: float) -> str:
    """Return the numbers as Markdown."""
    lines = [
        "| | |",
        "| :-- | --: |",
        f"| processor time of one submission | {cost.each:.3f} s |",
        f"| sending it through a cluster, one after another | {1000 * cost.overhead:.0f} ms |",
        f"| recording it, one after another | {1000 * cost.record:.0f} ms |",
        f"| processor hours for {SUBMISSIONS:,} | {cost.hours:.1f} |",
        f"| money, at ${price:g} for an hour of one core | ${cost.hours * price:.2f} |",
    ]
    lines += [
        f"| wall time on {cores} cores | {words(cost.wall_hours(cores))} |" for cores in CORES
    ]
    lines += [f"| cores beyond which more make nothing faster | {cost.most_cores:.0f} |"]
    return "\n".join(lines) + "\n"


def words(hours: float) -> str:
    """Write a time in hours, or in minutes where it is short."""
    return f"{hours:.1f} h" if hours >= 2 else f"{60 * hours:.0f} min"


def main() -> None:
    """Print the table and write it beside the measured numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--price", type=float, default=PRICE, help="dollars for a core's hour")
    price = parser.parse_args().price
    measured = json.loads((RESULTS / "grading.json").read_text(encoding="utf-8"))
    table = table_of(Cost(measured), price)
    print(table)
    if price == PRICE:
        (RESULTS / "cost.md").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
