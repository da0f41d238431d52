"""Run lectures in a fresh kernel, and write them back as they are committed: executed.

``python -m autograde.lectures`` runs all of them, ``python -m autograde.lectures 01 03`` some. A
committed lecture has the outputs of one run from top to bottom, nothing of the machine it ran on,
and no sliders: those need a kernel; the pictures above them do not.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["VOLATILE", "execute", "paths", "texts", "write"]

ROOT = Path(__file__).parents[1]

VOLATILE = "volatile-output"
"""The tag of a cell whose output differs from run to run, such as measured times."""

THREADS = {"OPENBLAS_NUM_THREADS": "1"}
"""On a busy machine, threads that wait for each other make small products ten times slower."""

WIDGET = "application/vnd.jupyter.widget-view+json"
STRICT = """import warnings
warnings.simplefilter('error')
warnings.filterwarnings('ignore', module='ipykernel')  # it warns about itself when it ends"""
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}

Notebook = Any
Cell = Any


def paths(folder: Path = ROOT / "lectures") -> list[Path]:
    """Return the notebooks of a folder, in order."""
    return sorted(folder.glob("[0-9]*.ipynb"))


def execute(path: Path, then: str = "", timeout: int = 120) -> Notebook:
    """Run a notebook in a fresh kernel in which every warning is an error.

    Parameters
    ----------
    path
        The notebook; it is not changed.
    then
        Code to run in the same kernel after the last cell; an error in it is an error of the run.
    timeout
        Of one cell, in seconds.

    Returns
    -------
    notebook
        With the outputs of this run.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        Where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    with client.setup_kernel(env={**os.environ, **THREADS}):
        assert client.kc is not None  # setup_kernel has just started it
        client.kc.execute(STRICT, silent=True, store_history=False)
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        if then:
            notebook.cells.append(nbformat.v4.new_code_cell(then))
            client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1)
            notebook.cells.pop()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if WIDGET not in o.get("data", {})]
    return notebook


def write(path: Path) -> None:
    """Run a notebook and write it back with its outputs."""
    import nbformat

    notebook = execute(path)
    notebook.metadata = nbformat.from_dict(METADATA)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")


def texts(cell: Cell) -> list[str]:
    """Return what a code cell's outputs say, without the pictures' bytes.

    Empty for a cell tagged `VOLATILE`, whose words may differ from run to run.
    """
    if cell.cell_type != "code" or VOLATILE in cell.metadata.get("tags", []):
        return []
    return [text for output in cell.outputs for text in output_texts(output)]


def output_texts(output: Any) -> Iterator[str]:
    """Return the texts of one output."""
    if output.output_type == "stream":
        yield f"{output.name}: {output.text}"
    elif output.output_type == "error":
        yield f"{output.ename}: {output.evalue}"
    for kind, content in sorted(output.get("data", {}).items()):
        if kind.startswith("text/"):
            yield f"{kind}: {re.sub(r'base64,[A-Za-z0-9+/=]+', 'base64', content)}"


def main(names: list[str]) -> None:
    """Run the lectures whose file names begin so; all where none is given."""
    for path in paths():
        if not names or any(path.name.startswith(name) for name in names):
            write(path)
            print(f"{path.name}: written")


if __name__ == "__main__":
    main(sys.argv[1:])
