"""Make the technical note: `python -m proofs_check.note [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofs_check.note.book import Book
from proofs_check.note.drawing import drawn_figures
from proofs_check.note.gather import gather
from proofs_check.note.prose import faults
from proofs_check.note.setting import NOTE, compiled, spread
from sparsest import files
from sparsest.errors import UsageError

#: What the note is read and written beside: the checkout that this file is in.
ROOT = Path(__file__).parents[2]


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "build" / "note")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write note.pdf and note.html there.")
@click.option("--source", "name", metavar="NAME", help="Print the numbers of one source of the note, and nothing else.")
def main(folder: Path, out: Path | None, name: str | None) -> None:
    """Compute the note's numbers, draw its figures and set it: FOLDER (build/note) gets what it is made of.

    Nothing is written if a number of the text does not come out of the data, or has no command beside it.
    """
    try:
        book = gather(ROOT)
        if name is not None:
            click.echo(printed_source(book, name))
            return
        _refuse_faults(book)
        folder.mkdir(parents=True, exist_ok=True)
        spread(book, drawn_figures(), ROOT, folder)
        files.write((out or folder) / "note.pdf", compiled(folder, "pdf"))
        files.write((out or folder) / "note.html", compiled(folder, "html"))
    except UsageError as error:
        click.echo(f"note: {error}", err=True)
        sys.exit(2)


def _refuse_faults(book: Book) -> None:
    wrong = faults((ROOT / NOTE).read_text(encoding="utf-8"), book)
    if wrong:
        raise UsageError("\n".join(f"{NOTE}: {one}" for one in wrong))


def printed_source(book: Book, name: str) -> str:
    """Return the numbers of a source, one a line, and the rows of its tables.

    Raises
    ------
    UsageError
        If there is no such source; the message names those that there are.
    """
    if name not in book.sources:
        raise UsageError(f"no source named {name!r}; there are {', '.join(sorted(book.sources))}")
    lines = [f"{key}: {one.text}" for key, one in book.numbers.items() if one.source == name]
    grids = (one for one in book.tables.values() if one.source == name)
    return "\n".join([*lines, *(" | ".join(row) for grid in grids for row in (grid.head, *grid.rows))])


if __name__ == "__main__":
    main()
