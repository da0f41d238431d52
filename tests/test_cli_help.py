"""Help with an example for every command, colours only where they belong, the next step named."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from people import HW1

from autograde.cli import commands

NAMES = sorted(commands.commands)
ESCAPE = "\x1b["


@pytest.mark.parametrize("name", NAMES)
def test_help_has_an_example_that_can_be_parsed(name: str) -> None:
    """``convcourse NAME --help`` says what it does, and its example is a call that it takes."""
    command = commands.commands[name]
    text = CliRunner().invoke(commands, [name, "--help"]).output
    (example,) = [ln.split("Example: ")[1] for ln in text.splitlines() if "Example: " in ln]
    program, used, *arguments = example.split()
    assert (program, used) == ("convcourse", name)
    command.make_context(name, arguments)  # raises where an option or argument is wrong
    assert command.get_short_help_str()


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    """No option stands in the help without words."""
    options = [p for p in commands.commands[name].params if p.param_type_name == "option"]
    assert all(getattr(option, "help", None) for option in options)


def test_help_alone_lists_all_commands() -> None:
    """``convcourse --help`` and ``-h`` name every command."""
    for flag in ("--help", "-h"):
        text = CliRunner().invoke(commands, [flag]).output
        assert all(name in text for name in NAMES)


@pytest.mark.parametrize("name", [n for n in NAMES if n in ("autograde", "report")])
def test_outside_a_course_the_next_step_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands for a class say where they must be run."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(commands, [name, HW1])
    assert result.exit_code == 2
    assert "nbgrader_config.py" in result.output
    assert "Traceback" not in result.output


TABLE = """
from autograde.tables import verdict_table
from autograde.verdict import Outcome, QuestionVerdict, TestVerdict, Verdict
test = TestVerdict("test_a", "It is right.", 1.0, Outcome.PASSED)
question = QuestionVerdict("test-a", 1.0, (test,))
verdict_table(Verdict("a.ipynb", "hw1-convolution", "full", 1, (question,)))
"""


def shown(terminal: bool, **variables: str) -> str:
    """Return what a verdict's table looks like on a terminal, or in a file."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    environment = {**kept, "TERM": "xterm-256color", **variables}
    command = [sys.executable, "-c", TABLE]
    if not terminal:
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout
    master, slave = pty.openpty()
    subprocess.run(command, env=environment, stdout=slave, stderr=slave, check=True)
    os.close(slave)
    text = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says so where the other end is closed
            break
        if not part:
            break
        text += part
    os.close(master)
    return text.decode()


def test_colours_on_a_terminal_only() -> None:
    """A terminal gets colours, a file none, and ``NO_COLOR`` turns them off on a terminal too."""
    assert "\x1b[32m" in shown(terminal=True)
    assert ESCAPE not in shown(terminal=False)
    quiet = shown(terminal=True, NO_COLOR="1")
    assert "It is right." in quiet
    assert "\x1b[32m" not in quiet
