"""Grade a notebook: `grade(notebook, assignment) -> Verdict`, without a course or a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograde.course import load_release, suite_files
from autograde.diagnosis import diagnose
from autograde.fingerprints import response
from autograde.graded import (
    CellRun,
    Evidence,
    Graded,
    Response,
    accepts,
    addressed,
    function_of,
    new_seed,
    not_judged,
)
from autograde.intake import Submission, read_submission
from autograde.misconceptions import Mistake
from autograde.plain_text import plain
from autograde.pytest_plugin import Claim
from autograde.sandbox.attack import open_zygote
from autograde.sandbox.client import GraderFault, Zygote
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import Policy, Tier
from autograde.sandbox.session import Session
from autograde.sandbox.template import Template
from autograde.suite import Judged, Suite
from autograde.verdict import Outcome, QuestionVerdict, TestVerdict, Verdict

__all__ = ["Graded", "Grader", "accepts", "addressed", "function_of", "grade", "new_seed"]


def grade(
    notebook: Path | str,
    assignment: str,
    *,
    seed: int | None = None,
    policy: Policy = Policy.REQUIRED,
) -> Verdict:
    """Grade one notebook file.

    Parameters
    ----------
    notebook
        The file; it is read once and never executed in this process.
    assignment
        The assignment's name, as ``hw1-convolution``.
    seed
        What the hidden inputs are drawn from; a fresh one by default.
    policy
        The least isolation that is accepted for student code.

    Raises
    ------
    autograde.course.UnknownAssignmentError
        Where there is no such assignment.
    autograde.intake.IntakeError
        Where the file is no notebook of the assignment.
    autograde.sandbox.policy.IsolationError
        Where the machine gives less isolation than the policy asks for.
    """
    submission = read_submission(Path(notebook), assignment)
    with Grader(new_seed() if seed is None else seed, policy=policy) as grader:
        return grader.grade(submission, str(notebook))


class Grader:
    """Grades submissions one after another from one warm process.

    Parameters
    ----------
    seed
        What all hidden inputs of this run are drawn from.
    limits
        What a submission may use.
    private
        Folders with suites of one's own, laid out like the shipped one; by default those that the
        environment variable ``CONVCOURSE_SUITES`` names.
    policy
        The least isolation that is accepted for student code.
    template
        The process to fork the warm one from; by default one that is started for it alone.
    """

    def __init__(
        self,
        seed: int,
        limits: Limits | None = None,
        private: Sequence[Path] | None = None,
        policy: Policy = Policy.REQUIRED,
        template: Template | None = None,
    ) -> None:
        self.seed = seed
        self.policy = policy
        self._template = template
        self._limits = limits
        self._private = private
        self._zygote: Zygote | None = None
        self._suite: tuple[list[Path], Suite] | None = None

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    @property
    def isolation(self) -> Tier:
        """How firmly this grader holds student code; found out where it is not known yet.

        Raises
        ------
        autograde.sandbox.policy.IsolationError
            Where the machine gives less than the policy asks for.
        """
        return self._warm().isolation

    def _warm(self) -> Zygote:
        if self._zygote is None:
            self._zygote = open_zygote(self.policy, self._limits, template=self._template)
        return self._zygote

    def _suite_of(self, assignment: str) -> Suite:
        """Return an assignment's suite; it is collected when it is another one than before."""
        files = suite_files(assignment, self._private)
        if self._suite is None or self._suite[0] != files:
            self._suite = files, Suite(files, self.seed)
        return self._suite[1]

    def grade(self, submission: Submission, file: str) -> Verdict:
        """Return the verdict on `submission`; see `run` for its outputs too."""
        return addressed(self.run(submission, file).verdict, submission, file)

    def run(self, submission: Submission, file: str) -> Graded:
        """Run and judge `submission`; where our own process breaks, once more with a new one.

        The verdict is about the rebuilt text, so it can be kept for all who handed in the same:
        `addressed` adds what is one submission's alone.
        """
        try:
            return self._run(submission, file)
        except GraderFault:
            self.close()
        try:
            return self._run(submission, file)
        except GraderFault as fault:
            self.close()
            return not_judged(submission, file, self.seed, str(fault))

    def _run(self, submission: Submission, file: str) -> Graded:
        zygote = self._warm()
        suite = self._suite_of(submission.assignment)
        code = submission.code
        with Session(zygote, [source for _, source in code]) as session:
            runs = session.run()
            judged = suite.judge(session, session.looking)
            if session.fault is not None:  # pytest has caught it, test by test
                raise session.fault
            mistakes = recognised(submission.assignment, judged, session)
            responses = responses_of(submission.assignment, judged, session)
        verdict = Verdict(
            file,
            submission.assignment,
            zygote.isolation,
            self.seed,
            questions_of(submission.assignment, judged.claims, mistakes),
            (*stop_notes(runs), *judged.errors),
            submission.digest,
            session.cpu_seconds,
        )
        by_cell = dict(zip([index for index, _ in code], runs, strict=True))
        return Graded(verdict, by_cell, responses, evidence_by_test(judged.claims))


def recognised(assignment: str, judged: Judged, session: Session) -> dict[str, Mistake]:
    """Return the mistake behind each question with a failed test, where one can be named."""
    found = {}
    for grade_id in failed_questions(judged):
        mistake = diagnose(assignment, function_of(grade_id), session)
        if mistake is not None:
            found[grade_id] = mistake
    return found


def responses_of(assignment: str, judged: Judged, session: Session) -> dict[str, Response]:
    """Return a wrong answer to a public example for each question with a failed test."""
    found = {
        grade_id: response(assignment, function_of(grade_id), session)
        for grade_id in failed_questions(judged)
    }
    return {grade_id: answer for grade_id, answer in found.items() if answer is not None}


def evidence_by_test(claims: Sequence[Claim]) -> dict[str, dict[str, Evidence]]:
    """Return the calls behind the failed tests, by grade cell and test."""
    found: dict[str, dict[str, Evidence]] = {}
    for claim in claims:
        if claim.evidence is not None:
            found.setdefault(claim.grade_id, {})[claim.name] = claim.evidence
    return found


def failed_questions(judged: Judged) -> list[str]:
    """Return the grade cells with a failed test, in order."""
    return sorted({claim.grade_id for claim in judged.claims if claim.outcome == Outcome.FAILED})


def questions_of(
    assignment: str, claims: Sequence[Claim], mistakes: Mapping[str, Mistake]
) -> tuple[QuestionVerdict, ...]:
    """Sort the claims under the release's grade cells; points come from there."""
    return tuple(
        QuestionVerdict(
            grade_id,
            points,
            tuple(
                verdict_of(claim, mistakes.get(grade_id))
                for claim in claims
                if claim.grade_id == grade_id
            ),
        )
        for grade_id, points in load_release(assignment).points.items()
    )


def verdict_of(claim: Claim, mistake: Mistake | None) -> TestVerdict:
    """Turn a claim that has run into its verdict; the mistake's hint goes before the suite's."""
    outcome = Outcome(claim.outcome or Outcome.NOT_JUDGED)
    named = mistake if outcome is Outcome.FAILED else None
    return TestVerdict(
        claim.name,
        claim.rubric,
        claim.points,
        outcome,
        named.hint if named else claim.hint and plain(claim.hint),
        named.slug if named else None,
    )


def stop_notes(runs: Sequence[CellRun]) -> list[str]:
    """Note the cells that had to be stopped."""
    return [
        f"code cell {number}: {run.stopped}" for number, run in enumerate(runs, 1) if run.stopped
    ]
