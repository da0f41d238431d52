"""A class on a cluster: a real scheduler and two workers on this machine, one of them killed."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from class_factory import ASSIGNMENT, make_course, script_of, variant

from autograde.classroom import Classroom, EngineError, LocalEngine, Result, cluster
from autograde.classroom.cluster import DaskEngine

STUDENTS = {
    **{f"cheap{number}": variant(number) for number in range(6)},
    "fatima": script_of("fatima"),
    "goran": script_of("goran"),
}
PATIENCE = 300.0


@dataclass
class Cluster:
    """A scheduler's address, and the processes of its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    """Start a scheduler and two workers, as staff would, on loopback."""
    file = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    with contextlib.ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", *arguments, *common]
            process = stack.enter_context(
                subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
            )
            stack.callback(process.kill)
            return process

        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        place = str(tmp_path / "spill")
        worker = ("worker", "--nthreads", "1", "--no-nanny", "--local-directory", place)
        workers = [start(*worker) for _ in range(2)]
        yield Cluster(address_in(file, workers), workers)


def address_in(file: Path, workers: list[subprocess.Popen[bytes]]) -> str:
    """Return the scheduler's address, when all its workers have come."""
    from distributed import Client

    end = time.monotonic() + PATIENCE
    while not file.exists() or not file.read_text("utf-8").strip():
        assert time.monotonic() < end, "the scheduler did not start"
        time.sleep(0.05)
    address = str(json.loads(file.read_text("utf-8"))["address"])
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(len(workers), timeout=PATIENCE)
    return address


def test_a_cluster_grades_as_this_machine_does(tmp_path: Path, running: Cluster) -> None:
    """With one of two workers killed in mid-class, every verdict equals the local run's."""
    here = Classroom(make_course(tmp_path / "here", STUDENTS))
    there = Classroom(make_course(tmp_path / "there", STUDENTS))
    seed = there.course.kept / ASSIGNMENT / "seed"
    seed.parent.mkdir(parents=True)
    seed.write_text(str(here.store.seed(ASSIGNMENT)))
    local = here.autograde(ASSIGNMENT, engine=LocalEngine(2))
    victim = running.workers[0]

    def kill_one(result: Result) -> None:
        if victim.poll() is None:
            victim.kill()

    remote = there.autograde(ASSIGNMENT, engine=DaskEngine(running.address), done=kill_one)
    assert victim.wait() < 0
    assert running.workers[1].poll() is None
    assert remote.judged
    assert remote.results == local.results


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address where nobody answers is one sentence, and nothing is recorded."""
    monkeypatch.setattr(cluster, "PATIENCE", "1 s")
    room = Classroom(make_course(tmp_path / "course", {"ann": variant(1)}))
    with pytest.raises(EngineError, match="A cluster has a scheduler that answers") as caught:
        room.autograde(ASSIGNMENT, engine=DaskEngine("tcp://127.0.0.1:1"))
    assert "\n" not in str(caught.value)
    assert not (room.course.directory("autograded")).exists()


def test_distributed_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, the sentence says how to get it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match=r"convcourse\[dask\]"):
        DaskEngine("tcp://127.0.0.1:8786")


def test_a_cluster_and_jobs_exclude_each_other(tmp_path: Path) -> None:
    """`--dask` with `--jobs` is bad usage, in one sentence."""
    root = make_course(tmp_path / "course", {"ann": variant(1)})
    command = [sys.executable, "-m", "autograde", "autograde", ASSIGNMENT]
    run = subprocess.run(
        [*command, "--jobs", "2", "--dask", "tcp://127.0.0.1:1"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "both were given" in run.stderr
    assert "Traceback" not in run.stderr
