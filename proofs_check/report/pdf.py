"""The report as PDF, set by typst from report.json and the figures beside it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import typst

__all__ = ["render"]


def render(folder: Path) -> bytes:
    """Return the PDF: the same report.json and figures give the same bytes.

    No date is set, and only the fonts inside typst are used, so that it does not depend on the machine.

    Parameters
    ----------
    folder : path
        Where report.json and its figures are.

    Raises
    ------
    typst.TypstError
        If the report is not of the schema that the template reads.
    """
    template = files("proofs_check.report").joinpath("templates", "report.typ").read_bytes()
    compiler = typst.Compiler(root=str(folder.absolute()), ignore_system_fonts=True)
    pdf = compiler.compile(template, format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__} and not one PDF")
    return pdf
