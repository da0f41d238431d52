"""The warm process: loads what notebooks use and an IPython shell once, then forks.

First it is a *template*: for each grader that asks, it forks a *zygote*, or becomes one itself
when nobody will ask again. A zygote closes itself in, speaks with its grader over one socket, and
forks workers: ``fork`` (with the worker's end of a channel) starts one, ``end`` kills it and all
that it left behind. One worker lives at a time. Where there are namespaces, a worker is the first
process of one, and the kernel ends all others with it; else whatever is alive below the zygote is
killed. Neither template nor zygote ever runs student code.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

from autograde.sandbox import kernel
from autograde.sandbox.hold import Hold, enter, enter_view, hold_worker, refusal
from autograde.sandbox.limits import Limits
from autograde.sandbox.policy import Layer
from autograde.sandbox.times import children_of, resident_mib
from autograde.sandbox.view import View
from autograde.sandbox.worker import Shell, serve, warm_shell

SETTINGS_BYTES = 1024 * 1024
DESCRIPTORS = 1024

DYING_SECONDS = 1.0
"""Student code may close the channel and live on: then this is lost, and it is killed."""


def main() -> None:
    """Warm up; serve a grader in every zygote until its end is closed."""
    home = Path(os.environ["HOME"])
    refused = refusal(home)  # it forks, which is cheap as long as nothing is loaded
    shell = warm_shell()
    forget_ourselves()
    shutil.rmtree(home, ignore_errors=True)
    mib = resident_mib(os.getpid())
    control = asked_for(socket.socket(fileno=int(sys.argv[1])))
    if control is not None:
        serve_grader(control, shell, refused, mib)
    os._exit(0)  # taking down all that was loaded would take longer than a submission


def asked_for(requests: socket.socket) -> socket.socket | None:
    """Wait until zygotes are asked for, and fork them.

    Returns
    -------
    socket.socket or None
        In a zygote its grader's socket; in the template None, when nobody can ask any more and
        all zygotes have ended.
    """
    signal.signal(signal.SIGCHLD, _bury)
    with requests, contextlib.suppress(ConnectionError):
        while True:
            message, descriptors, _, _ = socket.recv_fds(requests, 64, 1)
            if not message:
                break
            if message == b"last" or os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return socket.socket(fileno=descriptors[0])
            os.close(descriptors[0])
    with contextlib.suppress(ChildProcessError):  # until there is none left
        while True:
            os.wait()
    return None


def _bury(*_: object) -> None:
    """Wait for the zygotes that have ended, so that the kernel counts their processor time."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve_grader(control: socket.socket, shell: Shell, refused: str, mib: float) -> None:
    """Close this process in, then fork and kill workers until the grader closes its end.

    Parameters
    ----------
    refused
        Why no namespaces can be had here, "" where they can.
    mib
        Memory of this process.
    """
    pid = os.getpid()
    hold = hold_of(json.loads(control.recv(SETTINGS_BYTES)))
    enter(hold, refused, control.fileno())
    view = json.loads(control.recv(SETTINGS_BYTES))
    hold.view = View(**{name: tuple(paths) for name, paths in view.items()})
    enter_view(hold)
    missing = {str(layer): why for layer, why in hold.missing.items()}
    control.send(json.dumps({"missing": missing, "mib": mib, "pid": pid}).encode())
    worker = 0
    with contextlib.suppress(ConnectionError):
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
            if not message:
                break
            if message == b"fork":
                worker, fault = fork_worker(shell, descriptors[0], hold)
                answer: dict[str, object] = {"pid": worker, "fault": fault}
            else:
                answer, worker = end_workers(worker, hold, dying=message == b"gone"), 0
            control.send(json.dumps(answer).encode())
    end_workers(worker, hold, dying=False)


def hold_of(settings: dict[str, object]) -> Hold:
    """Read what the grader asks for (see `autograde.sandbox.client.Zygote`)."""
    limits, layers = settings["limits"], settings["layers"]
    assert isinstance(limits, dict)
    assert isinstance(layers, list)
    scratch = Path(str(settings["scratch"]))
    return Hold(Limits(**limits), {Layer(name) for name in layers}, scratch)


def fork_worker(shell: Shell, descriptor: int, hold: Hold) -> tuple[int, str]:
    """Fork the worker that answers on `descriptor`.

    Returns
    -------
    pid : int
        Its process id, as seen here.
    fault : str
        Why it could not be held as it should; then it runs nothing.
    """
    apart = Layer.NAMESPACES in hold.layers
    if apart:
        kernel.unshare(kernel.CLONE_NEWPID)  # what is forked next is the first of its own
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _hold_or_tell(hold, writing)
            os.closerange(3, descriptor)
            os.closerange(descriptor + 1, DESCRIPTORS)
            serve(shell, socket.socket(fileno=descriptor))
        finally:
            os._exit(0)
    os.close(descriptor)
    os.close(writing)
    if apart:
        kernel.setns(hold.own_pids, kernel.CLONE_NEWPID)
    with os.fdopen(reading, "rb") as told:
        return pid, told.read().decode(errors="replace")


def _hold_or_tell(hold: Hold, writing: int) -> None:
    """Close this process in; where that fails, write why to a pipe and end."""
    try:
        hold_worker(hold)
    except BaseException as error:
        os.write(writing, f"{type(error).__name__}: {error}".encode()[:500])
        os._exit(1)
    os.close(writing)


def forget_ourselves() -> None:
    """Leave no module of this project behind for student code to find."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograde"]:
        del sys.modules[name]


def end_workers(worker: int, hold: Hold, *, dying: bool) -> dict[str, object]:
    """Kill the worker and all that it left, and wait until none is left; say what came of it.

    Parameters
    ----------
    dying
        Whether the worker has closed its end, so that it will be dead in a moment.

    Returns
    -------
    dict
        ``cpu_seconds``: processor time of those that have ended, as the kernel counted it;
        ``killed``: whether the worker was dead already, by a signal that nothing in its own
        namespace can send it.
    """
    cpu, killed = 0.0, False
    apart = Layer.NAMESPACES in hold.layers
    if apart and worker:
        worker, cpu, killed = _look_after(worker, DYING_SECONDS if dying else 0.0)
    while True:
        # The first process of a namespace takes all others with it; else they are found here.
        pids = [worker] if apart else _children(worker)
        for pid in filter(None, pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return {"cpu_seconds": cpu, "killed": killed}
        cpu += usage.ru_utime + usage.ru_stime


def _look_after(worker: int, seconds: float) -> tuple[int, float, bool]:
    """Return the worker if it is alive, else 0, its processor time, and whether it was killed.

    A worker that dies closes its files some time before it can be waited for; it gets `seconds`.
    """
    end = time.monotonic() + seconds
    pid, status, usage = os.wait4(worker, os.WNOHANG)
    while not pid and time.monotonic() < end:
        time.sleep(0.002)
        pid, status, usage = os.wait4(worker, os.WNOHANG)
    if not pid:
        return worker, 0.0, False
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return 0, usage.ru_utime + usage.ru_stime, killed


def _children(worker: int) -> list[int]:
    """Return this process's children, adopted orphans included; where nobody tells, the worker."""
    pid = os.getpid()
    return children_of(pid) if Path(f"/proc/self/task/{pid}").exists() else [worker]


if __name__ == "__main__":
    main()
