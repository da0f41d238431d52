"""The trusted handle of the zygote: starts it, has it fork workers and kill them."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from autograde.sandbox import wire
from autograde.sandbox.limits import Limits

__all__ = ["GraderFault", "Zygote", "clean_environment"]


class GraderFault(RuntimeError):
    """Something of ours broke; nothing can be said about the student."""


class Zygote:
    """The warm process that workers are forked from. One worker lives at a time.

    Attributes
    ----------
    limits
        What a worker may use.
    isolation
        How its workers are held; ``process``: in a process of their own, with limits.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.isolation = "process"
        self._scratch = Path(tempfile.mkdtemp(prefix="convcourse-"))
        self._control, theirs = wire.channel()
        arguments = [str(theirs.fileno()), json.dumps(dataclasses.asdict(self.limits))]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "autograde.sandbox.zygote", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=clean_environment(self._scratch),
            cwd="/",
        )
        theirs.close()
        self._receive()

    def fork(self) -> tuple[socket.socket, int]:
        """Start a worker; return our end of its channel, and its process id."""
        ours, theirs = wire.channel()
        with theirs:
            try:
                socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
            except OSError as error:
                raise GraderFault("the warm process is gone") from error
        return ours, int(self._receive())

    def end(self) -> float:
        """Kill the worker and all that it left; return their processor time in seconds."""
        try:
            self._control.send(b"end")
        except OSError as error:
            raise GraderFault("the warm process is gone") from error
        used = json.loads(self._receive())
        for folder in self._scratch.glob("scratch-*"):
            shutil.rmtree(folder, ignore_errors=True)
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

    def _receive(self) -> bytes:
        message = self._control.recv(4096)
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
    folder.mkdir(parents=True, exist_ok=True)
    return folder
