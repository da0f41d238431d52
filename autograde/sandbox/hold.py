"""Close in the warm process and its workers: namespaces, own root, Landlock, seccomp, limits.

`refusal` runs in a template; `enter` and then `enter_view` once in every zygote; `hold_worker` in
every worker, before student code. Each later step only takes rights away.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from autograde.sandbox import kernel
from autograde.sandbox.landlock import SCOPES_SINCE, landlock_version, restrict
from autograde.sandbox.limits import Limits, address_space, apply_limits
from autograde.sandbox.policy import Layer
from autograde.sandbox.syscalls import filter_here, install_filter
from autograde.sandbox.view import DEVICES, NOTHING, STUDENT, View, build_root, show_below_tmp

__all__ = ["Hold", "enter", "enter_view", "hold_worker", "refusal"]

NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWNS
)
NOBODY = 65534
WRITABLE_MIB = 64
SHARED_MIB = 16
INODES = 4096


@dataclass
class Hold:
    """What a warm process has closed in so far, for its workers.

    Attributes
    ----------
    limits
        What a worker may use.
    layers
        The layers that are in force or will be.
    view
        What a worker sees; known when the process is warm.
    missing
        Why a layer that was asked for is not there, by layer.
    scratch
        The folder for what is written, where there is no private file system.
    base_bytes
        Address space of the warm process, which workers start with.
    """

    limits: Limits
    layers: set[Layer]
    scratch: Path
    view: View = NOTHING
    missing: dict[Layer, str] = field(default_factory=dict)
    base_bytes: int = 0
    own_pids: int = -1

    def lose(self, layer: Layer, why: str) -> None:
        """Note that a layer cannot be had."""
        self.layers.discard(layer)
        self.missing[layer] = why


# The warm process ------------------------------------------------------------------------------


def enter(hold: Hold, refused: str, open_until_then: int) -> None:
    """Go on in new namespaces, where the machine allows; the caller's process stays as keeper.

    The new process is the first of its process namespace: when it dies, or the keeper does,
    the kernel kills all that is below it.

    Parameters
    ----------
    refused
        Why the machine does not allow it (see `refusal`).
    open_until_then
        A descriptor that the keeper has open until all of them have ended.
    """
    if Layer.NAMESPACES in hold.layers:
        if refused:
            hold.lose(Layer.NAMESPACES, refused)
        else:
            _enter_namespaces(open_until_then)
    if Layer.NAMESPACES not in hold.layers and Layer.VIEW in hold.layers:
        hold.lose(Layer.VIEW, "it needs namespaces")
    for layer, needed in ((Layer.LANDLOCK, landlock_version), (Layer.SECCOMP, filter_here)):
        try:
            needed()
        except OSError as error:
            if layer in hold.layers:
                hold.lose(layer, error.strerror or str(error))
    if Layer.NAMESPACES in hold.layers:
        hold.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    else:
        with contextlib.suppress(OSError):  # not Linux
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)


def refusal(scratch: Path) -> str:
    """Try in a child to enter namespaces and mount there; return why it fails, "" if it works."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _unshare_as_student()
            kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
            kernel.mount("none", str(scratch), "tmpfs", kernel.MS_NOSUID, "size=64k")
            kernel.set_mount_attributes(str(scratch), kernel.MOUNT_ATTR_RDONLY)
        except OSError as error:
            os.write(writing, (error.strerror or str(error)).encode()[:500] or b"refused")
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        why = answer.read().decode()
    os.waitpid(pid, 0)
    return why


def _enter_namespaces(open_until_then: int) -> None:
    _unshare_as_student()
    pid = os.fork()
    if pid:
        _keep(pid, open_until_then)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    socket.sethostname("student")


def _keep(pid: int, open_until_then: int) -> None:
    """Wait for the warm process and end as it does."""
    os.closerange(0, open_until_then)
    os.closerange(open_until_then + 1, 256)
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _unshare_as_student() -> None:
    """Enter new namespaces in which an ordinary user is the student.

    Where the grader is root, the student becomes an outside user with no rights; else it can
    only be the grader's own user, who has no capabilities and sees no files of theirs.
    """
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0:
        with contextlib.suppress(OSError):  # a container may forbid it
            os.setgroups([])
    ready, go = os.pipe()
    parent = os.getpid()
    helper = os.fork()
    if helper == 0:
        os.close(go)
        os.read(ready, 1)
        os._exit(_write_maps(parent, uid, gid))
    os.close(ready)
    kernel.unshare(NAMESPACES)
    os.close(go)
    _, status = os.waitpid(helper, 0)
    if status:
        raise OSError(os.waitstatus_to_exitcode(status), "no user could be mapped")


def _write_maps(pid: int, uid: int, gid: int) -> int:
    """Name the users of a process's new namespace; return 0 or the error's number."""
    folder = Path(f"/proc/{pid}")
    number = 0
    for also_nobody in dict.fromkeys([uid == 0, False]):
        inside = 0 if also_nobody else STUDENT
        more = f"\n{STUDENT} {NOBODY} 1" if also_nobody else ""
        try:
            (folder / "setgroups").write_text("deny")
            (folder / "uid_map").write_text(f"{inside} {uid} 1{more}")
            (folder / "gid_map").write_text(f"{inside} {gid} 1{more}")
        except OSError as error:
            number = error.errno or 1
        else:
            return 0
    return number


def enter_view(hold: Hold) -> None:
    """Measure the warm process, then move it into a root that holds only what students see."""
    hold.base_bytes = address_space()
    if Layer.VIEW in hold.layers:
        root = hold.scratch / "root"
        root.mkdir()
        build_root(root, hold.view)
        _move_to("/tmp")


# A worker --------------------------------------------------------------------------------------


def hold_worker(hold: Hold) -> None:
    """Take from this process, before student code runs in it, all that it does not need."""
    os.setsid()
    _quiet()
    if Layer.NAMESPACES in hold.layers:
        kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC)
    folder = _scratch_folder(hold)
    _move_to(folder)
    if Layer.LIMITS in hold.layers:
        apply_limits(hold.limits, hold.base_bytes, alone=Layer.NAMESPACES in hold.layers)
    if Layer.NAMESPACES in hold.layers:
        kernel.bound_capabilities()
        if os.geteuid() == 0:
            os.setresgid(STUDENT, STUDENT, STUDENT)
            os.setresuid(STUDENT, STUDENT, STUDENT)
        kernel.drop_capabilities()
    with contextlib.suppress(OSError):  # not Linux
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if Layer.LANDLOCK in hold.layers:
        _restrict_files(hold, folder)
    if Layer.SECCOMP in hold.layers:
        install_filter(signals=_signals_stay_inside(hold))


def _quiet() -> None:
    """Let what is written past Python's streams vanish; there is no terminal to reach."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _scratch_folder(hold: Hold) -> str:
    """Return a folder of this worker's own; in a private file system its size is limited."""
    if Layer.VIEW not in hold.layers:
        return tempfile.mkdtemp(prefix="scratch-", dir=hold.scratch)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    owner = f"uid={STUDENT},gid={STUDENT},mode=700,nr_inodes={INODES}"
    for place, mib in (("/tmp", WRITABLE_MIB), ("/dev/shm", SHARED_MIB)):
        kernel.mount("none", place, "tmpfs", flags, f"size={mib}m,{owner}")
    show_below_tmp()
    return "/tmp"


def _move_to(folder: str) -> None:
    os.chdir(folder)
    if tempfile.tempdir == folder:
        return  # the zygote has set what follows: in a worker it would copy pages
    os.environ.update(
        HOME=folder,
        TMPDIR=folder,
        IPYTHONDIR=f"{folder}/.ipython",
        MPLCONFIGDIR=f"{folder}/.matplotlib",
    )
    tempfile.tempdir = folder


def _restrict_files(hold: Hold, folder: str) -> None:
    if Layer.VIEW in hold.layers:
        restrict(["/"], [], [folder, "/dev/shm", *DEVICES])
    else:
        restrict(hold.view.readable(), hold.view.listable(), [folder, *DEVICES])


def _signals_stay_inside(hold: Hold) -> bool:
    """Whether another layer keeps signals from reaching processes outside."""
    if Layer.NAMESPACES in hold.layers:
        return True
    return Layer.LANDLOCK in hold.layers and landlock_version() >= SCOPES_SINCE
