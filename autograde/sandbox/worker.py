"""The untrusted process: runs a notebook's cells and answers calls of its functions.

It is forked from the zygote and student code runs inside it, so nothing that it says is
believed. It knows no test and no answer. One request at a time:

``run``   executes a cell here, in the notebook's own namespace, and sends back its outputs;
``call``  forks a child that makes the calls, sends one frame each, and dies. If it is to stay,
          it goes on with the next request instead, until it is told ``leave``.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any

from autograde.sandbox import wire
from autograde.sandbox.pages import use_huge_pages
from autograde.sandbox.wire import Frame

__all__ = ["Shell", "serve", "warm_shell"]

OUTPUTS_LIMIT = 50
TEXT_LIMIT = 20_000
PICTURE_LIMIT = 2_000_000
MESSAGE_LIMIT = 500
FRAMES_LIMIT = 10

Bundle = dict[str, Any]
Shell = Any  # IPython's InteractiveShell, which is not typed


def warm_shell() -> Shell:
    """Load what notebooks use and make the IPython shell that every worker inherits."""
    gc.disable()  # nothing that is loaded here goes away again
    import matplotlib

    matplotlib.use("module://matplotlib_inline.backend_inline")
    with _short_docstrings():
        import matplotlib.pyplot
    import matplotlib_inline.backend_inline  # noqa: F401
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    import convlab.check
    import convlab.images  # noqa: F401

    class Shell(InteractiveShell):
        """A shell that keeps the traceback of a failing cell and prints nothing."""

        traceback_lines: tuple[str, ...] = ()
        silent = False

        def init_displayhook(self) -> None:
            """Publish a cell's last value as an output instead of printing it."""
            super().init_displayhook()  # type: ignore[no-untyped-call]
            self.display_trap.hook = self.publish_value

        def publish_value(self, value: object) -> None:
            """Display `value`, unless the cell ends in a semicolon."""
            formatter = self.display_formatter
            if value is not None and not self.silent and formatter is not None:
                data, metadata = formatter.format(value)  # type: ignore[no-untyped-call]
                self.display_pub.publish(data, metadata)

        def enable_gui(self, gui: str | None = None) -> None:
            """There is no window system here; ``%matplotlib`` must work all the same."""

        def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
            """Format a failing cell's traceback, without the middle of a long one."""
            kind, error, trace = self._get_exc_info(exc_tuple)  # type: ignore[no-untyped-call]
            _shorten(trace)
            super().showtraceback((kind, error, trace), *args, **kwargs)

        def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
            self.traceback_lines = tuple(stb)

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    shell: Any = Shell.instance(config=config)
    shell.run_line_magic("matplotlib", "inline")
    run_cell(shell, "1 / 0")  # what a first cell and a first traceback load is shared, too
    shell.traceback_lines = ()
    gc.freeze()  # the collector would touch, and so copy, every inherited page
    gc.enable()
    use_huge_pages()
    return shell


@contextlib.contextmanager
def _short_docstrings() -> Iterator[None]:
    """Have Matplotlib leave the tables of properties out of its docstrings while it is loaded.

    It would spend a seventh of the warming on what no notebook reads.
    """
    from matplotlib import artist

    kwdoc, artist.kwdoc = artist.kwdoc, lambda artist: ""
    try:
        yield
    finally:
        artist.kwdoc = kwdoc


def _shorten(trace: TracebackType | None) -> None:
    """Leave the outermost and the innermost frames of a traceback.

    IPython formats every frame; after an endless recursion that takes many seconds.
    """
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * FRAMES_LIMIT:
        frames[FRAMES_LIMIT - 1].tb_next = frames[-FRAMES_LIMIT]


# Cells -----------------------------------------------------------------------------------------


@dataclass
class _Spool:
    """Bounded text of one stream of a cell."""

    name: str
    limit: int = TEXT_LIMIT
    size: int = 0

    def __post_init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        room = max(self.limit - self.size, 0)
        if room:
            self.parts.append(text[:room])
        self.size += len(text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False

    def outputs(self) -> list[Bundle]:
        text = "".join(self.parts)
        if self.size > self.limit:
            text += f"\n[cut: {self.size - self.limit} more characters]\n"
        return [{"output_type": "stream", "name": self.name, "text": text}] if text else []


def run_cell(shell: Shell, source: str) -> list[Bundle]:
    """Execute one cell and return its outputs as notebook outputs, bounded in number and size."""
    from IPython.utils.capture import RichOutput, capture_output

    out, err = _Spool("stdout"), _Spool("stderr")
    shell.silent = source.rstrip().endswith(";")
    with capture_output(stdout=False, stderr=False) as captured, _streams(out, err):
        result = shell.run_cell(source, store_history=False)
        shell.events.trigger("post_execute")
    displayed: list[RichOutput] = list(captured.outputs)
    outputs = out.outputs() + err.outputs()
    for rich in displayed[:OUTPUTS_LIMIT]:
        bundle = _bounded(rich.data)
        if bundle:
            outputs.append({"output_type": "display_data", "data": bundle, "metadata": {}})
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        outputs.append(_error(shell, error))
    return outputs


@contextlib.contextmanager
def _streams(out: _Spool, err: _Spool) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _bounded(data: Any) -> Bundle:
    """Keep a picture and a plain text of a displayed object, each below its limit."""
    from base64 import b64encode

    kept: Bundle = {}
    picture = data.get("image/png") if isinstance(data, dict) else None
    if isinstance(picture, bytes):
        picture = b64encode(picture).decode()
    if isinstance(picture, str) and len(picture) <= PICTURE_LIMIT:
        kept["image/png"] = picture
    text = data.get("text/plain") if isinstance(data, dict) else None
    if isinstance(text, str):
        kept["text/plain"] = text[:TEXT_LIMIT]
    return kept


def _error(shell: Shell, error: BaseException) -> Bundle:
    lines = "\n".join(map(str, shell.traceback_lines))[-TEXT_LIMIT:].split("\n")
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": _message(error),
        "traceback": lines,
    }


def _message(error: BaseException) -> str:
    try:
        return str(error)[:MESSAGE_LIMIT]
    except Exception:  # the student's own class may raise when it is read
        return ""


# Calls -----------------------------------------------------------------------------------------


def answer_call(shell: Shell, tree: Any, body: bytes) -> Frame:
    """Make one call and describe what came of it."""
    function = shell.user_ns.get(tree["function"])
    if not callable(function):
        return Frame({"reply": "missing"})
    args = wire.decode(tree["args"], body)
    kwargs = wire.decode(tree["kwargs"], body)
    before = _encoded(args)
    try:
        value = function(*args, **kwargs)
    except BaseException as error:
        bases = [base.__name__ for base in type(error).__mro__][:10]
        head = {"type": bases[0], "bases": bases, "message": _message(error)}
        return Frame({"reply": "raised", **head})
    sent = bytearray()
    described = wire.encode(rectangular(value), sent)
    # Most functions leave their arguments alone: then nobody needs them back.
    kept = wire.UNCHANGED if _encoded(args) == before else wire.encode(args, sent)
    return Frame({"reply": "returned", "value": described, "args": kept}, bytes(sent))


def _encoded(args: tuple[Any, ...]) -> tuple[Bundle, bytearray]:
    body = bytearray()
    return wire.encode(args, body), body


def rectangular(value: Any) -> Any:
    """Turn nested lists of numbers into the array that they write down."""
    import numpy as np

    if not isinstance(value, (list, tuple)):
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        return value
    return array if array.dtype.kind in "biuf" and array.size else value


def _child(shell: Shell, sock: socket.socket, nonce: bytes, request: Frame) -> None:
    """Answer all calls of one request, in order, in this fresh process."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    _reply_to_calls(shell, sock, nonce, request)
    while request.head["stay"] and (following := _read(sock)) is not None:
        nonce, request = following
        if request.head["do"] == "leave":
            break
        _reply_to_calls(shell, sock, nonce, request)


def _reply_to_calls(shell: Shell, sock: socket.socket, nonce: bytes, request: Frame) -> None:
    if request.head["stay"]:  # all together or nothing: one by one, each would wake the grader
        frames = [answer_call(shell, tree, request.body) for tree in request.head["calls"]]
        _send(sock, nonce, *frames)
        return
    for tree in request.head["calls"]:
        frame = answer_call(shell, tree, request.body)
        frame.head["held"] = tree["timed"]
        _send(sock, nonce, frame)
        if tree["timed"]:
            # The grader reads this process's times from outside; then it says a word.
            sock.recv(1)


def _send(sock: socket.socket, nonce: bytes, *frames: Frame) -> None:
    for data in [data for frame in frames for data in wire.packets(nonce, frame)]:
        sock.send(data)


def _needs_child(shell: Shell, request: Frame) -> bool:
    """Whether anything of the student's may run."""
    names = [tree["function"] for tree in request.head["calls"]]
    return request.head["stay"] or any(callable(shell.user_ns.get(name)) for name in names)


def fork_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked child and return its wait status."""
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            work()
        os._exit(0)
    return os.waitpid(pid, 0)[1]


# The loop --------------------------------------------------------------------------------------


def serve(shell: Shell, sock: socket.socket) -> None:
    """Answer requests on `sock` until it is closed."""
    while (request := _read(sock)) is not None:
        nonce, frame = request
        if frame.head["do"] == "run":
            outputs = run_cell(shell, frame.body.decode())
            _send(sock, nonce, Frame({"reply": "outputs"}, json.dumps(outputs).encode()))
            sock.send(nonce + wire.END)
        elif frame.head["do"] == "call":
            status = 0
            if _needs_child(shell, frame):
                status = fork_child(partial(_child, shell, sock, nonce, frame))
            else:
                _reply_to_calls(shell, sock, nonce, frame)
            sock.send(nonce + wire.END + str(status).encode())
        # else a child was told to leave that has gone already


def _read(sock: socket.socket) -> tuple[bytes, Frame] | None:
    assembler = wire.Assembler()
    while True:
        data = sock.recv(2 * wire.PACKET_BYTES)
        if not data:
            return None
        packet = wire.open_packet(data)
        frame = assembler.add(packet)
        if frame is not None:
            return packet.nonce, frame
