"""From a text file to exact numbers: `read_table`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Unpack, overload

from flint import fmpq

from sparsest.errors import DataError
from sparsest.exact.numerals import is_missing
from sparsest.table.columns import Columns, choose_columns, told_columns
from sparsest.table.dates import Moment
from sparsest.table.dialect import PLAIN, Dialect, Row, find_dialect, split, text_lines
from sparsest.table.entries import Kind, kind_of
from sparsest.table.header import has_header
from sparsest.table.numbers import Numbers, read_numbers
from sparsest.table.options import TableOptions, check_options, option, skipped
from sparsest.table.source import Source, read_text

__all__ = ["Places", "Table", "read_table"]

_EXCEL = re.compile(r"(?i)\s*\"?sep=(.)\"?\s*")
_COMMENT = "#"
_THREE_DIGITS = re.compile("[0-9]{3}")


class Places(Sequence[str]):
    """Where points stood, as text: "line 7"; made when asked for, since only errors ask.

    Examples
    --------
    >>> Places([2, 7])[1]
    'line 7'
    """

    def __init__(self, lines: Sequence[int]) -> None:
        self._lines = lines

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Places: ...
    def __getitem__(self, index: int | slice) -> str | Places:
        return Places(self._lines[index]) if isinstance(index, slice) else f"line {self._lines[index]}"

    def __len__(self) -> int:
        return len(self._lines)


@dataclass(frozen=True)
class Table:
    """The numbers of a table, exactly, and how it was read.

    Parameters
    ----------
    x : list of list of fmpq, shape (N, d)
        Inputs.
    y : list of fmpq, shape (N,)
        Labels.
    places : Places, shape (N,)
        Where each point stood.
    name : str
        What to call the table.
    names : tuple of str, shape (d + 1,)
        Of the columns, the label's last; "x" (or "x1", ...) and "y" where there is no header.
    notes : tuple of str
        What was assumed beyond plain comma-separated values, and what was left out.
    origins : tuple of Moment, shape (d,) or (0,)
        The first date or time of each input, if inputs were read as such.
    label_decimals : int or None
        Decimal places of the labels, if all have equally many, at least one.
    floats : bool
        Whether the labels look like floats as programs print them: of unequal length, some with 16 digits or more.
    """

    x: list[list[fmpq]]
    y: list[fmpq]
    places: Places
    name: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    origins: tuple[Moment, ...] = ()
    label_decimals: int | None = None
    floats: bool = False


def read_table(source: Source, name: str | None = None, **options: Unpack[TableOptions]) -> Table:
    r"""Return the numbers of a table in a text file, exactly.

    Parameters
    ----------
    source : path, text stream or binary stream
        Lines of entries, with or without a header; blank lines are skipped. Numbers are integers, decimals, scientific
        notation or fractions.
    name : str, optional
        What to call the source in messages.
    **options
        See `TableOptions`.

    Raises
    ------
    DataError
        If something is no number, or could be read in two ways. Names file, line and value, and the option that helps.
    UsageError
        If an option has no such value.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> import io
    >>> table = read_table(io.StringIO("t;v\n0,5;1\n1,5;1/3\n"))
    >>> table.x, table.y, table.names, table.notes
    ([[1/2], [3/2]], [1, 1/3], ('t', 'v'), ('delimiter semicolon, decimal comma',))
    """
    check_options(options)
    text, name, notes = read_text(source, name, options.get("encoding"))
    lines, options, left_out = _wanted(text, options)
    notes += left_out
    dialect = find_dialect(lines, options, name)
    if dialect != PLAIN and options.get("delimiter") is None:
        notes.append(str(dialect))
    rows = list(_rows(lines, dialect, name))
    hollow = [row for row in rows if not any(entry and not entry.isspace() for entry in row.entries)]
    if hollow:
        rows = [row for row in rows if any(entry and not entry.isspace() for entry in row.entries)]
        notes.append(f"{len(hollow)} line{'s' * (len(hollow) > 1)} without any entry left out")
    header = bool(rows) and has_header(
        rows[0], dialect.decimal, _told_header(options), name, told_columns(options, len(rows[0].entries))
    )
    rows, trimmed = _equally_wide(rows, name, header=header)
    names = rows[0].entries if header else None
    body = rows[1:] if header else rows
    if not body:
        raise DataError(f"{name}: no points; give at least one input with its label")
    _refuse_second_header(body, dialect.decimal, name)
    width = len(rows[0].entries)
    columns = choose_columns(names, body, width, options, name)
    numbers = read_numbers(body, columns, names, dialect.decimal, options, name)
    said = (*notes, *trimmed, *columns.notes, *numbers.notes)
    return _table(numbers, columns, names, name, said)


def _table(numbers: Numbers, columns: Columns, names: Sequence[str] | None, name: str, notes: tuple[str, ...]) -> Table:
    single = len(columns.x) == 1
    untitled = ["x"] if single else [f"x{k}" for k in range(1, len(columns.x) + 1)]
    titles = [names[k].strip() if names else "" for k in (*columns.x, columns.y)]
    titles = [title or other for title, other in zip(titles, [*untitled, "y"], strict=True)]
    found = (numbers.origins, numbers.label_decimals, numbers.floats)
    return Table(numbers.x, numbers.y, Places(numbers.lines), name, tuple(titles), notes, *found)


def _told_header(options: TableOptions) -> bool | None:
    """Return whether there is a header if it is told; columns that are called by a name have one."""
    told = options.get("header")
    x = options.get("x")
    given = [x] if isinstance(x, str | int) else list(x or ())
    called = [
        column for column in (*given, options.get("y")) if isinstance(column, str) and not column.strip().isdigit()
    ]
    return True if told is None and called else told


def _wanted(text: str, options: TableOptions) -> tuple[list[str], TableOptions, list[str]]:
    """Return the lines, those that are left out made blank; the options with what the lines say of them; and notes."""
    lines, notes = list(text_lines(text)), list[str]()
    ranges = skipped(options.get("skip"))
    for low, high in ranges:
        for k in range(low - 1, int(min(high, len(lines)))):
            lines[k] = "\n"
    first = next((k for k, line in enumerate(lines) if line.strip()), 0)
    if lines and options.get("delimiter") is None and (found := _EXCEL.fullmatch(lines[first])):
        options = {**options, "delimiter": found[1]}
        notes.append(f"delimiter {found[1]} by the line sep={found[1]}")
        lines[first] = "\n"
    mark = options.get("comment")
    marked = _COMMENT if mark is None else mark
    comments = [k for k, line in enumerate(lines) if marked and _is_comment(line, marked)]
    for k in comments:
        lines[k] = "\n"
    if comments and mark is None:
        notes.append(f"{len(comments)} comment line{'s' * (len(comments) > 1)} ({_COMMENT}) left out")
    return lines, options, notes


def _is_comment(line: str, mark: str) -> bool:
    """Return whether a line is a comment: not where the mark, a name of row numbers, or #N/A fills the first entry."""
    body = line.lstrip()
    if not body.startswith(mark) or is_missing(re.split(r"[,;\t|]", body, maxsplit=1)[0]):
        return False
    return body[len(mark) : len(mark) + 1] not in (",", ";", "\t", "|")


def _rows(lines: Sequence[str], dialect: Dialect, name: str) -> Iterator[Row]:
    try:
        yield from split(lines, dialect)
    except csv.Error as error:
        line, problem = error.args
        problem = "a quotation mark that is not closed" if "unexpected end" in problem else problem
        raise DataError(f"{name}, line {line}: {problem}; is this a table of numbers? mend the line") from None


def _equally_wide(rows: list[Row], name: str, *, header: bool) -> tuple[list[Row], list[str]]:
    """Return the rows if all have as many entries, at least two; one more that is always empty is left out."""
    if not rows:
        return rows, []
    widths = Counter(len(row.entries) for row in rows)
    body = rows[1:] if header and len(rows) > 1 else rows
    width = len(rows[0].entries)
    if header and all(len(row.entries) == width + 1 and not row.entries[-1].strip() for row in body) and width > 1:
        return [rows[0], *(Row(row.line, row.entries[:-1]) for row in body)], [
            "an empty last entry of each line left out"
        ]
    if (
        header
        and width > 2
        and not rows[0].entries[-1].strip()
        and all(len(row.entries) == width - 1 for row in rows[1:])
    ):
        return [Row(rows[0].line, rows[0].entries[:-1]), *rows[1:]], ["an empty last entry of the header left out"]
    if len(widths) == 1 and width > 1:
        return rows, []
    raise DataError(_uneven(rows, widths, name, header=header))


def _refuse_second_header(body: Sequence[Row], decimal: str, name: str) -> None:
    """Refuse a first line of points that has words only, if the next one has a number: it has units, or more names."""
    if len(body) < 2:
        return
    kinds, following = ([kind_of(entry, decimal) for entry in row.entries] for row in body[:2])
    words = [e.strip() for e, kind in zip(body[0].entries, kinds, strict=True) if kind is Kind.WORD]
    if words and set(kinds) <= {Kind.WORD, Kind.BLANK} and Kind.NUMBER in following:
        raise DataError(
            f"{name}, line {body[0].line}: {words[0]!r:.40} and no number: a line of units or a second header? leave "
            f"it out with {option('skip', str(body[0].line))}"
        )


def _uneven(rows: list[Row], widths: Counter[int], name: str, *, header: bool) -> str:
    width = len(rows[0].entries)
    usual = widths.most_common(1)[0][0]
    if width == 1:
        shown = rows[0].entries[0].strip()
        cure = option("skip", str(rows[0].line)) if usual > 1 else ""
        hint = f"; if it is no part of the table, leave it out with {cure}" if cure else ""
        lone = f"one column ({shown!r:.40}); give an input and a label, separated by a comma"
        return f"{name}, line {rows[0].line}: {lone}{hint}"
    if header and all(len(row.entries) == width + 1 for row in rows[1:]):
        if all(_THREE_DIGITS.fullmatch(row.entries[-1].strip()) for row in rows[1:]):
            return (
                f"{name}, line {rows[1].line}: {width + 1} columns, but the header has {width}, and the last entries "
                "have three digits: thousands separators? leave them out"
            )
        return (
            f"{name}, line {rows[1].line}: {width + 1} columns, but the header has {width}; if the first column has "
            f"the names of rows, as R writes them, say {option('skip', str(rows[0].line))} {option('x', '2')} "
            f"{option('y', str(width + 1))}"
        )
    k = next(k for k, row in enumerate(rows) if len(row.entries) != width)
    odd = rows[k]
    seen = len(odd.entries)
    place = f"{name}, line {odd.line}"
    what = f"one column ({odd.entries[0].strip()!r:.40})" if seen == 1 else f"{seen} columns"
    if all(len(row.entries) != width for row in rows[k:]) and k > 1:
        cure = option("skip", f"{odd.line}-")
        return f"{place}: {what}, but line {rows[0].line} has {width}; leave a footer out with {cure}"
    return (
        f"{place}: {what}, but line {rows[0].line} has {width}; give every line the same, or leave it out with "
        f"{option('skip', str(odd.line))}"
    )
