"""Tables for terminals of any width: what does not fit is folded or set one below the other, never cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

__all__ = ["Facts", "Records"]


class Facts:
    """Labels with their values, in two columns; in a narrow terminal each value below its label.

    Parameters
    ----------
    pairs : iterable of (str, str or Text)
        Labels and values.

    Examples
    --------
    >>> Console(width=60).print(Facts([("knots", "3"), ("minimisers", "1 (unique)")]))
    knots       3...
    minimisers  1 (unique)...
    >>> Console(width=20).print(Facts([("critical exponent", "in [0.18, 0.19]")]))
    critical exponent
      in [0.18, 0.19]
    """

    def __init__(self, pairs: Iterable[tuple[str, str | Text]]) -> None:
        self.pairs = [(label, value if isinstance(value, Text) else Text(value)) for label, value in pairs]
        for _, value in self.pairs:
            value.overflow = "fold"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        label_width = max((cell_len(label) for label, _ in self.pairs), default=0)
        # Side by side only if no word, such as an end of a bracket, has to be folded for it.
        longest = max((cell_len(word) for _, value in self.pairs for word in value.plain.split()), default=0)
        if label_width + 2 + longest <= options.max_width:
            grid = Table.grid(padding=(0, 2))
            grid.add_column(no_wrap=True)
            grid.add_column(overflow="fold")
            for label, value in self.pairs:
                grid.add_row(Text(label), value)
            yield grid
            return
        for label, value in self.pairs:
            yield Text(label)
            yield Padding(value, (0, 0, 0, 2), expand=False)


class Records:
    """A table; where it is wider than the terminal, each row becomes a list of headings with their entries.

    Parameters
    ----------
    headings : sequence of str
        One for each column.
    rows : iterable of sequence of str or Text
        The entries.
    left : collection of str
        Headings of the columns that are set to the left; numbers are set to the right.

    Examples
    --------
    >>> table = Records(["knot", "where"], [["-1", "at point 2"]], left=["where"])
    >>> Console(width=60).print(table)
     knot  where...
       -1  at point 2...
    >>> Console(width=14).print(table)
    knot   -1...
    where  at...
           point 2
    """

    def __init__(
        self, headings: Sequence[str], rows: Iterable[Sequence[str | Text]], *, left: Collection[str] = ()
    ) -> None:
        self.headings, self.left = headings, left
        self.rows = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]

    @property
    def width(self) -> int:
        """The columns that the table takes, with a blank on both sides of each entry."""
        cells = [[Text(heading), *column] for heading, *column in zip(self.headings, *self.rows, strict=True)]
        return sum(2 + max(cell_len(line) for cell in column for line in cell.plain.split("\n")) for column in cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.width > options.max_width:
            for k, row in enumerate(self.rows):
                if k:
                    yield Text()
                yield Facts(zip((heading.replace("-\n", "") for heading in self.headings), row, strict=True))
            return
        table = Table(title_justify="left", box=None, header_style="bold")
        for heading in self.headings:
            table.add_column(heading, justify="left" if heading in self.left else "right", overflow="fold")
        for row in self.rows:
            table.add_row(*row)
        yield table
