"""Start a warm process, attack it as a student would, and believe only what was seen.

The attacks run in a worker of the very process that is to grade, each time one is started:
nothing is remembered from an earlier run, so nothing that has changed since can hide.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.sandbox import probe
from autograde.sandbox.client import GraderFault, Zygote
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import IsolationError, Layer, Policy, Tier, layers_of
from autograde.sandbox.session import CellRun, Session
from autograde.sandbox.template import Template, font_cache

__all__ = ["Report", "attack", "open_zygote", "refusal"]

NEEDED_FOR_PARTIAL = ("read files", "write files", "use the network")
ENDING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Report:
    """What came of attacking a warm process.

    Attributes
    ----------
    got
        For each attack what it got; an empty text where it was held.
    missing
        Why a layer is not there, by layer.
    """

    got: dict[str, str]
    missing: dict[Layer, str]

    @property
    def tier(self) -> Tier:
        """The tier that these results show."""
        if not any(self.got.values()):
            return Tier.FULL
        if not any(self.got[name] for name in NEEDED_FOR_PARTIAL):
            return Tier.PARTIAL
        return Tier.PROCESS


def open_zygote(
    policy: Policy,
    limits: Limits | None = None,
    layers: Iterable[Layer] | None = None,
    template: Template | None = None,
) -> Zygote:
    """Start a warm process and find out how firmly it holds student code.

    Parameters
    ----------
    policy
        The least that is accepted. Under ``process`` nothing is tried, and nothing is attacked.
    layers
        The layers to use; those of the policy by default. Tests leave one out.
    template
        The process to fork it from; by default one that is started for it alone.

    Raises
    ------
    IsolationError
        Where the machine gives less than the policy asks for.
    """
    zygote = Zygote(limits, layers_of(policy) if layers is None else layers, template)
    if policy is Policy.PROCESS:
        return zygote
    try:
        report = attack(zygote)
        if not report.tier.reaches(policy.least):
            raise IsolationError(refusal(report, policy))
    except BaseException:
        zygote.close()
        raise
    zygote.isolation = report.tier
    return zygote


def attack(zygote: Zygote) -> Report:
    """Run all attacks in a worker of `zygote`.

    Raises
    ------
    GraderFault
        Where the worker did not live to tell.
    """
    with tempfile.TemporaryDirectory() as folder, _listeners(Path(folder)) as addresses:
        canaries, planted = plant(Path(folder))
        targets = {
            **addresses,
            "canaries": canaries,
            "processes": {"the grader": os.getpid(), "the warm process": zygote.pid},
            "most_processes": zygote.limits.processes,
            "most_mib": zygote.limits.memory_mib,
            "modules": ["autograde.reference", "scipy", "sklearn", "torch"],
        }
        try:
            got = _run(zygote, targets)
            written = [path for path in planted if Path(f"{path}.written").exists()]
        finally:
            for path in planted:
                path.unlink()
                Path(f"{path}.written").unlink(missing_ok=True)
    if written and not got["write files"]:
        got["write files"] = "more than it said"
    if _alive(zygote):
        got["leave a process behind"] = "a process that lives on"
    return Report(got, zygote.missing)


def plant(folder: Path) -> tuple[dict[str, str], list[Path]]:
    """Put a canary where submissions and the grader's own things lie.

    Returns
    -------
    canaries : dict
        The path of each, and of a file that is there anyway, by the place's name.
    planted : list
        The files that were made.
    """
    name = f"canary-{secrets.token_hex(8)}"
    planted = [folder / name, font_cache().parent / name]
    for path in planted:
        path.write_text(name)
    places = ("temporary files", "the home folder")
    return dict(zip(places, map(str, planted), strict=True)), planted


def _run(zygote: Zygote, targets: dict[str, Any]) -> dict[str, str]:
    source = Path(probe.__file__).read_text(encoding="utf-8")
    call = f"import json; print(json.dumps(run_attacks(json.loads({json.dumps(targets)!r}))))"
    with Session(zygote, [source, call]) as session:
        _, run = session.run()
    try:
        said = json.loads(run.outputs[0]["text"])
        return {name: str(said[name]) for name in probe.ATTACKS}
    except (IndexError, KeyError, ValueError, TypeError):
        raise GraderFault(f"the attack upon ourselves gave no answer: {_words(run)}") from None


def _words(run: CellRun) -> str:
    texts = [str(out.get("evalue") or out.get("text")) for out in run.outputs]
    return (run.stopped or "; ".join(texts))[:500]


def _alive(zygote: Zygote) -> bool:
    """Whether a process of an ended worker stays alive."""
    deadline = time.monotonic() + ENDING_SECONDS
    while zygote.workers():
        if time.monotonic() > deadline:
            return True
        time.sleep(0.01)
    return False


@contextlib.contextmanager
def _listeners(folder: Path) -> Iterator[dict[str, Any]]:
    """Listen in every way that student code could reach, so that success would be real."""
    abstract = f"convcourse-{secrets.token_hex(8)}"
    with contextlib.ExitStack() as stack:
        tcp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        for sock in (tcp, udp):
            sock.bind(("127.0.0.1", 0))
        unix.bind(str(folder / "socket"))
        (folder / "socket").chmod(0o777)
        listening = [tcp, unix]
        if sys.platform == "linux":
            hidden = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            hidden.bind("\0" + abstract)
            listening.append(hidden)
        for sock in listening:
            sock.listen()
        yield {
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": str(folder / "socket"),
            "abstract": abstract,
        }


# Words -----------------------------------------------------------------------------------------


def refusal(report: Report, policy: Policy) -> str:
    """Say in one sentence what is missing for `policy`, and how to get it."""
    did = "; ".join(f"{name} ({got})" for name, got in report.got.items() if got)
    return (
        f"Isolation is {report.tier} on this machine, and {policy.least} is asked for: student "
        f"code can {did}; {advice(report)}, or accept less with --sandbox {report.tier}."
    )


def advice(report: Report) -> str:
    """Say how more isolation can be had here."""
    if sys.platform != "linux":
        return "grade on Linux, where this isolation exists"
    if Layer.NAMESPACES not in report.missing:
        return "see the page on isolation in the documentation"
    why = f"user namespaces are refused here ({report.missing[Layer.NAMESPACES]})"
    for path, refusing, setting in SETTINGS:
        with contextlib.suppress(OSError):
            if Path(path).read_text().strip() == refusing:
                return f"{why}: allow them with `sudo sysctl {setting}`"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return (
            f"{why}: start the container with --security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined"
        )
    return f"{why}: allow them, or grade on a machine that does"


SETTINGS = (
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
    ("/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces=10000"),
)
