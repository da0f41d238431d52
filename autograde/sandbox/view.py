"""Which files student code may see: the standard library, and what students install.

The list is worked out by the trusted side and handed to the warm process, which builds a root
of its own out of it (`build_root`). All paths keep their names, so nothing need be told that it
lives in another root.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograde.sandbox import kernel

__all__ = ["DEVICES", "NOTHING", "View", "build_root", "show_below_tmp", "student_view"]

DISTRIBUTION = "convcourse"
WORKER_NEEDS = ("ipython", "matplotlib-inline")

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
PROGRAMS = ("sh", "bash", "cat", "date", "echo", "env", "false", "head", "ls", "pwd", "true", "wc")
DATA = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/fonts")
LIBRARIES = ("/lib64", "/usr/lib64", "/lib/{multiarch}", "/usr/lib/{multiarch}")
PACKAGE_FOLDERS = ("site-packages", "dist-packages")

BELOW_TMP = Path("/.below-tmp")
"""A second name of the view's ``/tmp``, which every worker covers by one of its own."""

STUDENT = 1000
PASSWD = f"student:x:{STUDENT}:{STUDENT}::/tmp:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n"


@dataclass(frozen=True, slots=True)
class View:
    """Paths that student code sees, all read-only.

    Attributes
    ----------
    system
        The interpreter, its standard library, shared libraries, a few programs and data.
    hidden
        Folders inside of these that are empty in the sandbox: where other packages lie.
    packages
        Files and folders of the packages that students install, and `convlab`.
    """

    system: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...]

    def readable(self) -> list[str]:
        """Return the paths as a list that leaves out `hidden` (for Landlock, which only adds)."""
        found = [part for path in self.system for part in _without(Path(path), self.hidden)]
        return [*found, *self.packages, *DEVICES]

    def listable(self) -> list[str]:
        """Return the folders that the packages lie in: imports have to list them."""
        return sorted({str(Path(path).parent) for path in self.packages})


def _without(path: Path, hidden: Iterable[str]) -> Iterator[str]:
    """Yield `path`, or the parts of it that are not hidden."""
    if str(path) in hidden:
        return
    if any(Path(name).is_relative_to(path) for name in hidden):
        for child in path.iterdir():
            yield from _without(child, hidden)
    else:
        yield str(path)


NOTHING = View((), (), ())


@cache
def student_view() -> View:
    """Work out the view of this interpreter and its installed packages."""
    paths = sysconfig.get_paths()
    libraries = [
        name.format(multiarch=sysconfig.get_config_var("MULTIARCH") or "") for name in LIBRARIES
    ]
    folders = _existing([paths["stdlib"], paths["platstdlib"], *libraries])
    library = Path(sysconfig.get_config_var("LIBDIR") or "/")
    programs = [str(Path(folder) / name) for folder in ("/bin", "/usr/bin") for name in PROGRAMS]
    config = str(Path(sys.prefix) / "pyvenv.cfg")
    files = [*map(str, library.glob("libpython*.so*")), *_links(sys.executable), config]
    hidden = {
        str(found)
        for folder in folders
        for name in PACKAGE_FOLDERS
        for pattern in (name, f"*/{name}")
        for found in Path(folder).glob(pattern)
    }
    return View(
        (*folders, *_existing([*files, *programs, *DATA])),
        tuple(sorted(hidden)),
        tuple(_existing(_package_paths())),
    )


def _existing(paths: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(path for path in paths if os.path.lexists(path)))


def _links(path: str) -> list[str]:
    """Return `path` and, where it is a link, all that it leads to."""
    found = [path]
    while Path(found[-1]).is_symlink() and len(found) < 10:
        found.append(os.path.normpath(Path(found[-1]).parent / Path(found[-1]).readlink()))
    return found


def _package_paths() -> Iterator[str]:
    """Yield the top-level files and folders of every package that students install."""
    for name in sorted(_closure([DISTRIBUTION, *WORKER_NEEDS]) - {DISTRIBUTION}):
        distribution = importlib.metadata.distribution(name)
        # Its text is read, not `files`: that would take the time of a submission.
        record = distribution.read_text("RECORD") or "\n".join(map(str, distribution.files or ()))
        tops = {line.partition(",")[0].partition("/")[0] for line in record.splitlines()}
        tops -= {"..", "__pycache__"}
        yield from (str(distribution.locate_file(top)) for top in sorted(tops))
    lab = importlib.util.find_spec("convlab")
    assert lab is not None
    assert lab.origin is not None
    yield str(Path(lab.origin).parent)
    for file in importlib.metadata.distribution(DISTRIBUTION).files or ():
        if file.suffix == ".pth":  # how a checkout says where its packages lie
            yield str(file.locate())


def _closure(names: Iterable[str]) -> set[str]:
    """Return the installed packages that `names` need, themselves included."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            required = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # one that only another system needs
        found.add(name)
        for requirement in map(Requirement, required):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name.lower().replace("_", "-"))
    return found


# In the warm process ---------------------------------------------------------------------------


def build_root(root: Path, view: View) -> None:
    """Make a read-only root of `view` at the empty folder `root` and move into it.

    The process must be alone in its mount namespace.
    """
    kernel.mount("none", str(root), "tmpfs", kernel.MS_NOSUID, "size=4m,mode=755")
    for path in view.system:
        _show(root, Path(path))
    for path in view.hidden:
        place = root / Path(path).relative_to("/")
        kernel.mount("none", str(place), "tmpfs", kernel.MS_NOSUID, "size=1m,mode=755")
    for path in view.packages:
        _show(root, Path(path))
    for name in ("tmp", "dev/shm", "etc", "proc"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "etc/passwd").write_text(PASSWD)
    if any((root / "tmp").iterdir()):
        (root / BELOW_TMP.relative_to("/")).mkdir()
        _bind(root / "tmp", root / BELOW_TMP.relative_to("/"))
    kernel.set_mount_attributes(str(root), kernel.MOUNT_ATTR_NODEV)
    for device in DEVICES:
        _bind(Path(device), root / Path(device).relative_to("/"))
    kernel.set_mount_attributes(str(root), kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID)
    kernel.pivot_root(str(root))


def show_below_tmp() -> None:
    """Show again in a worker's own ``/tmp`` what the view has below ``/tmp``: a checkout, say."""
    if BELOW_TMP.is_dir():
        for source in BELOW_TMP.iterdir():
            _bind(source, Path("/tmp") / source.name)


def _show(root: Path, path: Path) -> None:
    place = root / path.relative_to("/")
    if os.path.lexists(place):
        return  # a folder above it is shown already
    place.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() and not path.is_dir():
        place.symlink_to(path.readlink())
        target = Path(os.path.normpath(path.parent / path.readlink()))
        if target.exists():
            _show(root, target)
    else:
        _bind(path, place)


def _bind(source: Path, place: Path) -> None:
    if source.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.touch()
    kernel.mount(str(source), str(place), None, kernel.MS_BIND | kernel.MS_REC)
