"""The note set by typst: as PDF, and as one HTML page with its figures inside."""

from __future__ import annotations

import json
import re
import tempfile
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Literal

import typst

from proofs_check.note.book import Book
from proofs_check.note.drawing import FIGURES, RECORDED
from sparsest import files
from sparsest.errors import UsageError

__all__ = ["NOTE", "REFERENCES", "compiled", "spread", "styled"]

#: The text, and the works that it cites, seen from the checkout.
NOTE, REFERENCES = "paper/note.typ", "paper/references.bib"


def spread(book: Book, drawn: dict[str, bytes], root: Path, folder: Path) -> None:
    """Write everything that the note reads into a folder: text, references, numbers, figures.

    Raises
    ------
    UsageError
        If a file of the checkout is missing, or the folder cannot be written.
    """
    content = book.to_json()
    content["figures"] = {name: {"command": command, "document": ""} for name, command in FIGURES.items()} | {
        name: {"command": command, "document": document} for name, (command, document) in RECORDED.items()
    }
    files.write(folder / "numbers.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    for name, svg in drawn.items():
        files.write(folder / f"{name}.svg", svg)
    for name, (_, document) in RECORDED.items():
        files.write(folder / f"{name}.svg", _read(root / document))
    for name in (NOTE, REFERENCES):
        files.write(folder / Path(name).name, _read(root / name))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; the note is made in a checkout, by `make paper`") from error


def compiled(folder: Path, form: Literal["pdf", "html"]) -> bytes:
    """Return the note as "pdf" or "html"; the same folder gives the same bytes.

    Only the fonts inside typst are used, and no date is set.

    Raises
    ------
    UsageError
        If typst refuses it: an unknown key, an unresolved reference; the message is typst's.
    """
    with tempfile.TemporaryDirectory() as empty:
        # No packages, from nowhere: the note is made without a network.
        compiler = typst.Compiler(
            str(folder / "note.typ"), root=str(folder.absolute()), ignore_system_fonts=True,
            package_path=empty, package_cache_path=empty,
        )  # fmt: skip
        try:
            made = compiler.compile(format=form)
        except typst.TypstError as error:
            raise UsageError(f"{NOTE}: {error.diagnostic or error.message}") from error
    if not isinstance(made, bytes):
        raise TypeError(f"typst returned {type(made).__name__} and not one {form}")
    return styled(made.decode()).encode() if form == "html" else made


def styled(page: str) -> str:
    r"""Return a page of typst's with our style sheet, and with the numbers of equations, which typst leaves out.

    Examples
    --------
    >>> styled('<head></head><math id="sum" display="block"><mn>1</mn></math>').partition("</head>")[2]
    '<div class="equation" id="sum"><math display="block"><mn>1</mn></math><span>(1)</span></div>'
    """
    sheet = resources.files("proofs_check.note").joinpath("templates", "page.css").read_text(encoding="utf-8")
    number = count(1)

    def numbered(found: re.Match[str]) -> str:
        name, formula = found.groups()
        shown = f'<math display="block">{formula}</math><span>({next(number)})</span>'
        return f'<div class="equation"{name or ""}>{shown}</div>'

    # Without a font for formulas browsers stretch brackets far beyond what they enclose.
    page = re.sub(r"<mo>([()\[\]{}])</mo>", r'<mo stretchy="false">\1</mo>', page)
    page = re.sub(r'<math( id="[^"]*")? display="block">(.*?)</math>', numbered, page, flags=re.DOTALL)
    return page.replace("</head>", f"<style>{sheet}</style></head>", 1)
