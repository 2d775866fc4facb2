"""What the note may say in figures: numbers, tables and theorems by key, each with the command that makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sparsest.errors import UsageError

__all__ = ["Book", "Grid", "Origin", "Quotation"]


@dataclass(frozen=True)
class Origin:
    """Where numbers come from.

    Parameters
    ----------
    name : str
        What the note calls it by.
    command : str
        What makes them.
    document : str
        The document that the command's output was recorded in; empty if the numbers are computed for the note.
    """

    name: str
    command: str
    document: str = ""

    def to_json(self) -> dict[str, str]:
        """Return command and document.

        Examples
        --------
        >>> Origin("nile", "sparsest solve nile.csv").to_json()
        {'command': 'sparsest solve nile.csv', 'document': ''}
        """
        return {"command": self.command, "document": self.document}


@dataclass(frozen=True)
class Quotation:
    """A number, or a short list of them, as it is to be read."""

    text: str
    source: str


@dataclass(frozen=True)
class Grid:
    """A table: what stands above its columns, and its rows, all of it text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


@dataclass
class Book:
    """Everything that is known, by key.

    Examples
    --------
    >>> book = Book()
    >>> book.add(Origin("sum", "echo 2"), {"two": 2}, {"pairs": (("a", "b"), [("1", "2")])})
    >>> book.numbers["two"], book.to_json()["tables"]["pairs"]["rows"]
    (Quotation(text='2', source='sum'), [['1', '2']])
    """

    sources: dict[str, Origin] = field(default_factory=dict)
    numbers: dict[str, Quotation] = field(default_factory=dict)
    tables: dict[str, Grid] = field(default_factory=dict)
    theorems: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        source: Origin,
        numbers: Mapping[str, object],
        tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]] | None = None,
    ) -> None:
        """Add what one source gives.

        Raises
        ------
        UsageError
            If a key is there already: give it another name.
        """
        grids = tables or {}
        taken = [key for key in (*numbers, *grids) if key in self.numbers or key in self.tables]
        if taken or source.name in self.sources:
            raise UsageError(f"the note has {', '.join(taken) or source.name} already; give it another name")
        self.sources[source.name] = source
        self.numbers |= {key: Quotation(str(value), source.name) for key, value in numbers.items()}
        self.tables |= {
            key: Grid(tuple(head), tuple(map(tuple, rows)), source.name) for key, (head, rows) in grids.items()
        }

    def to_json(self) -> dict[str, Any]:
        """Return what the note reads."""
        return {
            "sources": {name: one.to_json() for name, one in self.sources.items()},
            "numbers": {key: {"text": one.text, "source": one.source} for key, one in self.numbers.items()},
            "tables": {
                key: {"head": list(one.head), "rows": [list(row) for row in one.rows], "source": one.source}
                for key, one in self.tables.items()
            },
            "theorems": self.theorems,
            "items": self.items,
        }
