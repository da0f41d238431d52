"""Make the students' notebooks from the source notebooks: ``python -m autograde.release``.

nbgrader generates them; before it does, the points of every hidden suite are checked against
the points of its grade cell.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from autograde.course import nbgrader_of
from autograde.suite import claims_of, suite_files

__all__ = ["generate", "main", "points_problems"]


def points_problems(notebook: Path) -> list[str]:
    """Return a sentence for each grade cell whose points differ from its suite's.

    Parameters
    ----------
    notebook
        A source notebook, ``solutions/NAME/NAME.ipynb``.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    marks = [nbgrader_of(cell) for cell in cells]
    cell_points = {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
    suite_points: Counter[str] = Counter()
    for claim in claims_of(suite_files(notebook.stem)):
        suite_points[claim.grade_id] += claim.points  # type: ignore[assignment]
    return [
        f"{notebook.stem}: cell {grade_id} and its suite have the same points; "
        f"the cell has {cell_points.get(grade_id, 0):g}, the suite {suite_points[grade_id]:g}."
        for grade_id in sorted(cell_points.keys() | suite_points.keys())
        if abs(cell_points.get(grade_id, 0.0) - suite_points[grade_id]) > 1e-9
    ]


def generate(root: Path, release: str | None = None) -> None:
    """Generate every assignment of the course in `root`.

    Parameters
    ----------
    release
        Another folder than the configured one for the students' notebooks.

    Raises
    ------
    ValueError
        Where points do not agree, or nbgrader refuses; with the reasons.
    """
    from autograde.gradebook import open_api

    notebooks = sorted((root / "solutions").glob("hw*/hw*.ipynb"))
    problems = [problem for notebook in notebooks for problem in points_problems(notebook)]
    if problems:
        raise ValueError("\n".join(problems))
    api = open_api(root, **({"release": release} if release else {}))
    for notebook in notebooks:
        answer = api.generate_assignment(notebook.stem, force=True, create=True)
        if not answer["success"]:
            raise ValueError(f"{notebook.stem}: {answer.get('error') or answer.get('log')}")


def main() -> None:
    """Generate the assignments of the course in this folder."""
    try:
        generate(Path())
    except ValueError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
