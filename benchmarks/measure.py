"""Run a command and measure it: wall time, processor time of all its processes, their memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Measured", "run_measured"]

PR_SET_CHILD_SUBREAPER = 36
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What one command took.

    Attributes
    ----------
    wall_seconds, cpu_seconds
        Time by the clock, and processor time of the command and all that it started.
    samples
        Share of the work done, and memory in MiB of one grading process (the mean over them).
    """

    wall_seconds: float
    cpu_seconds: float
    samples: tuple[tuple[float, float], ...] = ()


def run_measured(
    command: Sequence[str],
    folder: Path,
    *,
    progress: Callable[[], float] = lambda: 0.0,
    graders: Callable[[psutil.Process], list[psutil.Process]] = lambda process: [],
) -> Measured:
    """Run `command` in `folder`.

    Parameters
    ----------
    progress
        Tells the share of the work that is done.
    graders
        Picks the processes whose memory is sampled.
    """
    # Orphans come to us to be counted: not every process outlives those that it started.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, start = cpu_of_children(), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=-1)
    samples: list[tuple[float, float]] = []
    stop = threading.Event()

    def sample() -> None:
        watched = psutil.Process(process.pid)
        while not stop.wait(1.0):
            with contextlib.suppress(psutil.Error, ZeroDivisionError):
                sizes = [grader.memory_info().rss / MIB for grader in graders(watched)]
                samples.append((progress(), sum(sizes) / len(sizes)))

    watcher = threading.Thread(target=sample)
    watcher.start()
    _, errors = process.communicate()
    wall = time.perf_counter() - start
    stop.set()
    watcher.join()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    if process.returncode:
        raise RuntimeError(
            f"{command[0]} ended with {process.returncode}:\n{errors.decode()[-3000:]}"
        )
    return Measured(wall, cpu_of_children() - before, tuple(samples))


def cpu_of_children() -> float:
    """Return the processor time in seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
