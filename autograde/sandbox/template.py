"""The process that zygotes are forked from: it has loaded everything, once for a whole machine.

Loading takes half a second of a processor, a fork some milliseconds. All that a template and its
zygotes share is memory that nobody can write to: each zygote enters namespaces of its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path

from autograde.sandbox.channel import channel

__all__ = ["Template", "clean_environment", "font_cache"]


PATIENCE = 10.0
"""Seconds that the process gets to end in good order, when it has ended its warming."""


class Template:
    """The trusted handle of a template. Every process that holds its socket may ask for zygotes.

    The process starts when it is needed, and ends when nobody is left who could ask, and no zygote.

    Parameters
    ----------
    requests
        The socket of a template that another process has started.
    """

    def __init__(self, requests: socket.socket | None = None) -> None:
        self._requests = requests
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    def start(self) -> socket.socket:
        """Start the process, unless one runs, and do not wait until it is warm.

        Returns
        -------
        socket.socket
            What another process needs to ask for zygotes too.
        """
        if self._process is not None and self._process.poll() is not None:
            self.close()  # it was killed
        if self._requests is None:
            home = tempfile.mkdtemp(prefix="convcourse-")
            self._requests, theirs = channel()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-m", "autograde.sandbox.zygote", str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env=clean_environment(Path(home)),
                    cwd="/",
                    start_new_session=True,  # Ctrl-C is for those who use it to answer
                )
            self._end = weakref.finalize(self, _end, self._requests, self._process, home)
        return self._requests

    def fork(self, control: socket.socket, *, last: bool) -> None:
        """Have a zygote answer on `control`, whose other end the caller has.

        Parameters
        ----------
        last
            Whether nobody will ask again: then the template itself becomes the zygote.
        """
        message = b"last" if last else b"fork"
        try:
            socket.send_fds(self.start(), [message], [control.fileno()])
        except OSError:  # it was killed: a new one
            self.close()
            socket.send_fds(self.start(), [message], [control.fileno()])

    def close(self) -> None:
        """Let go of the template, and end it where it was started here."""
        self._end()
        if self._requests is not None:
            self._requests.close()
        self._requests = self._process = None


def _end(requests: socket.socket, process: subprocess.Popen[bytes], home: str) -> None:
    requests.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:  # somebody still has a zygote of it
        process.kill()
        process.wait()
    shutil.rmtree(home, ignore_errors=True)


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
