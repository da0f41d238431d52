"""The attacks that a grader makes upon itself. This file's text runs as student code.

Every attack returns what it got: an empty text where nothing. It uses the standard library only,
as a submission would, and does no lasting harm where it succeeds.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import importlib.util
import mmap
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

Targets = dict[str, Any]

PTRACE_SEIZE = 0x4206
"""Attach without stopping; the tracer's end detaches."""

WAIT_SECONDS = 60


def read_files(targets: Targets) -> str:
    """Read the planted file of each place."""
    return places(targets["canaries"], lambda path: Path(path).read_bytes())


def write_files(targets: Targets) -> str:
    """Make a file beside each planted one."""
    return places(targets["canaries"], lambda path: Path(path + ".written").write_text("x"))


def places(paths: dict[str, str], action: Any) -> str:
    """Return the names of the places where `action` works."""
    reached = []
    for name, path in paths.items():
        with contextlib.suppress(OSError):
            action(path)
            reached.append(name)
    return ", ".join(reached)


def use_network(targets: Targets) -> str:
    """Reach the grader's own listeners, and open the kinds of socket that need none."""
    unix, local = socket.AF_UNIX, "127.0.0.1"
    kinds = {
        "TCP": (socket.AF_INET, socket.SOCK_STREAM, (local, targets["tcp"])),
        "UDP": (socket.AF_INET, socket.SOCK_DGRAM, (local, targets["udp"])),
        "Unix": (unix, socket.SOCK_STREAM, targets["unix"]),
        "abstract": (unix, socket.SOCK_STREAM, "\0" + targets["abstract"]),
        "netlink": (getattr(socket, "AF_NETLINK", -1), socket.SOCK_RAW, None),
        "vsock": (getattr(socket, "AF_VSOCK", -1), socket.SOCK_STREAM, None),
        "packet": (getattr(socket, "AF_PACKET", -1), socket.SOCK_RAW, None),
    }
    reached = []
    for name, (family, kind, address) in kinds.items():
        with contextlib.suppress(OSError), socket.socket(family, kind) as sock:
            if address is not None:
                sock.settimeout(1)
                sock.connect(address)
                sock.send(b"x")
            reached.append(name)
    return ", ".join(reached)


def signal_others(targets: Targets) -> str:
    """Send the signal that does nothing to the grader's processes."""
    reached = []
    for name, pid in targets["processes"].items():
        if pid != os.getpid():  # else that number is ours here: we are in another namespace
            with contextlib.suppress(OSError):
                os.kill(pid, 0)
                reached.append(name)
    return ", ".join(reached)


def trace_others(targets: Targets) -> str:
    """Attach to the grader as a debugger does, or open its memory."""
    pid = targets["processes"]["the grader"]
    if pid == os.getpid():
        return ""
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/mem").open("rb"):
        return "the grader's memory"
    child = os.fork()
    if child == 0:
        ptrace = getattr(ctypes.CDLL(None), "ptrace", None)
        failed = ptrace is None or ptrace(PTRACE_SEIZE, pid, None, None) != 0
        os._exit(int(failed))
    return "" if os.waitpid(child, 0)[1] else "the grader"


def fork_without_end(targets: Targets) -> str:
    """Start threads and then processes until neither works, or it is clear that it goes on.

    The kernel counts both against one limit; threads are the cheaper ones.
    """
    most: int = targets["most_processes"]
    end = threading.Event()
    before = threading.stack_size(64 * 1024)
    threads, children = 0, list[int]()
    with contextlib.suppress(RuntimeError):
        while threads < most:
            _thread.start_new_thread(end.wait, ())
            threads += 1
    with contextlib.suppress(OSError):
        while threads + len(children) <= most:
            pid = os.fork()
            if pid == 0:
                time.sleep(WAIT_SECONDS)
                os._exit(0)
            children.append(pid)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    threading.stack_size(before)
    end.set()
    while _thread._count():
        time.sleep(0.001)
    started = 1 + threads + len(children)
    return f"{started} at a time" if started > most else ""


def eat_memory(targets: Targets) -> str:
    """Ask for more memory than is allowed."""
    mib = targets["most_mib"] + 1
    with contextlib.suppress(OSError, ValueError, MemoryError):
        mmap.mmap(-1, mib * 1024 * 1024).close()
        return f"{mib} MiB"
    return ""


def import_others(targets: Targets) -> str:
    """Find packages that know an answer or the whole job."""
    reached = []
    for name in targets["modules"]:
        with contextlib.suppress(Exception):
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.origin is not None:
                Path(spec.origin).read_bytes()
                reached.append(name)
    return ", ".join(reached)


def outlive(targets: Targets) -> str:
    """Leave a process behind in a session of its own; whether it lives on is seen outside."""
    if os.fork() == 0:
        with contextlib.suppress(OSError):
            os.setsid()
        time.sleep(WAIT_SECONDS)
        os._exit(0)
    return ""


ATTACKS = {
    "read files": read_files,
    "write files": write_files,
    "use the network": use_network,
    "signal other processes": signal_others,
    "trace other processes": trace_others,
    "leave a process behind": outlive,
    "use more memory than allowed": eat_memory,
    "import what it should not": import_others,
    # The last: a thread that has ended counts for a moment longer, and a fork might fail.
    "fork without end": fork_without_end,
}


def run_attacks(targets: Targets) -> dict[str, str]:
    """Make all attacks; return what each got."""
    return {name: attack(targets) for name, attack in ATTACKS.items()}
