"""nbgrader without its web server, while it is imported; all of it, when it is used."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

LEAN = """
import gc, sys
from autograde.lean_imports import lean_imports
with lean_imports():
    import nbgrader.api, nbformat
"""
LEFT_OUT = {"jupyter_server", "lark", "nbconvert", "notebook", "requests", "setuptools"}


def said(code: str, *arguments: str) -> str:
    """Return what a new process prints that has imported nbgrader lean."""
    command = [sys.executable, "-c", LEAN + code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_what_a_gradebook_never_uses_is_left_out() -> None:
    """The web server, nbconvert, the grammar and others are not loaded; the collector is on."""
    assert said(f"print({LEFT_OUT} & set(sys.modules), gc.isenabled())") == "set() True"


def test_what_was_left_out_is_there_when_it_is_used(tmp_path: Path) -> None:
    """A deferred function does its work, and every module can be imported afterwards."""
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("ada.ipynb", "{}")
    code = """
import nbgrader.utils, nbgrader.auth.jupyterhub
nbgrader.utils.unpack_archive(*sys.argv[1:])
print(nbgrader.auth.jupyterhub.requests.codes.ok)
import nbconvert, requests, rfc3987_syntax, setuptools.archive_util
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions import formgrader
print(callable(requests.get), formgrader.load_jupyter_server_extension.__module__)
"""
    there = said(code, str(archive), str(tmp_path / "there")).splitlines()
    assert there == ["200", "True nbgrader.server_extensions.formgrader.formgrader"]
    assert (tmp_path / "there" / "ada.ipynb").read_text() == "{}"


def test_notebooks_are_still_validated() -> None:
    """Nbformat accepts a good notebook and refuses a bad one."""
    code = """
from nbformat import ValidationError, validate, v4
notebook = v4.new_notebook(cells=[v4.new_code_cell("x = 1")])
validate(notebook)
notebook.cells[0].source = 1
try:
    validate(notebook)
except ValidationError:
    print("refused")
"""
    assert said(code) == "refused"


def test_what_is_loaded_stays_as_it_is() -> None:
    """A module that was imported before is the same one inside and afterwards."""
    code = """
import requests
before = requests
with lean_imports():
    import requests
    inside = requests
print(before is inside is sys.modules["requests"])
"""
    assert said(code) == "True"
