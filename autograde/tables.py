"""The tables that the command line shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograde.graded import function_of
from autograde.verdict import Outcome, QuestionVerdict, Verdict

if TYPE_CHECKING:
    from autograde.classroom import ClassReport, Result

__all__ = ["class_table", "verdict_table"]

SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.NOT_JUDGED: "?"}
STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.NOT_JUDGED: "yellow"}


def number(value: float) -> str:
    """Write points without needless zeros."""
    return f"{value:g}"


def verdict_table(verdict: Verdict) -> None:
    """Print one verdict: every rubric line, what was recognised, and the notes."""
    title = (
        f"{verdict.file}: {number(verdict.score)} of {number(verdict.max_score)} points"
        if verdict.judged
        else f"{verdict.file}: not fully judged, a person must look"
    )
    table = Table(title=escape(title), title_justify="left")
    for name in ("question", "what was checked", "points", "hint"):
        table.add_column(name, justify="right" if name == "points" else "left")
    for question in verdict.questions:
        add_question(table, question)
    console = Console()
    console.print(table)
    for note in verdict.notes:
        console.print(f"Note: {note}", markup=False)


def add_question(table: Table, question: QuestionVerdict) -> None:
    """Add the rows of one question, a line below the last."""
    for index, test in enumerate(question.tests):
        earned = test.points if test.outcome is Outcome.PASSED else 0.0
        sign = f"[{STYLES[test.outcome]}]{SIGNS[test.outcome]}[/]"
        hint = f"{test.mistake}: {test.hint}" if test.mistake else (test.hint or "")
        table.add_row(
            function_of(question.grade_id) if index == 0 else "",
            f"{sign} {escape(test.rubric)}",
            f"{number(earned)}/{number(test.points)}",
            escape(hint),
        )
    table.add_section()


def class_table(report: ClassReport) -> None:
    """Print a class: student, score per question, what was recognised; then who needs a person."""
    verdicts = [result.verdict for result in report.results if result.verdict]
    names = [function_of(q.grade_id) for q in verdicts[0].questions] if verdicts else []
    table = Table(
        title=escape(report.assignment),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    table.add_column("student")
    for name in [*names, "score"]:
        # Names may break behind an underscore, so that eighty columns are enough.
        table.add_column(name.replace("_", "_\n"), justify="right", no_wrap=True)
    table.add_column("recognised", overflow="fold")
    for result in report.results:
        table.add_row(*class_row(result, len(names)))
    console = Console()
    console.print(table)
    for result in report.results:
        if not result.judged:
            console.print(f"Needs a person: {result.student}: {result.problem}", markup=False)
    done = sum(result.judged for result in report.results)
    again = f", {report.reused} of them unchanged since the last run" if report.reused else ""
    console.print(f"{done} of {len(report.results)} judged{again}.", markup=False)


def class_row(result: Result, questions: int) -> list[str]:
    """Return one student's row; each recognised mistake stands there once."""
    verdict = result.verdict
    if verdict is None:
        return [escape(result.student), *["–"] * questions, "–", "not judged"]
    scores = [
        number(q.score) if q.outcome is not Outcome.NOT_JUDGED else "?" for q in verdict.questions
    ]
    found = dict.fromkeys(slug for question in verdict.questions for slug in question.mistakes)
    total = number(verdict.score) if verdict.judged else "?"
    return [escape(result.student), *scores, total, escape("\n".join(found))]
