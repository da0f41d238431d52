"""What the hidden suites and the diagnosis make of each wrong reference.

``python -m autograde.effects`` writes the table of the documentation, ``docs/mistakes.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from autograde.diagnosis import diagnose, trusted
from autograde.misconceptions import MISTAKES, Mutant, functions, mutants
from autograde.pytest_plugin import Claim
from autograde.suite import Suite, suite_files

__all__ = ["Effect", "effects", "judged", "main", "page"]

SEED = 7
PAGE = Path("docs") / "mistakes.md"

HEAD = """\
# Named mistakes

Each mistake that the grader knows by name is a small wrong reference, in one or several forms.
For every function that can make it, this page says how many points the hidden suite leaves it,
and what the diagnosis calls it. It is generated: `python -m autograde.effects`.

"""


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one wrong reference.

    Attributes
    ----------
    assignment, function
        Where it stands in for a student's answer.
    mutant
        The wrong reference.
    claims
        What the suite's tests say about it.
    named
        The slug that the diagnosis gives, or None.
    """

    assignment: str
    function: str
    mutant: Mutant
    claims: tuple[Claim, ...]
    named: str | None

    @property
    def score(self) -> float:
        """The points that are left."""
        return sum(claim.points for claim in self.claims if claim.outcome == "passed")

    @property
    def points(self) -> float:
        """The points that there are."""
        return sum(claim.points for claim in self.claims)


def judged(
    assignment: str, function: str, make: Callable[[], Callable[..., Any]], seed: int = SEED
) -> tuple[Claim, ...]:
    """Return what the hidden suite says about a trusted function.

    Parameters
    ----------
    make
        Returns the function, without a memory of earlier calls.

    Raises
    ------
    ValueError
        Where the suite itself is at fault.
    """
    run = question_suite(assignment, function, seed).judge(trusted(function, make))
    faults = [claim.hint or "" for claim in run.claims if claim.outcome == "not judged"]
    if run.errors or faults:
        raise ValueError("; ".join([*run.errors, *faults]))
    return run.claims


@lru_cache(maxsize=8)
def question_suite(assignment: str, function: str, seed: int) -> Suite:
    """Return the suite of one question; it is collected once for all references of a seed."""
    files = [path for path in suite_files(assignment) if path.stem == f"test_{function}"]
    return Suite(files, seed)


@cache
def effects() -> tuple[Effect, ...]:
    """Return the effects of all wrong references; computed once."""
    return tuple(
        effect(assignment, function, mutant)
        for assignment, function in functions()
        for mutant in mutants(assignment, function)
    )


def effect(assignment: str, function: str, mutant: Mutant) -> Effect:
    """Judge and diagnose one wrong reference."""
    claims = judged(assignment, function, mutant.make)
    mistake = diagnose(assignment, function, trusted(function, mutant.make))
    return Effect(assignment, function, mutant, claims, mistake.slug if mistake else None)


# The page ----------------------------------------------------------------------------------------


def page(found: Sequence[Effect]) -> str:
    """Return the documentation's page as Markdown."""
    losing = sum(one.score < one.points for one in found)
    named = sum(one.named == one.mutant.slug for one in found)
    wrong = sum(one.named not in (None, one.mutant.slug) for one in found)
    total = (
        f"Of {len(found)} wrong references {losing} lose points, {named} are named right, "
        f"and {wrong} are named wrong.\n"
    )
    return HEAD + total + "".join(sections(found)) + "\n## What the names mean\n\n" + names()


def sections(found: Iterable[Effect]) -> Iterable[str]:
    """Yield a section with a table for each function."""
    for (assignment, function), group in groupby(found, key=lambda e: (e.assignment, e.function)):
        rows = list(group)
        yield f"\n## `{function}` of {assignment}\n\n"
        yield f"| mistake | form | points, of {rows[0].points:g} | named |\n|---|---|---|---|\n"
        for one in rows:
            name = "yes" if one.named == one.mutant.slug else one.named or "no"
            form = one.mutant.variant.replace("|", "\\|")
            yield f"| `{one.mutant.slug}` | {form} | {one.score:g} | {name} |\n"


def names() -> str:
    """Return the table of all mistakes and what students are told."""
    rows = [
        f"| `{mistake.slug}` | {mistake.name} | {mistake.explanation} | {mistake.hint} |\n"
        for mistake in MISTAKES.values()
    ]
    return "| mistake | in words | what happened | hint |\n|---|---|---|---|\n" + "".join(rows)


def main() -> None:
    """Write the page into the checkout in this folder."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(effects()), encoding="utf-8")


if __name__ == "__main__":
    main()
