"""The trusted handle of the zygote: starts it, has it fork workers and kill them."""

from __future__ import annotations

import atexit
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from autograde.sandbox import wire
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import PROCESS_LAYERS, Layer, Tier
from autograde.sandbox.times import children_of
from autograde.sandbox.view import NOTHING, student_view

__all__ = ["GraderFault", "Zygote", "clean_environment"]

ANSWER_SECONDS = 120.0
"""Starting takes seconds on a busy machine; beyond this the warm process is broken."""


class GraderFault(RuntimeError):
    """Something of ours broke; nothing can be said about the student."""


class Zygote:
    """The warm process that workers are forked from. One worker lives at a time.

    Attributes
    ----------
    limits
        What a worker may use.
    isolation
        How firmly it was found to hold student code (see `autograde.sandbox.attack`).
    warm_mib
        Memory of the warm process, which every worker starts with.
    missing
        Why a layer that was asked for is not there, by layer.
    """

    def __init__(
        self, limits: Limits | None = None, layers: Iterable[Layer] = PROCESS_LAYERS
    ) -> None:
        self.limits = limits or Limits()
        self.isolation = Tier.PROCESS
        self._scratch = Path(tempfile.mkdtemp(prefix="convcourse-"))
        self._control, theirs = wire.channel()
        self._control.settimeout(ANSWER_SECONDS)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "autograde.sandbox.zygote", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=clean_environment(self._scratch),
            cwd="/",
        )
        theirs.close()
        chosen = frozenset(layers)
        self._send(json.dumps(self._settings(chosen)).encode())
        # Worked out while the other side warms up.
        view = student_view() if chosen & {Layer.VIEW, Layer.LANDLOCK} else NOTHING
        self._send(json.dumps(dataclasses.asdict(view)).encode())
        answer = json.loads(self._receive())
        self.missing = {Layer(name): str(why) for name, why in answer["missing"].items()}
        self.warm_mib = float(answer["mib"])
        self._apart = Layer.NAMESPACES in chosen and Layer.NAMESPACES not in self.missing

    def _settings(self, layers: Iterable[Layer]) -> dict[str, Any]:
        limits = dataclasses.asdict(self.limits)
        return {"limits": limits, "layers": [str(layer) for layer in layers]}

    def fork(self) -> tuple[socket.socket, int]:
        """Start a worker; return our end of its channel, and its process id."""
        ours, theirs = wire.channel()
        try:
            with theirs:
                self._send(b"fork", theirs.fileno())
            answer = json.loads(self._receive())
            if answer["fault"]:
                raise GraderFault(f"student code could not be closed in: {answer['fault']}")
        except GraderFault:
            ours.close()
            raise
        # Where processes are apart, the warm one only knows the number in its own namespace.
        return ours, next(iter(self.workers()), 0) if self._apart else int(answer["pid"])

    @property
    def pid(self) -> int:
        """The process that was started; the warm one itself, or the one that keeps it."""
        return self._process.pid

    def workers(self) -> list[int]:
        """Return the process ids, as seen from here, of what the warm process has forked."""
        warm = children_of(self.pid) if self._apart else [self.pid]
        return [worker for pid in warm for worker in children_of(pid)]

    def end(self, *, closed: bool = False) -> float:
        """Kill the worker and all that it left; return their processor time in seconds.

        Parameters
        ----------
        closed
            Whether the worker has closed its end: then it is dying, and how it died is told.

        Raises
        ------
        GraderFault
            Where somebody else had killed the worker: the student cannot have done that.
        """
        self._send(b"gone" if closed else b"end")
        used = json.loads(self._receive())
        for folder in self._scratch.glob("scratch-*"):
            shutil.rmtree(folder, ignore_errors=True)
        if used["killed"]:
            raise GraderFault("the process of the student's code was killed from outside")
        return float(used["cpu_seconds"])

    def close(self) -> None:
        """End the zygote and remove its scratch folder."""
        self._control.close()
        self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _send(self, message: bytes, *descriptors: int) -> None:
        try:
            socket.send_fds(self._control, [message], descriptors)
        except OSError as error:
            raise GraderFault("the warm process is gone") from error

    def _receive(self) -> bytes:
        try:
            message = self._control.recv(4096)
        except OSError as error:
            raise GraderFault(f"the warm process gave no answer: {error}") from error
        if not message:
            raise GraderFault("the warm process ended before it answered")
        return message


def clean_environment(scratch: Path) -> dict[str, str]:
    """Return the only environment variables that student code gets to see."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "IPYTHONDIR": str(scratch / "ipython"),
        "MPLCONFIGDIR": str(font_cache()),
        # One thread: a process with more can't be forked safely.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def font_cache() -> Path:
    """Return where Matplotlib keeps its list of fonts, so that it is made only once."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "convcourse" / "matplotlib"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that can't be written to, as containers have
        return _folder_of_this_process()
    return folder


@cache
def _folder_of_this_process() -> Path:
    folder = tempfile.mkdtemp(prefix="convcourse-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
