"""The attack corpus: hostile scripts, what each must get, and how they are graded.

A script in `tests/submissions/hostile/` is a submission (see `autograde/handin.py`) under a
header of comments::

    # threat: the line of the threat table that it belongs to
    # like: honest                     all other answers come from honest.py
    # hasty: yes                       it never ends; judge it with short deadlines
    # again: yes                       judge it twice; the second time it looks for the first
    # without: view, landlock          with these layers taken away it must succeed
    # expect: score=0; hint~"stopped after 2 s"; output!~"entered"

``expect`` holds claims on the verdict: the score (``=`` or ``<=``), and texts that hints, notes
or outputs contain (``~``) or do not (``!~``). An attack that succeeds prints or raises REACHED;
no script may ever get that far at the full tier. ``TARGETS`` in a script's text stands for a
dict of what there is to reach: files, process ids, ports.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde import reference
from autograde.feedback import filled_in
from autograde.grading import Graded, Grader
from autograde.handin import OWN, Script, fill_in, read_script, write_notebook
from autograde.intake import Submission, read_submission
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import Layer
from autograde.sandbox.times import children_of, descendants_of
from autograde.verdict import to_json

ASSIGNMENT = "hw1-convolution"
FOLDER = Path(__file__).parent / "submissions" / "hostile"
SEED = 20_260
HASTY = Limits(cell_seconds=2, notebook_seconds=8, call_seconds=2, submission_seconds=30, stops=1)
CLAIM = re.compile(r'(score|hint|note|output)(<=|=|!~|~)("[^"]*"|[0-9.]+)')

Targets = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """One claim of a header: a field of the verdict, a comparison, and what with."""

    field: str
    test: str
    value: str

    def holds(self, judged: Judged) -> bool:
        """Whether it is true of a judged attack."""
        if self.field == "score":
            score = float(judged.verdict["score"])
            return score == float(self.value) if self.test == "=" else score <= float(self.value)
        found = self.value in judged.texts()[self.field]
        return found if self.test == "~" else not found


@dataclass(frozen=True)
class Attack:
    """A hostile script and its header."""

    name: str
    script: Script
    threat: str
    claims: tuple[Claim, ...]
    without: frozenset[Layer]
    hasty: bool
    again: bool


@dataclass(frozen=True)
class Judged:
    """What came of an attack.

    Attributes
    ----------
    verdict
        The verdict's JSON.
    outputs, feedback
        All that the cells showed, and the notebook that feedback is made from.
    said
        What the attack itself printed or raised: outputs without the source in tracebacks.
    alive
        How many of its processes are left.
    """

    verdict: dict[str, Any]
    outputs: str
    feedback: str
    said: str
    alive: int

    def texts(self) -> dict[str, str]:
        """Return all words of the verdict, by the name that headers use."""
        tests = [test for question in self.verdict["questions"] for test in question["tests"]]
        return {
            "hint": "\n".join(str(test["hint"]) for test in tests),
            "note": "\n".join(self.verdict["notes"]),
            "output": self.outputs,
        }

    def reached(self) -> bool:
        """Whether the attack says that it has succeeded."""
        texts = self.texts()
        return "REACHED" in self.said + texts["hint"] + texts["note"]

    def everything(self) -> str:
        """Return all text that anyone gets to see."""
        return json.dumps(self.verdict) + self.outputs + self.feedback


def attacks() -> list[Attack]:
    """Return the whole corpus."""
    return [read_attack(path) for path in sorted(FOLDER.glob("*.py")) if path.stem != "honest"]


def read_attack(path: Path) -> Attack:
    """Read a script and its header.

    Raises
    ------
    ValueError
        Where the header lacks a threat or a claim, or a claim cannot be read.
    """
    head = path.read_text(encoding="utf-8").partition("# %% ")[0]
    lines = dict(line[2:].split(": ", 1) for line in head.splitlines())
    parts = [part.strip() for part in lines.get("expect", "").split(";")]
    found = [CLAIM.fullmatch(part) for part in parts]
    if "threat" not in lines or None in found:
        raise ValueError(f"{path.name}: a header has a threat and claims that can be read")
    claims = [Claim(m[1], m[2], m[3].strip('"')) for m in found if m is not None]
    without = [Layer(name.strip()) for name in lines.get("without", "").split(",") if name]
    return Attack(
        path.stem,
        read_script(path),
        lines["threat"],
        tuple(claims),
        frozenset(without),
        "hasty" in lines,
        "again" in lines,
    )


def aimed(script: Script, targets: Targets) -> Script:
    """Return a script with its targets put in."""
    return Script(tuple((n, s.replace("TARGETS", repr(targets))) for n, s in script.cells))


def own_cells(attack: Attack, targets: Targets) -> list[str]:
    """Return the student's own cells of an attack, for running them alone."""
    return [source for name, source in aimed(attack.script, targets).cells if name == OWN]


# In the grading processes ----------------------------------------------------------------------

_grader: Grader | None = None


def start(limits: Limits | None, canary: str) -> None:
    """Make this process's grader, with a canary in its environment and in its reference."""
    global _grader
    os.environ["CONVCOURSE_CANARY"] = canary
    reference.CANARY = canary  # type: ignore[attr-defined]
    _grader = Grader(SEED, limits)


def judge(name: str, targets: Targets, folder: str) -> Judged:
    """Grade one script as a submission."""
    assert _grader is not None
    assert _grader.isolation == "full"
    attack = read_attack(FOLDER / f"{name}.py") if name != "honest" else None
    script = attack.script if attack else read_script(FOLDER / "honest.py")
    aim = {**targets, "pids": [os.getpid(), *children_of(os.getpid())]}
    notebook = fill_in(ASSIGNMENT, aimed(script, aim))
    path = write_notebook(Path(folder) / f"{name}.ipynb", notebook)
    submission = read_submission(path, ASSIGNMENT)
    if attack is not None and attack.again:
        _grader.run(submission, name)
    return judged_of(submission, _grader.run(submission, name))


def judged_of(submission: Submission, graded: Graded) -> Judged:
    """Collect all that anyone gets to see of a graded submission, and count what is alive."""
    keepers = children_of(os.getpid())
    warm = [pid for keeper in keepers for pid in children_of(keeper)]
    alive = sum(len(list(descendants_of(pid))) for pid in warm)
    shown = [output for run in graded.runs.values() for output in run.outputs]
    feedback = json.dumps(filled_in(submission, graded))
    outputs = json.dumps(shown, ensure_ascii=False)
    return Judged(to_json(graded.verdict), outputs, feedback, said_in(shown), alive)


def said_in(outputs: Sequence[dict[str, Any]]) -> str:
    """Return what was printed or raised."""
    return "\n".join(str(out.get("text") or out.get("evalue")) for out in outputs)
