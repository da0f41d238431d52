"""Grades as the files that Canvas and Moodle import, by nbgrader's own `export`.

``nbgrader export --exporter=autograde.exporters.CanvasExporter --to canvas.csv``

A student without a submission, or whose submission still needs a person, gets an empty cell:
neither system takes that for a zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Enum, Unicode

from autograde.csv_cells import csv_text

__all__ = ["CanvasExporter", "MoodleExporter"]

Row = list[str | float | None]


class GradebookExporter(ExportPlugin):  # type: ignore[misc]
    """What both exporters share: one line a student, one column an assignment."""

    default_name = "grades.csv"

    def export(self, gradebook: Any) -> None:
        """Write the file."""
        path = Path(self.to or self.default_name)
        assignments = self._chosen(gradebook.assignments, "assignment", "name")
        students = self._chosen(gradebook.students, "student", "id")
        rows = list(self.rows(gradebook, students, assignments))
        header = self.header([assignment.name for assignment in assignments])
        path.write_text(csv_text(header, rows), encoding="utf-8")
        self.log.info("Wrote the grades of %d students to %s", len(students), path)

    def header(self, assignments: list[str]) -> list[str]:
        """Return the names of the columns."""
        raise NotImplementedError

    def rows(self, gradebook: Any, students: list[Any], assignments: list[Any]) -> Iterator[Row]:
        """Return the lines below the header."""
        raise NotImplementedError

    def _chosen(self, found: list[Any], option: str, field: str) -> list[Any]:
        """Return what ``--student`` or ``--assignment`` asks for; everything by default."""
        wanted = {str(name) for name in getattr(self, option)}
        names = {str(getattr(one, field)) for one in found}
        for name in sorted(wanted - names):
            self.log.warning("The gradebook has no %s %s", option, name)
        chosen = [one for one in found if not wanted or str(getattr(one, field)) in wanted]
        return sorted(chosen, key=lambda one: str(getattr(one, field)))

    def scores(self, gradebook: Any, student: Any, assignments: list[Any]) -> Row:
        """Return a student's scores, late penalties taken off; None where there is none."""
        return [self._score(gradebook, student.id, assignment.name) for assignment in assignments]

    def _score(self, gradebook: Any, student: str, assignment: str) -> float | None:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return None
        if submission.needs_manual_grade:
            self.log.warning("%s: %s still needs a person; left empty", assignment, student)
            return None
        return max(0.0, float(submission.score - submission.late_submission_penalty))


class CanvasExporter(GradebookExporter):
    """A file for Canvas: Gradebook, Import.

    Canvas finds students by one of its three id columns; nbgrader's student id goes into
    `id_column`. A column named after an assignment of Canvas's with its number in brackets
    fills that one; without the number Canvas asks which to fill, or makes a new one.
    """

    default_name = "canvas.csv"

    id_column = Enum(
        ["ID", "SIS User ID", "SIS Login ID"],
        default_value="SIS Login ID",
        help="The column of Canvas's that nbgrader's student ids belong to.",
    ).tag(config=True)
    section = Unicode("", help="What stands in the column Section.").tag(config=True)
    assignment_ids: Any = Dict(help="Canvas's numbers of the assignments, by name.").tag(
        config=True
    )

    def header(self, assignments: list[str]) -> list[str]:
        """Return Canvas's five columns, then the assignments."""
        named = [
            f"{name} ({self.assignment_ids[name]})" if name in self.assignment_ids else name
            for name in assignments
        ]
        return ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *named]

    def rows(self, gradebook: Any, students: list[Any], assignments: list[Any]) -> Iterator[Row]:
        """Return the line of points possible, then one for each student."""
        possible = [float(assignment.max_score) for assignment in assignments]
        yield ["    Points Possible", "", "", "", "", *possible]
        for student in students:
            ids = [student.id if self.id_column == name else "" for name in self.header([])[1:4]]
            name = ", ".join(part for part in (student.last_name, student.first_name) if part)
            scores = self.scores(gradebook, student, assignments)
            yield [name or student.id, *ids, self.section, *scores]


class MoodleExporter(GradebookExporter):
    """A file for Moodle: Grades, Import, CSV file.

    When it imports, Moodle asks which column says who it is: choose `identifier`. Columns of
    scores are named as in Moodle's own export, so that they map to the assignment by name.
    """

    default_name = "moodle.csv"

    identifier = Enum(
        ["ID number", "Username"],
        default_value="ID number",
        help="What nbgrader's student ids are in Moodle.",
    ).tag(config=True)

    def header(self, assignments: list[str]) -> list[str]:
        """Return the columns that say who it is, then the assignments."""
        named = [f"Assignment: {name} (Real)" for name in assignments]
        return ["First name", "Last name", self.identifier, "Email address", *named]

    def rows(self, gradebook: Any, students: list[Any], assignments: list[Any]) -> Iterator[Row]:
        """Return one line for each student."""
        for student in students:
            who = [student.first_name or "", student.last_name or "", student.id]
            scores = self.scores(gradebook, student, assignments)
            yield [*who, student.email or "", *scores]
