"""The trusted handle of a zygote: has it fork workers and kill them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograde.sandbox.channel import channel
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import PROCESS_LAYERS, Layer, Tier
from autograde.sandbox.template import Template
from autograde.sandbox.times import children_of
from autograde.sandbox.view import NOTHING, student_view

__all__ = ["GraderFault", "Zygote"]

ANSWER_SECONDS = 120.0
"""Starting takes seconds on a busy machine; beyond this the warm process is broken."""


class GraderFault(RuntimeError):
    """Something of ours broke; nothing can be said about the student."""


class Zygote:
    """The warm process that workers are forked from. One worker lives at a time.

    Parameters
    ----------
    limits
        What a worker may use.
    layers
        What is to hold it.
    template
        The process to fork this one from; by default one that is started for it alone.

    Attributes
    ----------
    limits
        What a worker may use.
    isolation
        How firmly it was found to hold student code (see `autograde.sandbox.attack`).
    warm_mib
        Memory of the warm process, which every worker starts with.
    pid
        The warm process itself, or the one that keeps it.
    missing
        Why a layer that was asked for is not there, by layer.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        layers: Iterable[Layer] = PROCESS_LAYERS,
        template: Template | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.isolation = Tier.PROCESS
        self._scratch = Path(tempfile.mkdtemp(prefix="convcourse-"))
        self._template, self._alone = template or Template(), template is None
        self._control, theirs = channel()
        self._control.settimeout(ANSWER_SECONDS)
        try:
            with theirs:
                self._template.fork(theirs, last=self._alone)
            self._tell(frozenset(layers))
        except BaseException:
            self.close()
            raise

    def _tell(self, layers: frozenset[Layer]) -> None:
        """Tell the zygote how it is to close itself in, and read what came of it."""
        self._send(json.dumps(self._settings(layers)).encode())
        # Worked out while the other side warms up.
        view = student_view() if layers & {Layer.VIEW, Layer.LANDLOCK} else NOTHING
        self._send(json.dumps(dataclasses.asdict(view)).encode())
        answer = json.loads(self._receive())
        self.missing = {Layer(name): str(why) for name, why in answer["missing"].items()}
        self.warm_mib = float(answer["mib"])
        self.pid = int(answer["pid"])
        self._apart = Layer.NAMESPACES in layers and Layer.NAMESPACES not in self.missing

    def _settings(self, layers: Iterable[Layer]) -> dict[str, Any]:
        limits = dataclasses.asdict(self.limits)
        chosen = [str(layer) for layer in layers]
        return {"limits": limits, "layers": chosen, "scratch": str(self._scratch)}

    def fork(self) -> tuple[socket.socket, int]:
        """Start a worker; return our end of its channel, and its process id."""
        ours, theirs = channel()
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
        with contextlib.suppress(OSError):  # it is gone already
            self._control.send(b"")
            while self._control.recv(4096):  # nothing comes once its last process has ended
                pass
        self._control.close()
        if self._alone:
            self._template.close()
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
