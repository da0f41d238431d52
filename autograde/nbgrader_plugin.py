"""nbgrader's own `autograde` with our grader inside: an exporter and two preprocessors.

`SubmissionExporter` reads the file where nbgrader would have nbformat do it, which follows links
and trusts what it finds. `RebuildOnRelease` stands where nbgrader sanitizes,
`GradeByHiddenSuites` where it would execute the notebook. All see data only; student code runs
in the sandbox. So the command line, the API and formgrader's button all end in the same numbers.
"""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Enum, Unicode

from autograde.course import load_release
from autograde.feedback import filled_in, rebuilt_notebook
from autograde.grading import Graded, Grader, accepts
from autograde.intake import Submission, read_submission, rebuild
from autograde.sandbox.policy import Policy
from autograde.store import Store

__all__ = ["GradeByHiddenSuites", "NotJudgedError", "RebuildOnRelease", "SubmissionExporter"]


class NotJudgedError(RuntimeError):
    """The grader failed; nbgrader must record nothing, neither a zero nor full marks."""


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook through our intake and hands its rebuilt form on.

    nbgrader catches what is raised here, reports that student and goes on with the class.
    """

    def from_filename(self, filename: str, resources: Any = None, **more: Any) -> tuple[Any, Any]:
        """Return the notebook on its template, as text."""
        path = Path(filename)
        below = path.parents[2]  # nbgrader's layout is STEP/STUDENT/ASSIGNMENT/NOTEBOOK
        submission = read_submission(path, resources["nbgrader"]["assignment"], below)
        for note in submission.notes:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        notebook = nbformat.from_dict(rebuilt_notebook(submission))
        text, resources = super().from_notebook_node(notebook, resources, **more)
        return text, resources


def submission_of(notebook: Any, assignment: str) -> Submission:
    """Rebuild a parsed notebook on the release's template."""
    return rebuild(notebook, load_release(assignment))


class RebuildOnRelease(NbGraderPreprocessor):  # type: ignore[misc]
    """Sanitize: locked cells, points and ids come from the release, outputs go."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook on its template."""
        submission = submission_of(nb, resources["nbgrader"]["assignment"])
        for note in submission.notes:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        return nbformat.from_dict(rebuilt_notebook(submission)), resources


class GradeByHiddenSuites(NbGraderPreprocessor):  # type: ignore[misc]
    """Autograde: the verdict from the cache, or made now; one trusted result a grade cell."""

    cache_directory = Unicode(
        "classroom/cache", help="Where verdicts and the class's seeds are kept."
    ).tag(config=True)
    sandbox = Enum(
        [policy.value for policy in Policy],
        Policy.REQUIRED.value,
        help="The least isolation that student code is graded with; see `convcourse doctor`.",
    ).tag(config=True)
    show_hidden = Bool(
        False, help="Show inputs and expected values of failed hidden tests in the feedback."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with its results."""
        assignment = resources["nbgrader"]["assignment"]
        submission = submission_of(nb, assignment)
        graded = self._graded(submission, resources["nbgrader"]["student"])
        if not graded.verdict.judged:
            raise NotJudgedError("; ".join(graded.verdict.notes) or "not judged")
        notebook = filled_in(submission, graded, show_hidden=self.show_hidden)
        return nbformat.from_dict(notebook), resources

    def _graded(self, submission: Submission, student: str) -> Graded:
        store = Store(Path(self.cache_directory))
        key = store.key(submission.assignment, submission.digest)
        policy = Policy(self.sandbox)
        graded = store.get(submission.assignment, key)
        if graded is None or not accepts(policy, graded.verdict):
            grader = shared_grader(store.seed(submission.assignment), policy)
            graded = grader.run(submission, student)
            store.put(submission.assignment, key, graded)
        return graded


@cache
def shared_grader(seed: int, policy: Policy) -> Grader:
    """Return this process's grader: one warm process serves all notebooks of a run."""
    grader = Grader(seed, policy=policy)
    atexit.register(grader.close)
    return grader
