"""Executes notebooks: `python notebooks/run.py [NAME.py ...]` writes build/notebooks/NAME.ipynb with all outputs.

A cell that raises ends the run with its traceback. The same text gives the same file, byte by byte.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
BUILD = FOLDER.parent / "build" / "notebooks"


def execute(source: Path) -> nbformat.NotebookNode:
    """Return the notebook of a text file in jupytext's percent format, executed in a fresh kernel.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises.
    """
    notebook = jupytext.read(source)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    where = {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=600, resources=where, record_timing=False, coalesce_streams=True
    )
    # Figures belong into the notebook, whatever backend is set outside.
    return client.execute(env=os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"})


def main(names: list[str]) -> None:
    """Execute the notebooks of these paths, or all."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for source in [Path(name) for name in names] or sorted(FOLDER.glob("[0-9]*.py")):
        begin = time.perf_counter()
        nbformat.write(execute(source), BUILD / f"{source.stem}.ipynb")
        print(f"{source.stem}: {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
