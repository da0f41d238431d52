"""Submitted files are read once, as regular files, and nothing else is."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from autograde.snapshot import BYTES_LIMIT, IntakeError, read_once


def submitted(tmp_path: Path) -> Path:
    """Make the folder of a submission and return the notebook's path in it."""
    path = tmp_path / "submitted" / "ada" / "hw1" / "hw1.ipynb"
    path.parent.mkdir(parents=True)
    return path


def test_reads_the_bytes(tmp_path: Path) -> None:
    """A regular file's bytes come back as they are, with and without a folder of submissions."""
    path = submitted(tmp_path)
    path.write_bytes(b"\x00\xff\r\n")
    assert read_once(path) == read_once(path, tmp_path / "submitted") == b"\x00\xff\r\n"


def test_no_file(tmp_path: Path) -> None:
    """A missing file is said to be missing."""
    with pytest.raises(IntakeError, match=r"^a notebook file was expected; there is none\.$"):
        read_once(tmp_path / "none.ipynb")


@pytest.mark.parametrize("target", ["real", "nowhere", "/dev/zero"])
def test_link(tmp_path: Path, target: str) -> None:
    """A link is refused, wherever it leads."""
    (tmp_path / "real").write_bytes(b"{}")
    link = tmp_path / "link.ipynb"
    link.symlink_to(target)
    with pytest.raises(IntakeError, match="this is a link"):
        read_once(link)


@pytest.mark.parametrize("depth", [0, 1])
def test_link_on_the_way(tmp_path: Path, depth: int) -> None:
    """No folder among the submissions may be a link; above them the course may use links."""
    path = submitted(tmp_path)
    path.write_bytes(b"{}")
    real = path.parents[depth]
    elsewhere = real.rename(tmp_path / "elsewhere")
    real.symlink_to(elsewhere)
    assert read_once(path) == b"{}"
    with pytest.raises(IntakeError, match="a folder on the way to it is a link"):
        read_once(path, tmp_path / "submitted")


def test_link_above(tmp_path: Path) -> None:
    """The folder of all submissions may itself be a link: staff made it."""
    path = submitted(tmp_path)
    path.write_bytes(b"{}")
    (tmp_path / "link").symlink_to(tmp_path / "submitted")
    linked = tmp_path / "link" / "ada" / "hw1" / "hw1.ipynb"
    assert read_once(linked, tmp_path / "link") == b"{}"


def test_two_names(tmp_path: Path) -> None:
    """A hard link to another's file is refused among the submissions."""
    path = submitted(tmp_path)
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(b"{}")
    path.hardlink_to(secret)
    with pytest.raises(IntakeError, match=r"has one name; this one has 2 \(hard links\)"):
        read_once(path, tmp_path / "submitted")


def test_named_pipe(tmp_path: Path) -> None:
    """A named pipe that nobody writes to is refused at once."""
    pipe = tmp_path / "pipe.ipynb"
    os.mkfifo(pipe)
    reader = threading.Thread(target=pytest.raises, args=(IntakeError, read_once, pipe))
    reader.daemon = True
    reader.start()
    reader.join(10)
    assert not reader.is_alive()
    with pytest.raises(IntakeError, match="this is a named pipe"):
        read_once(pipe)


def test_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is refused."""
    monkeypatch.chdir(tmp_path)  # addresses of sockets are short
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("sock.ipynb")
        with pytest.raises(IntakeError, match="this is a socket"):
            read_once(tmp_path / "sock.ipynb")


def test_device() -> None:
    """A device is refused before it is opened."""
    with pytest.raises(IntakeError, match="this is a device"):
        read_once(Path("/dev/zero"))


def test_folder(tmp_path: Path) -> None:
    """A folder is refused, also where a file is said to be in it."""
    with pytest.raises(IntakeError, match="this is a folder"):
        read_once(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(IntakeError, match="a notebook is a readable file"):
        read_once(tmp_path / "file" / "more.ipynb")


def test_too_large(tmp_path: Path) -> None:
    """The largest file is taken, one byte more is refused, and a sparse giant is not read."""
    path = tmp_path / "large.ipynb"
    path.write_bytes(b" " * BYTES_LIMIT)
    assert len(read_once(path)) == BYTES_LIMIT
    for size in (BYTES_LIMIT + 1, 2**40):
        os.truncate(path, size)
        with pytest.raises(IntakeError, match=r"at most 20 MiB; this has more\."):
            read_once(path)


def open_files() -> list[Path]:
    """Return this process's open files, where the system lists them."""
    folder = Path("/proc/self/fd")
    return sorted(folder.iterdir()) if folder.exists() else []


def test_leaves_nothing_open(tmp_path: Path) -> None:
    """Refusals and successes alike close what they opened."""
    path = submitted(tmp_path)
    path.write_bytes(b"{}")
    before = open_files()
    for _ in range(3):
        read_once(path, tmp_path / "submitted")
        with pytest.raises(IntakeError):
            read_once(path.parent, tmp_path / "submitted")
    assert open_files() == before
