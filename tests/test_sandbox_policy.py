"""``--sandbox`` on the command line and in nbgrader: asked for by name, never lowered silently."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.cli import PROCESS_WARNING
from autograde.grading import Grader, accepts
from autograde.handin import fill_in, parse_script, write_notebook
from autograde.intake import Submission, read_submission
from autograde.nbgrader_plugin import GradeByHiddenSuites
from autograde.sandbox.policy import IsolationError, Policy
from autograde.verdict import Verdict

HW1 = "hw1-convolution"
COMMAND = (sys.executable, "-m", "autograde")
FORBID = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
FORBIDDEN = ("unshare", "--user", "--map-root-user", "sh", "-ec", FORBID, "sh")

no_unshare = pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare here")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a submission with one answer."""
    script = parse_script("# %% shift\ndef shift(image, dx, dy):\n    return image\n")
    path = tmp_path_factory.mktemp("policy") / f"{HW1}.ipynb"
    return write_notebook(path, fill_in(HW1, script))


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=300, check=False
    )


def test_process_says_what_it_is(notebook: Path, tmp_path: Path) -> None:
    """The weakest tier is graded when asked for, with its warning, and stands in the verdict."""
    output = tmp_path / "verdicts.json"
    done = run(*COMMAND, "grade", HW1, notebook, "--sandbox", "process", "--json", output)
    assert done.returncode == 0
    assert done.stderr == PROCESS_WARNING + "\n"
    assert json.loads(output.read_text())["verdicts"][0]["isolation"] == "process"


def test_required_is_the_default(
    notebook: Path, tmp_path: Path, needs_full_isolation: None
) -> None:
    """Without the option isolation is full, and nothing need be said."""
    output = tmp_path / "verdicts.json"
    done = run(*COMMAND, "grade", HW1, notebook, "--json", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(output.read_text())["verdicts"][0]["isolation"] == "full"


@no_unshare
def test_less_than_required_is_refused(notebook: Path, needs_full_isolation: None) -> None:
    """Where namespaces are forbidden grading ends in one sentence and exit code 2."""
    done = run(*FORBIDDEN, *COMMAND, "grade", HW1, notebook)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: Isolation is partial on this machine, and full is asked")
    assert done.stderr.count("\n") == 1
    assert "sysctl user.max_user_namespaces" in done.stderr
    assert "--sandbox partial" in done.stderr


@no_unshare
def test_partial_is_asked_for_by_name(
    notebook: Path, tmp_path: Path, needs_full_isolation: None
) -> None:
    """The same machine grades with the tier that it has, when that is named."""
    output = tmp_path / "verdicts.json"
    command = [*COMMAND, "grade", HW1, notebook, "--sandbox", "partial", "--json", output]
    done = run(*FORBIDDEN, *command)
    assert done.returncode == 0
    assert done.stderr.startswith("Isolation: partial. Student code cannot read")
    assert json.loads(output.read_text())["verdicts"][0]["isolation"] == "partial"


@no_unshare
def test_demo_says_why_it_can_not(tmp_path: Path, needs_full_isolation: None) -> None:
    """The demo, where isolation is lacking, explains itself like grading does."""
    done = run(*FORBIDDEN, *COMMAND, "demo", "--folder", tmp_path / "demo")
    assert done.returncode == 2
    assert "Error: Isolation is partial on this machine" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("tier", "accepted"),
    [
        ("full", {Policy.REQUIRED, Policy.PARTIAL, Policy.PROCESS}),
        ("partial", {Policy.PARTIAL, Policy.PROCESS}),
        ("process", {Policy.PROCESS}),
        ("none", set()),
    ],
)
def test_a_kept_verdict_counts_for_its_tier(tier: str, accepted: set[Policy]) -> None:
    """What was graded with less isolation is not taken for more."""
    verdict = Verdict("a", HW1, tier, 0, ())
    assert {policy for policy in Policy if accepts(policy, verdict)} == accepted


def test_nbgrader_is_refused_too(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nbgrader's preprocessor grades at full isolation unless its setting says otherwise."""
    assert GradeByHiddenSuites().sandbox == "required"
    submission = read_submission(notebook, HW1)
    weak = GradeByHiddenSuites(cache_directory=str(tmp_path), sandbox="process")
    assert weak._graded(submission, "ann").verdict.isolation == "process"

    def refused(self: Grader, submission: Submission, file: str) -> None:
        assert self.policy is Policy.REQUIRED
        raise IsolationError("not here")

    monkeypatch.setattr(Grader, "run", refused)
    strict = GradeByHiddenSuites(cache_directory=str(tmp_path))
    with pytest.raises(IsolationError):  # the verdict that was kept is not good enough
        strict._graded(submission, "ann")
