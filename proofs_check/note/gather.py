"""Everything that the note may say, gathered: `gather(root)`."""

from __future__ import annotations

from pathlib import Path

from proofs_check.note.book import Book
from proofs_check.note.examples import add_examples
from proofs_check.note.recorded import add_recorded
from proofs_check.note.registered import add_registered

__all__ = ["gather"]


def gather(root: Path) -> Book:
    """Return all numbers, tables and theorems: computed here, or recorded in the documents of a checkout.

    Raises
    ------
    UsageError
        If a document is missing, or no longer holds a number that is read there.
    """
    book = Book()
    add_recorded(book, root)
    add_registered(book)
    add_examples(book)
    return book
