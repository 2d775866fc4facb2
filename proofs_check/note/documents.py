"""Numbers out of the documents that longer commands wrote: cells of their tables, and what a pattern finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sparsest.errors import UsageError

__all__ = ["Document"]


class Document:
    """A Markdown file of the checkout.

    Parameters
    ----------
    root : path
        The checkout.
    name : str
        The file, seen from there.

    Raises
    ------
    UsageError
        If it cannot be read.
    """

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        try:
            self.text = (root / name).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}; the note is made in a checkout, by `make paper`") from error

    def find(self, pattern: str) -> tuple[str, ...]:
        """Return what the groups of a pattern match, which has to occur exactly once.

        Raises
        ------
        UsageError
            If it occurs never or more than once: the document has changed.

        Examples
        --------
        >>> page = Document(Path(__file__).parents[2], "LICENSE")
        >>> page.find(r"Version ([0-9.]+), January")
        ('2.0',)
        """
        found = list(re.finditer(pattern, self.text, flags=re.MULTILINE))
        if len(found) != 1:
            raise UsageError(
                f"{self.name}: {pattern!r} occurs {len(found)} times, not once; mend it in proofs_check/note"
            )
        return found[0].groups()

    def rows(self, *begins: str) -> dict[tuple[str, ...], dict[str, str]]:
        """Return the rows of all tables whose header begins with these cells, by their first cells, as many.

        Raises
        ------
        UsageError
            If there is no such table, or two rows begin alike.
        """
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for head, cells in self._tables():
            if tuple(head[: len(begins)]) == begins:
                key = tuple(cells[: len(begins)])
                if key in found:
                    raise UsageError(
                        f"{self.name}: two rows begin with {' | '.join(key)}; mend it in proofs_check/note"
                    )
                found[key] = dict(zip(head, cells, strict=True))
        if not found:
            raise UsageError(f"{self.name}: no table begins with {' | '.join(begins)}; mend it in proofs_check/note")
        return found

    def printed(self, title: str, columns: int) -> list[list[str]]:
        """Return the rows of a table that a benchmark printed: below its title and header, up to an empty line.

        Cells are told from the right, where they hold no spaces: so many, and whatever stands before them.

        Raises
        ------
        UsageError
            If the title does not occur exactly once.
        """
        lines = self.text.splitlines()
        places = [k for k, line in enumerate(lines) if line.startswith(title)]
        if len(places) != 1:
            raise UsageError(
                f"{self.name}: {title!r} occurs {len(places)} times, not once; mend it in proofs_check/note"
            )
        rows: list[list[str]] = []
        for line in lines[places[0] + 2 :]:
            if not line.strip() or line.startswith("```"):
                break
            rows.append([cell.strip() for cell in line.strip().rsplit(None, columns - 1)])
        return rows

    def _tables(self) -> Iterator[tuple[list[str], list[str]]]:
        head: list[str] = []
        for line in self.text.splitlines():
            if not line.startswith("|"):
                head = []
                continue
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not head:
                head = cells
            elif not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                yield head, cells
