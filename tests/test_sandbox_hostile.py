"""The attack corpus at the full tier: no point, no canary, no trace, and words that say why."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hostile
import pytest
from hostile import Attack, Judged, attacks, judge, own_cells, said_in

from autograde.sandbox.client import Zygote
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import ALL_LAYERS, Layer
from autograde.sandbox.session import Session
from autograde.sandbox.template import font_cache

pytestmark = pytest.mark.usefixtures("needs_full_isolation")

CORPUS = attacks()
CONTROLLED = [attack for attack in CORPUS if attack.without]
ROOMY = Limits(memory_mib=4096)
"""For the controls: the grader looks at memory from outside, too."""
WITHOUT = sorted({tuple(sorted(attack.without)) for attack in CONTROLLED})


@dataclass
class Ground:
    """What there is to reach, and what must not be touched."""

    canary: str
    targets: dict[str, Any]
    files: list[Path]
    listeners: list[socket.socket]

    def touched(self) -> list[str]:
        """Return what an attack has reached: files changed, sockets connected to."""
        found = [str(path) for path in self.files if path.read_text() != self.canary]
        for sock in self.listeners:
            try:
                sock.recv(1) if sock.type == socket.SOCK_DGRAM else sock.accept()[0].close()
            except OSError:
                continue
            found.append(str(sock.getsockname()))
        return found


def plant(folder: Path, stack: ExitStack) -> Ground:
    """Put canaries where a course keeps its secrets, and listen on every kind of socket."""
    canary = f"canary-{secrets.token_hex(16)}"
    files = [
        folder / "classroom/gradebook.db",
        folder / "classroom/submitted/other/hw1-convolution/hw1-convolution.ipynb",
        folder / "classroom/cache/verdict.json",
        folder / "private-suites/hw1_convolution/test_conv2d.py",
        folder / "solutions/reference.py",
        font_cache().parent / canary[:20],
    ]
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(canary)
    stack.callback(files[-1].unlink, missing_ok=True)
    tcp, udp, unix, abstract = (
        stack.enter_context(socket.socket(family, kind))
        for family, kind in (
            (socket.AF_INET, socket.SOCK_STREAM),
            (socket.AF_INET, socket.SOCK_DGRAM),
            (socket.AF_UNIX, socket.SOCK_STREAM),
            (socket.AF_UNIX, socket.SOCK_STREAM),
        )
    )
    tcp.bind(("127.0.0.1", 0))
    udp.bind(("127.0.0.1", 0))
    unix.bind(str(folder / "socket"))
    abstract.bind("\0" + canary[:20])
    for sock in (tcp, unix, abstract):
        sock.listen()
    for sock in (tcp, udp, unix, abstract):
        sock.setblocking(False)
    targets = {
        "files": [str(path) for path in files],
        "names": [path.name for path in files] + ["test_sobel_edges.py", "oracle.py"],
        "home": str(font_cache().parent),
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "unix": str(folder / "socket"),
        "abstract": canary[:20],
    }
    return Ground(canary, targets, files, [tcp, udp, unix, abstract])


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Canaries and listeners for the whole corpus."""
    with ExitStack() as stack:
        yield plant(tmp_path_factory.mktemp("course"), stack)


@pytest.fixture(scope="module")
def judged(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """All attacks graded, those that wait beside those that work; honest students come last."""
    folder = str(tmp_path_factory.mktemp("notebooks"))
    context = multiprocessing.get_context("forkserver")
    found: dict[str, Future[Judged]] = {}
    with ExitStack() as stack:
        pools = {
            hasty: stack.enter_context(
                ProcessPoolExecutor(1, context, hostile.start, (limits, ground.canary))
            )
            for hasty, limits in ((True, hostile.HASTY), (False, None))
        }
        for attack in CORPUS:
            pool = pools[attack.hasty]
            found[attack.name] = pool.submit(judge, attack.name, ground.targets, folder)
        found["honest"] = pools[False].submit(judge, "honest", ground.targets, folder)
        return {name: future.result() for name, future in found.items()}


@pytest.mark.parametrize("attack", CORPUS, ids=lambda attack: attack.name)
def test_attack(attack: Attack, judged: dict[str, Judged], ground: Ground) -> None:
    """It gets the verdict that its header claims, reaches nothing and leaves nothing behind."""
    result = judged[attack.name]
    assert result.verdict["isolation"] == "full"
    assert not result.reached(), result.said
    assert ground.canary not in result.everything()
    assert result.alive == 0
    failed = [claim for claim in attack.claims if not claim.holds(result)]
    assert not failed, (result.verdict["score"], result.texts())


@pytest.mark.parametrize("attack", CORPUS, ids=lambda attack: attack.name)
def test_attack_is_judged(attack: Attack, judged: dict[str, Judged]) -> None:
    """No attack makes the grader give up: every question has an outcome."""
    outcomes = {question["outcome"] for question in judged[attack.name].verdict["questions"]}
    assert outcomes <= {"passed", "failed"}


def test_nothing_was_touched(judged: dict[str, Judged], ground: Ground) -> None:
    """After all attacks every planted file is as it was, and no socket was reached."""
    assert ground.touched() == []


def test_the_next_student(judged: dict[str, Judged]) -> None:
    """An honest student who is graded after all of them by the same process gets every point."""
    assert judged["honest"].verdict["score"] == 20
    assert judged["honest"].verdict["notes"] == []


def test_every_threat_is_covered() -> None:
    """The corpus has at least 60 attacks, on at least 20 lines of the threat table."""
    assert len(CORPUS) >= 60
    assert len({attack.threat for attack in CORPUS}) >= 20


@pytest.fixture(scope="module")
def weakened() -> Iterator[dict[tuple[str, ...], Zygote]]:
    """Warm processes that lack the layers which the controls take away."""
    with ExitStack() as stack:
        yield {
            names: stack.enter_context(Zygote(ROOMY, ALL_LAYERS - {Layer(n) for n in names}))
            for names in WITHOUT
        }


def forbidden_anyway(attack: Attack) -> bool:
    """Whether this machine forbids it to everyone like us, so that no control can be had."""
    setting = {
        "trace_the_grader": "/proc/sys/kernel/yama/ptrace_scope",
        "read_memory_across": "/proc/sys/kernel/yama/ptrace_scope",
        "io_uring": "/proc/sys/kernel/io_uring_disabled",
    }.get(attack.name)
    if setting is None:
        return attack.name == "become_root" and os.geteuid() != 0
    path = Path(setting)
    return path.exists() and path.read_text().strip() != "0"


@pytest.mark.parametrize("attack", CONTROLLED, ids=lambda attack: attack.name)
def test_without_its_defence(
    attack: Attack, weakened: dict[tuple[str, ...], Zygote], tmp_path: Path
) -> None:
    """With its defence taken away the attack succeeds: the test above is no accident."""
    if forbidden_anyway(attack):
        pytest.skip("this machine forbids it to every user")
    with ExitStack() as stack:
        ground = plant(tmp_path, stack)
        zygote = weakened[tuple(sorted(attack.without))]
        aim = {**ground.targets, "pids": [zygote.pid]}
        with Session(zygote, own_cells(attack, aim)) as session:
            runs = session.run()
        said = said_in([output for run in runs for output in run.outputs])
        assert "REACHED" in said, said
