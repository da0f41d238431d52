"""Templates: zygotes of one share no more than libraries, and a template that dies is replaced."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograde.classroom import LocalEngine
from autograde.sandbox.attack import attack
from autograde.sandbox.client import Zygote
from autograde.sandbox.policy import ALL_LAYERS, Tier
from autograde.sandbox.session import Session
from autograde.sandbox.template import Template


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    """Return a template that all tests of this module share."""
    template = Template()
    yield template
    template.close()


def said(session: Session) -> str:
    """Run a session's cells and return what the last one printed."""
    return "".join(out.get("text", out.get("evalue", "")) for out in session.run()[-1].outputs)


def templates() -> list[psutil.Process]:
    """Return the templates that this process has started."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.ZombieProcess):  # what another test has left
            if "autograde.sandbox.zygote" in child.cmdline():
                found.append(child)
    return found


def process_of(template: Template) -> psutil.Process:
    """Return the process that a template's handle has started."""
    assert template._process is not None
    return psutil.Process(template._process.pid)


CHANGE = """
import numpy, os
numpy.pi = 3
open("/tmp/left", "w").close()
os.environ["LEFT"] = "1"
print(os.getpid())
"""

LOOK = """
import numpy, os, sys
print(numpy.pi, os.path.exists("/tmp/left"), os.environ.get("LEFT"), os.getpid(), end=" ")
print([name for name in sys.modules if name.startswith("autograde")])
"""


def test_zygotes_of_one_template_share_nothing_that_can_be_written(
    template: Template, needs_full_isolation: None
) -> None:
    """Two students at work at the same time see neither memory nor files of each other."""
    with (
        Zygote(layers=ALL_LAYERS, template=template) as one,
        Zygote(layers=ALL_LAYERS, template=template) as other,
        Session(one, [CHANGE]) as first,
        Session(other, [LOOK]) as second,
    ):
        assert said(first) == "1\n"
        assert said(second) == "3.141592653589793 False None 1 []\n"
        assert one.pid != other.pid
        (mine,), (theirs,) = one.workers(), other.workers()
        for kind in ("pid", "mnt", "ipc"):
            assert inside(mine, kind) != inside(theirs, kind)
        (mine,), (theirs,) = (
            psutil.Process(one.pid).children(),
            psutil.Process(other.pid).children(),
        )
        for kind in ("user", "net", "uts"):
            assert len({inside(pid, kind) for pid in (mine.pid, theirs.pid, os.getpid())}) == 3


def inside(pid: int, kind: str) -> int:
    """Return the number of a namespace that a process is in."""
    return Path(f"/proc/{pid}/ns/{kind}").stat().st_ino


def test_one_zygote_cannot_reach_another(template: Template, needs_full_isolation: None) -> None:
    """Neither a sibling, its worker nor the template can be signalled by a student."""
    process = process_of(template)
    with (
        Zygote(layers=ALL_LAYERS, template=template) as one,
        Zygote(layers=ALL_LAYERS, template=template) as other,
        Session(other, ["x = 1"]) as busy,
    ):
        busy.run()
        pids = [process.pid, one.pid, other.pid, *other.workers()]
        cell = f"import os\nfor pid in {pids}:\n  try: os.kill(pid, 9)\n  except OSError: pass\n"
        with Session(one, [f"{cell}print('tried')"]) as hostile:
            assert said(hostile) == "tried\n"
        assert all(psutil.pid_exists(pid) for pid in pids)
        assert attack(one).tier is Tier.FULL


def test_a_killed_template_takes_no_zygote_with_it_and_is_replaced() -> None:
    """Zygotes live on without it; the next one comes from a new template."""
    template = Template()
    with Zygote(template=template) as one:
        first = process_of(template)
        first.kill()
        first.wait()
        with Session(one, ["print(1)"]) as session:
            assert said(session) == "1\n"
        with Zygote(template=template) as two, Session(two, ["print(2)"]) as session:
            assert said(session) == "2\n"
            second = process_of(template)
        assert second.pid != first.pid
    template.close()
    assert not second.is_running()


def test_another_process_may_ask_and_starts_its_own_where_the_template_is_dead() -> None:
    """Whoever has the socket gets zygotes; when nobody answers there, it helps itself."""
    owner = Template()
    guest = Template(owner.start().dup())
    first = process_of(owner)
    with Zygote(template=guest) as one:
        assert psutil.Process(one.pid).ppid() == first.pid
    first.kill()
    first.wait()
    with Zygote(template=guest) as two, Session(two, ["print(2)"]) as session:
        assert said(session) == "2\n"
        assert psutil.Process(two.pid).ppid() == process_of(guest).pid
    guest.close()
    owner.close()


def test_a_template_ends_when_nobody_is_left_to_ask() -> None:
    """It is no owner's duty: the kernel closes the sockets of whoever is killed."""
    template = Template()
    requests = template.start()
    process = process_of(template)
    with Zygote(template=template) as zygote:
        requests.close()
        with Session(zygote, ["print(1)"]) as session:
            assert said(session) == "1\n"
    process.wait(timeout=60)
    template.close()


def test_what_students_use_of_the_processor_is_counted_as_the_graders() -> None:
    """Whoever measures a whole run, as the benchmarks do, finds the students' time in it."""
    busy = "import time\nwhile time.process_time() < 1.5: pass\nprint('done')"
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    template = Template()
    with (
        Zygote(layers=ALL_LAYERS, template=template) as zygote,
        Session(zygote, [busy]) as session,
    ):
        assert said(session) == "done\n"
    template.close()
    used = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before
    assert used > session.cpu_seconds > 1


def test_nothing_is_left_of_a_template_that_was_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prepared and then let go, in the middle of warming: no process and no folder stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = templates()
    engine = LocalEngine(2)
    engine.prepare()
    (process,) = [one for one in templates() if one not in before]
    del engine
    gc.collect()
    assert not process.is_running()
    engine = LocalEngine(2)
    engine.prepare()
    assert list(engine.grade([])) == []
    assert templates() == before
    assert not list(tmp_path.glob("convcourse-*"))


def test_a_lone_zygote_is_the_template_itself(tmp_path: Path) -> None:
    """Where one grader grades alone, no process stays beside its own."""
    before = templates()
    with Zygote() as zygote:
        assert [one.pid for one in templates() if one not in before] == [zygote.pid]
    assert templates() == before
