"""The warm process: loads NumPy, Matplotlib and an IPython shell once, then forks workers.

It never runs student code. It speaks with the grader over one socket: ``fork`` (with the
worker's end of a channel) starts a worker, ``end`` kills it and all that it left behind. One
worker lives at a time, so whatever else is alive below this process is to be killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from autograde.sandbox.limits import Limits, apply_limits
from autograde.sandbox.worker import Shell, serve, warm_shell

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Serve the grader until it closes its end."""
    control = socket.socket(fileno=int(sys.argv[1]))
    limits = Limits(**json.loads(sys.argv[2]))
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    shell = warm_shell()
    control.send(b"ready")
    with contextlib.suppress(ConnectionError):
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
            if not message:
                break
            if message == b"fork":
                control.send(str(fork_worker(shell, control, descriptors[0], limits)).encode())
            else:
                control.send(json.dumps(end_workers()).encode())
    end_workers()


def fork_worker(shell: Shell, control: socket.socket, descriptor: int, limits: Limits) -> int:
    """Fork the worker that answers on `descriptor`; return its process id."""
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            _enter(limits)
            serve(shell, socket.socket(fileno=descriptor))
        finally:
            os._exit(0)
    os.close(descriptor)
    return pid


def _enter(limits: Limits) -> None:
    """Leave the grader's session and folder, and take on the limits."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    os.chdir(tempfile.mkdtemp(prefix="scratch-", dir=os.environ["TMPDIR"]))
    apply_limits(limits)


def end_workers() -> dict[str, float]:
    """Kill every process below this one, until none is left; return what they used.

    Returns
    -------
    dict
        ``cpu_seconds``: processor time of all of them, as the kernel counted it.
    """
    cpu = 0.0
    while True:
        for pid in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return {"cpu_seconds": cpu}
        cpu += usage.ru_utime + usage.ru_stime


def _children() -> list[int]:
    """Return this process's children, adopted orphans included."""
    text = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in text.split()]


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    main()
