"""Find and run the hidden suite of an assignment."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.course import PRIVATE, SUITES, private_folders, suite_files
from autograde.pytest_plugin import Claim, SuitePlugin
from autograde.shared_run import Looking, judge, plan
from autograde.student import Backend

__all__ = ["PRIVATE", "Judged", "Suite", "claims_of", "private_folders", "suite_files"]

# pytest's own plug-ins that no suite uses, or that write what nobody reads.
NOT_NEEDED = (
    "cacheprovider",
    "capture",
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
    "subtests",
    "terminal",
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
    "--collect-only",
    "-c",
    str(SUITES / "pytest.ini"),
    *(f"-pno:{name}" for name in NOT_NEEDED),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a suite says of one submission: its claims, and its own faults."""

    claims: tuple[Claim, ...]
    errors: tuple[str, ...] = ()


class Suite:
    """An assignment's suite, collected once, that judges one submission after another.

    Configuring pytest and collecting takes as long as all tests of a submission. So pytest is
    started once and collects; the tests are run through its hooks, as often as they are needed.

    Parameters
    ----------
    files
        The suite's files (see `suite_files`).
    seed
        What the hidden inputs are drawn from.
    """

    def __init__(self, files: Sequence[Path], seed: int) -> None:
        self._plugin = SuitePlugin(seed)
        self.errors = tuple(collect(files, self._plugin))
        self._questions = () if self.errors else plan(self._plugin)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the tests claim and are worth."""
        return tuple(self._plugin.claims.values())

    def judge(self, backend: Backend, looking: Looking | None = None) -> Judged:
        """Judge one submission.

        Parameters
        ----------
        backend
            Where its code runs.
        looking
            How to open a child that tests may share (see `autograde.shared_run`).
        """
        if self.errors:
            return Judged(self.claims, self.errors)
        with quiet():
            return Judged(judge(self._plugin, self._questions, backend, looking))


def claims_of(files: Sequence[Path]) -> tuple[Claim, ...]:
    """Return what the suite's tests claim and are worth, without running them."""
    suite = Suite(files, 0)
    if files and suite.errors:
        raise ValueError("a suite can't be collected:\n" + "\n".join(suite.errors))
    return suite.claims


def collect(files: Sequence[Path], plugin: SuitePlugin) -> list[str]:
    """Have pytest collect `files` into a plug-in; return the suite's faults."""
    if not files:  # pytest would collect the whole folder that it is started in
        return ["there is no suite"]
    with quiet() as text:
        status = pytest.main([*OPTIONS, *map(str, files)], plugins=[plugin])
    if status == pytest.ExitCode.OK or plugin.errors:
        return plugin.errors
    return [f"pytest ended with {status!r}: {text.getvalue()[-2000:]}"]


@contextlib.contextmanager
def quiet() -> Iterator[io.StringIO]:
    """Keep what pytest and suites print to themselves; it is returned."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        yield text
