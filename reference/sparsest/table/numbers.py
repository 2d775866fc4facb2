"""The entries of the chosen columns as exact numbers, and what is wrong with those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.numerals import is_missing, misprint
from sparsest.exact.rationals import parse_rational
from sparsest.table.columns import Columns
from sparsest.table.dates import Moment, days_since_first, parse_moment, shown_moment
from sparsest.table.dialect import Row, Rows
from sparsest.table.entries import Token, entry_error, kind_of, number_text
from sparsest.table.options import TableOptions, option

__all__ = ["Numbers", "read_numbers"]

_TWO_PARTS = re.compile(r"([0-9]{1,4})\s*/\s*([0-9]{1,4})")
_EIGHT_DIGITS = re.compile("(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
# A column is text if so many of its first entries are.
_LOOKED_AT = 20
# Floats are printed with up to 17 digits; measured values are not.
_DIGITS_OF_FLOATS = 16
# Of what stands beside the points a number may be infinite.
_INFINITE = frozenset(["inf", "+inf", "infinity", "+infinity"])


class Numbers(NamedTuple):
    """The columns of a table as numbers; a `Table` has them as points, made when the text is no longer held.

    Parameters
    ----------
    x : list of list of fmpq, shape (d, N)
        Inputs, one list for each column.
    y : list of fmpq, shape (N,)
        Labels.
    lines : sequence of int, shape (N,)
        The line of each.
    notes : list of str
        What was assumed or left out.
    origins, label_decimals, floats, beside
        As in `Table`.
    """

    x: list[list[fmpq]]
    y: list[fmpq]
    lines: Sequence[int]
    notes: list[str]
    origins: tuple[Moment, ...]
    label_decimals: int | None
    floats: bool
    beside: list[list[fmpq | None]]


class _Reader:
    """What reads the entries of one table."""

    def __init__(
        self,
        body: Rows,
        columns: Columns,
        names: Sequence[str] | None,
        decimal: str,
        options: TableOptions,
        name: str,
    ) -> None:
        self.body, self.columns, self.names, self.decimal, self.name = body, columns, names, decimal, name
        self.dates, self.drop = options.get("dates", False), options.get("missing") == "drop"

    def numbers(self, rows: Rows, k: int) -> list[fmpq]:
        """Return the numbers in column k."""
        return [self.number(entry, rows, n, k) for n, entry in enumerate(rows.column(k))]

    def number(self, entry: str, rows: Rows, n: int, k: int) -> fmpq:
        """Return the number of an entry; raise `DataError` with its place, or for what the whole table shows."""
        text = entry if self.decimal == "." else number_text(entry, self.decimal)
        if text is None:
            raise self.problem(rows[n], k)
        try:
            return parse_rational(text)
        except DataError as error:
            if number_text(entry, self.decimal) is None:
                raise self.problem(rows[n], k) from None
            raise DataError(f"{self.place(rows[n], k)}: {error}") from None

    def moment(self, row: Row, k: int) -> Moment:
        """Return the date or time in column k."""
        try:
            return parse_moment(row.entries[k])
        except DataError as error:
            raise DataError(f"{self.place(row, k)}: {error}") from None

    def place(self, row: Row, k: int) -> str:
        """Say where an entry stands."""
        title = self.names[k].strip() if self.names else ""
        if k in self.columns.beside:
            role = f"column {k + 1}"
        else:
            role = "y" if k == self.columns.y else f"x{self.columns.x.index(k) + 1}" if len(self.columns.x) > 1 else "x"
        called = f"{role} ({title!r:.30})" if title and title != role else role
        return f"{self.name}, line {row.line}, {called}"

    def lacks(self, row: Row) -> bool:
        """Return whether an entry of the chosen columns is missing."""
        return any(is_missing(row.entries[k]) for k in self.columns.all)

    def complete(self) -> tuple[Rows, list[str]]:
        """Return the rows of which no number is missing; others are refused unless they are to be dropped."""
        read = self.columns.all
        if not any(is_missing(entry) for k in read for entry in self.body.column(k)):
            return self.body, []
        lacking = [row for row in self.body if self.lacks(row)]
        if self.drop:
            count = f"{len(lacking)} point{'s' * (len(lacking) > 1)} with a missing number left out"
            return Rows(row for row in self.body if not self.lacks(row)), [count]
        row = lacking[0]
        k = next(k for k in read if is_missing(row.entries[k]))
        raise DataError(
            f"{self.place(row, k)}: {row.entries[k].strip()!r} is missing ({len(lacking)} of {len(self.body)} points "
            f"lack a number); leave them out with {option('missing', 'drop')}, or mend them"
        )

    def problem(self, row: Row, k: int) -> DataError:
        """Return (or raise) what is wrong with an entry that is no number: with its line, its column or with itself."""
        entry = row.entries[k].strip()
        kind = kind_of(entry, self.decimal)
        if kind is Token.DATE:
            cure = f"; ISO 8601 dates in x are read with {option('dates')}" if k in self.columns.x else ""
            return DataError(f"{self.place(row, k)}: {entry!r:.40} is a date or a time, not a number{cure}")
        if kind is Token.WORD and (misprint(entry) is None or not self.has_number(row)):
            self.refuse_line(row, entry)
            self.refuse_column(row, k)
        hint = "" if kind is not Token.WORD else f"; or leave the line out with {option('skip', str(row.line))}"
        return DataError(f"{self.place(row, k)}: {entry_error(entry, self.decimal)}{hint}")

    def refuse_line(self, row: Row, entry: str) -> None:
        """Raise if this line and all behind it are no points: a footer."""
        later = self.body[self.body.index(row) :]
        if kind_of(row.entries[0], self.decimal) is Token.NUMBER:
            return
        if row.line != self.body[0].line and len(later) <= _LOOKED_AT and not any(map(self.is_point, later)):
            cure = option("skip", f"{row.line}-" if len(later) > 1 else str(row.line))
            raise DataError(
                f"{self.name}, line {row.line}: {entry!r:.40} and no point: a footer? leave it out with {cure}"
            )

    def refuse_column(self, row: Row, k: int) -> None:
        """Raise if the whole column is text."""
        first = [kind_of(other.entries[k], self.decimal) for other in self.body[:_LOOKED_AT]]
        if 2 * sum(kind is Token.WORD for kind in first) > len(first) > 1 and len(row.entries) > 2:
            title = f" ({self.names[k].strip()!r:.30})" if self.names and self.names[k].strip() else ""
            raise DataError(
                f"{self.name}, line {row.line}: column {k + 1}{title} is text ({row.entries[k].strip()!r:.30}); choose "
                f"the columns of numbers with {option('x')} and {option('y')}"
            )

    def has_number(self, row: Row) -> bool:
        """Return whether some entry of the row is a number."""
        return any(number_text(entry, self.decimal) is not None for entry in row.entries)

    def is_point(self, row: Row) -> bool:
        """Return whether no column that is read has a word in this row."""
        return all(kind_of(row.entries[k], self.decimal) is not Token.WORD for k in (*self.columns.x, self.columns.y))

    def widths(self, rows: Rows, k: int) -> list[fmpq | None]:
        """Return the numbers in column k, None for an infinite one."""
        return [
            None if entry.strip().lower() in _INFINITE else self.number(entry, rows, n, k)
            for n, entry in enumerate(rows.column(k))
        ]


def read_numbers(
    body: Rows, columns: Columns, names: Sequence[str] | None, decimal: str, options: TableOptions, name: str
) -> Numbers:
    """Return the numbers of the chosen columns, exactly.

    Raises
    ------
    DataError
        If an entry is no number: with its place, what it seems to be, and what to do.

    Examples
    --------
    >>> read_numbers(Rows([Row(1, ["1/2", "0.10"])]), Columns((0,), 1, ()), None, ".", {}, "a file")[:2]
    ([[1/2]], [1/10])
    """
    reader = _Reader(body, columns, names, decimal, options, name)
    rows, notes = reader.complete()
    if not rows:
        raise DataError(f"{name}: no points; every line lacks a number")
    origins: tuple[Moment, ...] = ()
    if reader.dates:
        x, origins = _dates(reader, rows)
        roles = ["x"] if len(origins) == 1 else [f"x{k}" for k in range(1, len(origins) + 1)]
        notes += [f"{role} is in days since {shown_moment(first)}" for role, first in zip(roles, origins, strict=True)]
    else:
        x = [reader.numbers(rows, k) for k in columns.x]
        notes += _not_dates(rows, columns)
    y = reader.numbers(rows, columns.y)
    decimals, floats = _form([entry.strip() for entry in rows.column(columns.y)], decimal)
    beside = [reader.widths(rows, k) for k in columns.beside]
    return Numbers(x, y, rows.lines, notes, origins, decimals, floats, beside)


def _dates(reader: _Reader, rows: Rows) -> tuple[list[list[fmpq]], tuple[Moment, ...]]:
    by_column, origins = [], list[Moment]()
    for k in reader.columns.x:
        moments = [reader.moment(row, k) for row in rows]
        try:
            days, first = days_since_first(moments)
        except DataError as error:
            raise DataError(f"{reader.name}, column {k + 1}: {error}") from None
        by_column.append(days)
        origins.append(first)
    if len({first.form[:4] for first in origins}) > 1:
        raise DataError(
            f"{reader.name}: dates and times of day in columns of their own; join them in one column, or choose one "
            f"with {option('x')}"
        )
    return by_column, tuple(origins)


def _not_dates(rows: Rows, columns: Columns) -> Iterator[str]:
    """Yield what to say of inputs that look like dates and were read as the numbers that they are too."""
    for number, k in enumerate(columns.x, 1):
        role, entries = ("x" if len(columns.x) == 1 else f"x{number}"), [entry.strip() for entry in rows.column(k)]
        if len(rows) > 1 and all(map(_is_part_of_date, entries)):
            yield f"{role} such as {entries[0]} read as fractions, not as dates"
        if len(rows) > 1 and all(map(_is_basic_date, entries)):
            yield f"{role} such as {entries[0]} read as whole numbers, not as dates ({option('dates')})"


def _is_part_of_date(entry: str) -> bool:
    """Return whether a fraction could be a day and a month, or a month and a year."""
    match = _TWO_PARTS.fullmatch(entry)
    if match is None:
        return False
    low, high = sorted((int(match[1]), int(match[2])))
    return 1 <= low <= 12 and (high <= 99 or 1800 <= high <= 2200)


def _is_basic_date(entry: str) -> bool:
    return _EIGHT_DIGITS.fullmatch(entry) is not None


def _form(labels: Sequence[str], decimal: str) -> tuple[int | None, bool]:
    """Return the decimal places of the labels if all have as many, and whether they look like printed floats."""
    places = {
        len(text.partition(decimal)[2]) if text.count(decimal) == 1 and "e" not in text.lower() else 0
        for text in labels
    }
    if len(places) == 1:
        return next(iter(places)) or None, False
    return None, any(
        sum(map(str.isdigit, text.partition("e")[0].lstrip("+-0."))) >= _DIGITS_OF_FLOATS for text in labels
    )
