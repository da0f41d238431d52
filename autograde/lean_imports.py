"""Import nbgrader for its gradebook alone, in a quarter of the processor time.

`import nbgrader` loads a web server, all of nbgrader's commands, nbconvert and setuptools, and
through jsonschema a grammar that is compiled anew each time. A gradebook needs none of it. Inside
`lean_imports` these are left out; nothing is lost: what was left out is imported when it is used.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

__all__ = ["lean_imports"]

OPTIONAL = ("rfc3987_syntax", "isoduration")
"""What jsonschema checks formats with that no notebook's schema has; it does without them."""

EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")

DEFERRED: dict[str, tuple[str, ...]] = {
    **{
        f"nbgrader.server_extensions.{name}": ("load_jupyter_server_extension",)
        for name in EXTENSIONS
    },
    "requests": (),
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
}
"""Modules that nbgrader imports and a gradebook never calls, with the functions taken from them."""


@contextlib.contextmanager
def lean_imports() -> Iterator[None]:
    """Leave out what a gradebook does not need, while nbgrader is imported.

    Modules that have been imported before stay as they are. The cyclic garbage collector rests
    meanwhile: it would look again and again at objects that all stay.
    """
    stand_ins: dict[str, Any] = {
        **dict.fromkeys(OPTIONAL),
        **{name: _Deferred(name, functions) for name, functions in DEFERRED.items()},
    }
    put = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    collects = gc.isenabled()
    gc.disable()
    sys.modules.update(put)
    try:
        yield
    finally:
        for name, module in put.items():
            if name in sys.modules and sys.modules[name] is module:
                del sys.modules[name]
        if collects:
            gc.enable()
        gc.freeze()


class _Deferred(ModuleType):
    """Stands in for a module: its functions import the real one when they are called."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, self._deferred(function))

    def _deferred(self, function: str) -> Callable[..., Any]:
        return lambda *args, **kwargs: getattr(self._real(), function)(*args, **kwargs)

    def _real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks whether this is a package
            raise AttributeError(name)
        return getattr(self._real(), name)
