"""How far a class is: a live bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from autograde.classroom import Result

__all__ = ["class_progress"]

Done = Callable[["Result"], None]

EVERY = 30.0
"""Seconds between two plain lines: a log stays short, and shows that the run is alive."""


@contextlib.contextmanager
def class_progress(total: int, console: Console | None = None) -> Iterator[Done]:
    """Show how far a class is, on standard error; yields what to call with each result.

    Colours follow the environment variable ``NO_COLOR``, as everywhere in rich.

    Parameters
    ----------
    total
        How many results there will be.
    console
        Where to show it.
    """
    console = console or Console(stderr=True)
    with _bar(total, console) if console.is_terminal else _lines(total, console) as done:
        yield done


class _RateColumn(ProgressColumn):
    """Results a minute."""

    def render(self, task: Task) -> Text:
        """Return the rate, once there is one."""
        return Text(rate_words(task.speed), style="progress.data.speed")


def rate_words(per_second: float | None) -> str:
    """Write a rate so that both ten a second and one a minute can be read."""
    return "" if per_second is None else f"{60 * per_second:.3g} a minute"


@contextlib.contextmanager
def _bar(total: int, console: Console) -> Iterator[Done]:
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TextColumn("{task.fields[person]} need a person"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, speed_estimate_period=120) as progress:
        task = progress.add_task("grading", total=total, person=0)

        def done(result: Result) -> None:
            person = progress.tasks[task].fields["person"] + (not result.judged)
            progress.update(task, advance=1, person=person)

        yield done


@contextlib.contextmanager
def _lines(total: int, console: Console) -> Iterator[Done]:
    start = last = time.monotonic()
    count = person = 0

    def done(result: Result) -> None:
        nonlocal last, count, person
        count += 1
        person += not result.judged
        now = time.monotonic()
        if now - last >= EVERY:
            last = now
            rate = rate_words(count / (now - start))
            line = f"{count} of {total} graded, {rate}, {person} need a person"
            console.print(line, markup=False, highlight=False)

    yield done
