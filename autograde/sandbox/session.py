"""One submission's code at work: its cells run once, then its functions answer calls.

Everything that arrives is bytes with a limit. A worker that is too slow, dies or breaks the
format is killed; the next request gets a new one, in which the cells have run again.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograde.graded import CellRun
from autograde.sandbox import wire
from autograde.sandbox.client import GraderFault, Zygote
from autograde.sandbox.replies import ended_words, out_of_memory, outputs_of, reply_of
from autograde.sandbox.requests import Request, request_of
from autograde.sandbox.times import descendants_cpu_seconds, family_memory_mib
from autograde.student import Call, Raised, Reply, Stopped

__all__ = ["CellRun", "Session"]

LOOK_SECONDS = 0.1
"""So often one looks how much memory a worker and its children have together."""


NEARLY = 15 / 16
"""Who uses this share of the memory at a look is stopped: a process that goes on until the kernel
refuses may spend many seconds on its own error, as an endless recursion does."""


class _WorkerLost(Exception):
    """The worker is dead or not to be trusted with another request; the text says why."""


SHORT_SECONDS = 2.0
"""All calls of one look get this long altogether."""

LOOKS_BEFORE = 10.0
"""A submission that has run for so many seconds is not looked at: running it again costs."""


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What came back for one request, and why it ended; `lost` when the worker went with it."""

    frames: tuple[wire.Frame, ...]
    cpu_seconds: tuple[float, ...]
    reason: str
    lost: bool = False


class Session:
    """One submission's code: its cells run once, then its functions answer calls.

    Parameters
    ----------
    zygote
        Where workers come from.
    cells
        The sources of the code cells, in order.

    Attributes
    ----------
    runs
        What each cell did the first time.
    cpu_seconds
        Processor time of all workers that have ended.
    fault
        What of ours broke, if anything did; then nothing can be said about the student.
    """

    def __init__(self, zygote: Zygote, cells: Sequence[str]) -> None:
        self._zygote = zygote
        self._limits = zygote.limits
        self._sources = dict(enumerate(cells))
        self._runs: dict[int, CellRun] = {}
        self._stops: Counter[str] = Counter()
        self._socket: socket.socket | None = None
        self._closed = False
        self._pid = 0
        self._spent = self._spent_on_cells = 0.0
        self._looks = True
        self._staying: bytes | None = None  # the number of the requests to a child that stays
        self.cpu_seconds = 0.0
        self.fault: GraderFault | None = None

    @property
    def runs(self) -> tuple[CellRun, ...]:
        """What each cell did, in order."""
        return tuple(run for _, run in sorted(self._runs.items()))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self._end()

    def run(self) -> tuple[CellRun, ...]:
        """Run all cells, unless that has been done; a cell that is stopped is left out.

        Raises
        ------
        GraderFault
            Where something of ours broke; it stays so for this session.
        """
        with self._ours():
            self._run()
        return self.runs

    def _run(self) -> None:
        while self._socket is None:
            with contextlib.suppress(_WorkerLost):
                self._start()

    @contextlib.contextmanager
    def _ours(self) -> Iterator[None]:
        """Remember a fault of ours; after the first there is no other answer."""
        if self.fault is not None:
            raise self.fault
        try:
            yield
        except GraderFault as fault:
            self.fault = fault
            raise

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """Make `calls` in order in one fresh child (see `autograde.student.Backend`).

        Raises
        ------
        GraderFault
            Where something of ours broke; it stays so for this session.
        """
        with self._ours():
            self._part()
            return self._answer(calls)

    def _answer(self, calls: Sequence[Call]) -> list[Reply]:
        replies: list[Reply] = []
        while len(replies) < len(calls):
            rest = calls[len(replies) :]
            name = rest[0].function
            if self._stops[name] >= self._limits.stops:
                replies.append(Stopped("it was stopped too often to be called again"))
            elif self._spent >= self._limits.submission_seconds:
                seconds = f"{self._limits.submission_seconds:g} s"
                replies.append(Stopped(f"the submission took more than {seconds} altogether"))
            else:
                replies += self._ask(rest)
        return replies

    @contextlib.contextmanager
    def looking(self) -> Iterator[Callable[[Request], list[Reply] | None]]:
        """Open one fresh child; what is yielded asks it, request after request.

        It returns the replies if all calls are answered soon, otherwise None. It counts no stop:
        whoever gets None asks again by `answer`, where that is counted. After it has cost a
        worker there is no second look, nor where a submission is slow. A fault of ours is kept
        for `answer` to raise.
        """
        try:
            yield self._look
        finally:
            with contextlib.suppress(GraderFault), self._ours():
                self._part()

    def _look(self, request: Request) -> list[Reply] | None:
        if not self._looks or self._spent > LOOKS_BEFORE:
            return None
        with contextlib.suppress(GraderFault), self._ours():
            replies, exchange = self._asked(request, SHORT_SECONDS, stay=True)
            self._looks = not exchange.lost
            return replies if len(replies) == len(request.calls) else None
        return None

    def _part(self) -> None:
        """Have the child leave that stays for looks, if there is one."""
        if self._staying is not None:
            exchange = self._exchange(wire.Frame({"do": "leave"}), 0, SHORT_SECONDS)
            if exchange.lost:
                self._looks = False
                self._end()

    # Cells

    def _start(self) -> None:
        """Run the cells in a new worker; one that takes it down raises `_WorkerLost`."""
        self._socket, self._pid = self._zygote.fork()
        for index, source in self._sources.items():
            known = self._runs.get(index)
            if known is None or not known.stopped:
                self._runs[index] = self._cell(index, source, known)

    def _cell(self, index: int, source: str, known: CellRun | None) -> CellRun:
        """Run one cell, for the first time or in a worker that follows another."""
        limits, before = self._limits, self._spent
        left = limits.submission_seconds - before
        if known is None:
            left = min(left, limits.notebook_seconds - self._spent_on_cells)
        if left <= 0:
            return CellRun(stopped="left out, as the cells before it took too long")
        try:
            outputs = self._run_cell(source, min(limits.cell_seconds, left))
        except _WorkerLost as lost:
            self._runs[index] = CellRun(stopped=str(lost))
            self._end()
            raise
        finally:
            if known is None:
                self._spent_on_cells += self._spent - before
        why = self._memory_words() if out_of_memory(outputs) else None
        return known or CellRun(outputs, why)

    def _run_cell(self, source: str, seconds: float) -> tuple[dict[str, Any], ...]:
        exchange = self._exchange(wire.Frame({"do": "run"}, source.encode()), 1, seconds)
        if not exchange.frames:
            raise _WorkerLost(exchange.reason)
        return outputs_of(exchange.frames[0])

    # Calls

    def _ask(self, calls: Sequence[Call]) -> list[Reply]:
        """Return the replies up to the first call that gets none, and that one's reason."""
        replies, exchange = self._asked(request_of(calls), self._limits.call_seconds)
        if len(replies) < len(calls):
            replies.append(Stopped(exchange.reason))
            self._stops[calls[len(replies) - 1].function] += exchange.lost
        return replies

    def _asked(
        self, request: Request, seconds: float, *, stay: bool = False
    ) -> tuple[list[Reply], _Exchange]:
        """Make calls in one child; return the replies that came, and how that ended."""
        self._run()
        head = {"do": "call", "calls": request.trees, "stay": stay}
        frame = wire.Frame(head, request.body)
        exchange = self._exchange(frame, len(request.calls), seconds, stay=stay)
        replies = list(map(self._reply, exchange.frames, request.calls, exchange.cpu_seconds))
        if exchange.lost:
            self._end()
        return replies, exchange

    def _reply(self, frame: wire.Frame, call: Call, cpu_seconds: float) -> Reply:
        try:
            reply = reply_of(frame, call, cpu_seconds)
        except wire.FrameError as error:
            return Stopped(f"its reply could not be read ({error})")
        if isinstance(reply, Raised) and "MemoryError" in reply.bases:
            return Stopped(self._memory_words())
        return reply

    def _memory_words(self) -> str:
        return f"it used more than {self._limits.memory_mib} MiB of memory"

    # Requests

    def _exchange(
        self, request: wire.Frame, count: int, seconds: float, *, stay: bool = False
    ) -> _Exchange:
        """Send `request`; collect up to `count` frames, each within `seconds` of the last.

        Where the child is to stay, all of them within `seconds`.
        """
        started = time.monotonic()
        try:
            return self._collect(request, count, seconds, stay)
        finally:
            self._spent += time.monotonic() - started

    def _collect(self, request: wire.Frame, count: int, seconds: float, stay: bool) -> _Exchange:
        nonce, self._staying = self._staying or secrets.token_bytes(wire.NONCE_BYTES), None
        assembler, frames, times = wire.Assembler(), list[wire.Frame](), list[float]()
        try:
            self._send(nonce, request, seconds)
            deadline = time.monotonic() + seconds
            while not stay or len(frames) < count:
                packet = self._packet(nonce, deadline, seconds)
                if packet.kind == wire.END:
                    # Where a child that stays has gone, or only says so, nobody knows who reads on.
                    ended = ended_words(packet.payload)
                    return _Exchange(tuple(frames), tuple(times), ended, lost=stay)
                frame = assembler.add(packet)
                if frame is not None and len(frames) < count:
                    frames.append(frame)
                    times.append(self._held(frame, nonce))
                    if not stay:
                        deadline = time.monotonic() + seconds
            self._staying = nonce
            return _Exchange(tuple(frames), tuple(times), "")
        except _WorkerLost as lost:
            return _Exchange(tuple(frames), tuple(times), str(lost), lost=True)
        except wire.FrameError as error:
            reason = f"it sent what is no answer ({error})"
            return _Exchange(tuple(frames), tuple(times), reason, lost=True)

    def _send(self, nonce: bytes, request: wire.Frame, seconds: float) -> None:
        assert self._socket is not None
        self._socket.settimeout(seconds)
        try:
            for data in wire.packets(nonce, request):
                self._socket.send(data)
        except OSError:
            raise self._gone() from None

    def _packet(self, nonce: bytes, deadline: float, seconds: float) -> wire.Packet:
        data = None
        while data is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise _WorkerLost(f"stopped after {seconds:g} s")
            data = self._receive(min(left, LOOK_SECONDS))
        if not data:
            raise self._gone()
        packet = wire.open_packet(data)
        if not secrets.compare_digest(packet.nonce, nonce):
            raise wire.FrameError("an answer carries its request's number")
        return packet

    def _gone(self) -> _WorkerLost:
        """Note that the worker has closed its end, which it does when it dies."""
        self._closed = True
        return _WorkerLost("it ended the notebook's process")

    def _receive(self, seconds: float) -> bytes | None:
        """Wait a while for a packet; None where none came and all is well with the worker."""
        assert self._socket is not None
        self._socket.settimeout(max(seconds, 0.001))
        try:
            return self._socket.recv(2 * wire.PACKET_BYTES)
        except TimeoutError:
            allowed = self._zygote.warm_mib + NEARLY * self._limits.memory_mib
            if family_memory_mib(self._pid, allowed) > allowed:
                raise _WorkerLost(self._memory_words()) from None
            return None
        except OSError:
            return b""

    def _held(self, frame: wire.Frame, nonce: bytes) -> float:
        """Where the child waits to be measured, read its processor time and let it go on."""
        if not frame.head.get("held"):
            return 0.0
        used = descendants_cpu_seconds(self._pid)
        assert self._socket is not None
        with contextlib.suppress(OSError):
            self._socket.send(nonce + wire.END)
        return used

    def _end(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = self._staying = None
            # What is alive now is lost to those who wait for it: count that first.
            used = descendants_cpu_seconds(self._pid)
            closed, self._closed = self._closed, False
            self.cpu_seconds += used + self._zygote.end(closed=closed)
