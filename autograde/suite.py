"""Find and run the hidden suite of an assignment."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograde.pytest_plugin import Claim, SuiteRun
from autograde.shared_run import Look
from autograde.student import Backend

__all__ = ["PRIVATE", "claims_of", "private_folders", "run_suite", "suite_files"]

SUITES = Path(__file__).parent / "suites"

# pytest's own plug-ins that no suite uses. Registering them, and collecting the garbage twice a
# run for warnings that nobody reads, would take half of the time that a submission's tests take.
NOT_NEEDED = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "recwarn",
    "reports",
    "setuponly",
    "setupplan",
    "stepwise",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
)

# Nothing but our own plug-in: no plug-ins of the environment, no cache, no project settings.
OPTIONS = (
    "--disable-plugin-autoload",
    # A rewritten assert would tell hidden inputs and values in its message.
    "--assert=plain",
    "--import-mode=importlib",
    "--strict-markers",
    "--no-header",
    "--tb=no",
    "-q",
    "-c",
    str(SUITES / "pytest.ini"),
    *(f"-pno:{name}" for name in NOT_NEEDED),
)


PRIVATE = "CONVCOURSE_SUITES"
"""The environment variable with folders of private suites, separated as in PATH."""


def private_folders() -> tuple[Path, ...]:
    """Return the folders of private suites that the environment names."""
    return tuple(Path(name) for name in os.environ.get(PRIVATE, "").split(os.pathsep) if name)


def suite_files(assignment: str, private: Sequence[Path] | None = None) -> list[Path]:
    """Return the suite's files, one for each question.

    Parameters
    ----------
    assignment
        Its name.
    private
        Folders laid out like the shipped one; by default those that the environment names. A
        file in them stands in for the shipped file of the same name, so that a question's points
        are never counted twice; the last folder wins.
    """
    folder = assignment.replace("-", "_")
    roots = [SUITES, *(private_folders() if private is None else private)]
    files = {path.name: path for root in roots for path in (root / folder).glob("test_*.py")}
    return [files[name] for name in sorted(files)]


def run_suite(
    files: Sequence[Path], backend: Backend, seed: int, look: Look | None = None
) -> SuiteRun:
    """Judge a submission by `files`; outcomes are in the returned run's claims.

    With `look`, tests may share a child where that changes nothing (see `autograde.shared_run`).
    """
    return _main(files, SuiteRun(backend, seed, look), ())


def claims_of(files: Sequence[Path]) -> list[Claim]:
    """Return what the suite's tests claim and are worth, without running them."""
    run = _main(files, SuiteRun(None, 0), ("--collect-only",))
    if files and run.errors:
        raise ValueError("a suite can't be collected:\n" + "\n".join(run.errors))
    return run.claims


def _main(files: Sequence[Path], run: SuiteRun, more: Sequence[str]) -> SuiteRun:
    if not files:  # pytest would collect the whole folder that it is started in
        run.errors.append("there is no suite")
        return run
    # pytest writes its own report; ours are the claims.
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        status = pytest.main([*OPTIONS, *more, *map(str, files)], plugins=[run])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not run.errors:
        run.errors.append(f"pytest ended with {status!r}: {text.getvalue()[-2000:]}")
    return run
