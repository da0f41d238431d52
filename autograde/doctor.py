"""`convcourse doctor`: which isolation this machine gives, tried by attacking ourselves."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograde.sandbox.attack import Report, advice, attack
from autograde.sandbox.client import Zygote
from autograde.sandbox.policy import ALL_LAYERS, Tier

__all__ = ["examine"]

PROMISES = {
    Tier.FULL: "Student code sees no files, network or processes of yours, and its use of memory, "
    "processes and disk is limited.",
    Tier.PARTIAL: "Student code sees no files and no network of yours; not all of the rest holds.",
    Tier.PROCESS: "Tests are not in the student's memory, but its code runs as you.",
}


def examine() -> bool:
    """Attack a warm process with all layers, print what held, and return whether all did."""
    with Zygote(layers=ALL_LAYERS) as zygote:
        report = attack(zygote)
    Console().print(table_of(report))
    console = Console(soft_wrap=True)
    console.print(f"Isolation: {report.tier}. {PROMISES[report.tier]}", highlight=False)
    for layer, why in report.missing.items():
        console.print(f"Not available: {layer} ({why}).", markup=False, highlight=False)
    if report.tier is not Tier.FULL:
        console.print(f"To get more: {advice(report)}.", markup=False, highlight=False)
        console.print(f"To grade all the same: --sandbox {report.tier}", highlight=False)
    return report.tier is Tier.FULL


def table_of(report: Report) -> Table:
    """Return a line for each attack: whether it was held, and what it got."""
    table = Table(title="What student code tried here", title_justify="left")
    table.add_column("attack")
    table.add_column("result")
    for name, got in report.got.items():
        table.add_row(name, f"[red]reached: {escape(got)}[/red]" if got else "[green]held[/green]")
    return table
