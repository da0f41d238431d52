"""Interrupted and killed in the middle: the next run goes on, and nobody gets our faults' zero."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from class_factory import ASSIGNMENT, hand_in, make_course, variant
from nbgrader.api import Gradebook

from autograde.classroom import Classroom, LocalEngine
from autograde.handin import parse_script

SLEEPER = parse_script("# %% own\nimport time\ntime.sleep(6)\n")
STUDENTS = {"a": variant(1), "b": variant(2), "s": SLEEPER, "z": variant(3)}
PATIENCE = 300.0


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until `what` is true."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def journal(root: Path) -> list[str]:
    """Return the lines of what has been recorded."""
    path = root / "classroom" / "cache" / ASSIGNMENT / "recorded.jsonl"
    return path.read_text("utf-8").split("\n")[1:] if path.exists() else []


def kept(root: Path) -> dict[str, int]:
    """Return the verdicts that are kept, and when each was written."""
    folder = root / "classroom" / "cache" / ASSIGNMENT
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.json")}


@contextlib.contextmanager
def running(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `convcourse autograde` in a session of its own, as a terminal would."""
    command = [sys.executable, "-m", "autograde", "autograde", ASSIGNMENT, "--jobs", "1"]
    # Shells have programs in the background ignore Ctrl-C, and what these start inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        command, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("way", ["ctrl-c", "kill -9"])
def test_interrupted_run_goes_on(tmp_path: Path, way: str) -> None:
    """After Ctrl-C, and after kill -9, nothing is lost, graded twice or left running."""
    root = make_course(tmp_path / "course", STUDENTS)
    with running(root) as process:
        wait_for(lambda: len(kept(root)) == 2)
        below = psutil.Process(process.pid).children(recursive=True)
        if way == "ctrl-c":
            os.killpg(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
            assert process.returncode == 130
            assert "Interrupted. What was finished is kept" in errors
            assert "Traceback" not in errors
        else:
            process.kill()
        psutil.wait_procs(below, timeout=PATIENCE)
        assert not [child for child in below if child.is_running()]
    first = kept(root)
    recorded = journal(root)
    assert 2 <= len(first) < len(STUDENTS)

    report = Classroom(root).autograde(ASSIGNMENT)
    assert report.judged
    assert report.reused == len(first)
    assert {name: when for name, when in kept(root).items() if name in first} == first
    lines = journal(root)
    assert lines[: len(recorded)] == recorded
    assert len(lines) == len(STUDENTS)


PROGRAMS = {
    "template": "autograde.sandbox.zygote",
    "zygote": "autograde.sandbox.zygote",
    "grading process": "multiprocessing.forkserver",
}


def processes(kind: str) -> list[psutil.Process]:
    """Return this process's template, its zygotes (the keeper of each), or grading processes."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if PROGRAMS[kind] in " ".join(child.cmdline()):
                found += [child] if kind == "template" else child.children()
    return found


@pytest.mark.parametrize("victim", [*PROGRAMS])
def test_a_killed_process_loses_nothing(tmp_path: Path, victim: str) -> None:
    """Whichever process of ours is killed in mid-class, every submission is judged once."""
    students = {f"s{number}": variant(number) for number in range(5)}
    root = make_course(tmp_path / "course", students)
    room = Classroom(root)
    tasks, _ = room.take_in(ASSIGNMENT, room.submissions(ASSIGNMENT))
    graded = LocalEngine(2).grade(tasks)
    results = [next(graded)]
    processes(victim)[0].kill()
    results += graded
    assert sorted(task.student for task, _ in results) == sorted(students)
    assert all(one.verdict.judged for _, one in results)


def test_our_faults_are_nobodys_zero(tmp_path: Path) -> None:
    """A submission whose grading process dies every time is left to a person, and not recorded."""
    root = make_course(tmp_path / "course", {"ann": variant(1)})
    assert Classroom(root).autograde(ASSIGNMENT).judged
    hand_in(root, "sam", SLEEPER)
    victims: set[int] = set()

    def kill_twice() -> None:
        while len(victims) < 2:
            for zygote in processes("zygote"):
                with contextlib.suppress(psutil.Error):
                    if zygote.pid not in victims and zygote.children():
                        processes("grading process")[0].kill()
                        victims.add(zygote.pid)
            time.sleep(0.02)

    killer = threading.Thread(target=kill_twice)
    killer.start()
    report = Classroom(root).autograde(ASSIGNMENT, jobs=1)
    killer.join()
    results = {result.student: result for result in report.results}
    assert results["ann"].judged
    assert not results["sam"].judged
    assert not report.judged
    assert "died 2 times" in str(results["sam"].problem)
    with Gradebook(f"sqlite:///{root / 'classroom' / 'gradebook.db'}", "convcourse") as book:
        rows = book.assignment_submissions(ASSIGNMENT)
        assert [row.student.id for row in rows] == ["ann"]
    assert Classroom(root).autograde(ASSIGNMENT).judged
