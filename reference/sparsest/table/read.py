"""From a text file to exact numbers: `read_table`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import NamedTuple, Unpack, overload

from flint import fmpq

from sparsest.errors import DataError
from sparsest.errors import options as told
from sparsest.exact.numerals import is_missing
from sparsest.table.columns import Columns, choose_columns, told_columns
from sparsest.table.dates import Moment
from sparsest.table.dialect import PLAIN, Dialect, Row, Rows, find_dialect, split, text_lines
from sparsest.table.entries import Token, kind_of
from sparsest.table.header import has_header
from sparsest.table.numbers import Numbers, read_numbers
from sparsest.table.options import ColumnName, TableOptions, check_options, option, skipped
from sparsest.table.preamble import LINES_LOOKED_AT, bare_marks, names_in_comments, refuse_preamble
from sparsest.table.source import Source, read_text

__all__ = ["Places", "Table", "read_table"]

_EXCEL = re.compile(r"(?i)\s*\"?sep=(.)\"?\s*")
_COMMENT = "#"
# So many lines of words may stand between the names and the points.
_MOST_HEADERS = 64
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
    beside : list of list of fmpq or None, one for each column that is told
        What belongs to the points and is neither input nor label; None is infinite.
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
    beside: Sequence[list[fmpq | None]] = ()


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
    lines, options, comments, left_out, said = _wanted(text, options)
    notes += said
    dialect = find_dialect(lines, options, name)
    if dialect != PLAIN and options.get("delimiter") is None:
        notes.append(str(dialect))
    rows, hollow = _filled(_rows(lines, dialect, name))
    # Of a long table no more than the entries is kept.
    lines_of = {row.line: lines[row.line - 1] for row in rows[:LINES_LOOKED_AT]}
    del text, lines
    bare = bare_marks(rows, _mark(options))
    comments |= {row.line: lines_of.get(row.line, "").strip().removeprefix(_mark(options)) for row in rows[:bare]}
    rows, left_out = rows[bare:], left_out + bare
    if left_out and options.get("comment") is None:
        notes.append(f"{left_out} comment line{'s' * (left_out > 1)} ({_COMMENT}) left out")
    above = names_in_comments(comments, rows[0], dialect) if rows else None
    options = _told_header(options, above, rows)
    refuse_preamble(rows, lines_of, options.get("header"), dialect.decimal, name)
    header = _has_header(rows, dialect.decimal, options, name)
    rows, trimmed = _equally_wide(rows, name, header=header)
    names = rows[0].entries if header else None
    body = rows[1:] if header else rows
    if not body:
        raise DataError(f"{name}: no points; give at least one input with its label")
    _refuse_second_header(body, dialect.decimal, name)
    width = len(rows[0].entries)
    columns = choose_columns(names, body, width, options, name)
    if names is None and above is not None and len(above) == width:
        names = above
        trimmed.append(f"columns called {', '.join(above):.60} by the comment in line {body[0].line - 1}")
    numbers = read_numbers(body, columns, names, dialect.decimal, options, name)
    del rows, body
    found = (*notes, *hollow, *trimmed, *columns.notes, *numbers.notes)
    return _table(numbers, columns, names, name, found)


def _mark(options: TableOptions) -> str:
    """Return what begins a comment."""
    told = options.get("comment")
    return _COMMENT if told is None else told


def _filled(rows: Iterable[Row]) -> tuple[Rows, list[str]]:
    """Return the rows that have more than delimiters, and what to say of others."""
    hollow = list[int]()

    def filled() -> Iterator[Row]:
        for row in rows:
            if any(entry and not entry.isspace() for entry in row.entries):
                yield row
            else:
                hollow.append(row.line)

    kept = Rows(filled())
    count = f"{len(hollow)} line{'s' * (len(hollow) > 1)} without any entry left out"
    return kept, [count] if hollow else []


def _has_header(rows: Sequence[Row], decimal: str, options: TableOptions, name: str) -> bool:
    if not rows:
        return False
    read = told_columns(options, len(rows[0].entries))
    return has_header(rows[0], decimal, options.get("header"), name, read)


def _table(numbers: Numbers, columns: Columns, names: Sequence[str] | None, name: str, notes: tuple[str, ...]) -> Table:
    single = len(columns.x) == 1
    untitled = ["x"] if single else [f"x{k}" for k in range(1, len(columns.x) + 1)]
    titles = [names[k].strip() if names else "" for k in (*columns.x, columns.y)]
    titles = [title or other for title, other in zip(titles, [*untitled, "y"], strict=True)]
    found = (numbers.origins, numbers.label_decimals, numbers.floats, numbers.beside)
    points = [list(row) for row in zip(*numbers.x, strict=True)]
    return Table(points, numbers.y, Places(numbers.lines), name, tuple(titles), notes, *found)


def _told_header(options: TableOptions, above: Sequence[str] | None, rows: Sequence[Row]) -> TableOptions:
    """Return the options where columns are called by names: of the first line, or of a comment, then by numbers."""
    x, y = options.get("x"), options.get("y")
    inputs = [x] if isinstance(x, str | int) else list(x or ())
    told_all = (*inputs, y, *options.get("beside", ()))
    called = {column.strip() for column in told_all if isinstance(column, str) and not column.strip().isdigit()}
    told = options.get("header")
    if not called or told:
        return options
    if above is None or not called <= {*above} or (told is None and called <= {e.strip() for e in rows[0].entries}):
        return {**options, "header": True if told is None else told}
    numbers: dict[ColumnName | None, ColumnName] = {title: k for k, title in enumerate(above, 1)}

    def number(column: ColumnName) -> ColumnName:
        return numbers.get(column.strip() if isinstance(column, str) else column, column)

    beside = [number(column) for column in options.get("beside", ())]
    label = None if y is None else number(y)
    return {**options, "header": False, "x": list(map(number, inputs)) or None, "y": label, "beside": beside}


class _Lines(NamedTuple):
    """The lines, those that are left out made blank; the options with what lines say of them.

    And the comments above all other lines, by their numbers from 1 and without marks; the count of all; and notes.
    """

    lines: list[str]
    options: TableOptions
    comments: dict[int, str]
    left_out: int
    notes: list[str]


def _wanted(text: str, options: TableOptions) -> _Lines:
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
    mark = _mark(options)
    comments = [k for k, line in enumerate(lines) if mark and _is_comment(line, mark)]
    beside = set(comments)
    table = next((k for k, line in enumerate(lines) if k not in beside and line.strip()), len(lines))
    above = {k + 1: lines[k].strip().lstrip(mark) for k in comments if k < table}
    for k in comments:
        lines[k] = "\n"
    return _Lines(lines, options, above, len(comments), notes)


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


def _equally_wide(rows: Rows, name: str, *, header: bool) -> tuple[Rows, list[str]]:
    """Return the rows if all have as many entries, at least two; one more that is always empty is left out."""
    if not rows:
        return rows, []
    widths = rows.widths if len(rows.widths) == 1 else Counter(len(row.entries) for row in rows)
    body = rows[1:] if header and len(rows) > 1 else rows
    width = len(rows[0].entries)
    if header and all(len(row.entries) == width + 1 and not row.entries[-1].strip() for row in body) and width > 1:
        trimmed = (Row(row.line, row.entries[:-1]) for row in body)
        return Rows(chain(rows[:1], trimmed)), ["an empty last entry of each line left out"]
    if (
        header
        and width > 2
        and not rows[0].entries[-1].strip()
        and all(len(row.entries) == width - 1 for row in rows[1:])
    ):
        head = Row(rows[0].line, rows[0].entries[:-1])
        return Rows(chain([head], rows[1:])), ["an empty last entry of the header left out"]
    if len(widths) == 1 and width > 1:
        return rows, []
    raise DataError(_uneven(rows, widths, name, header=header))


def _refuse_second_header(body: Sequence[Row], decimal: str, name: str) -> None:
    """Refuse first lines of points that have words only, if the next one has a number: they have units, or names."""
    lines = list(takewhile(lambda row: _is_of_words(row, decimal), body[:_MOST_HEADERS]))
    if lines and Token.NUMBER in [kind_of(entry, decimal) for entry in body[len(lines) % len(body)].entries]:
        first, last = lines[0].line, lines[-1].line
        word = next(entry.strip() for entry in lines[0].entries if entry.strip())
        raise DataError(
            f"{name}, line {first}: {word!r:.40} and no number: a line of units or a second header? leave it out with "
            f"{option('skip', str(first) if first == last else f'{first}-{last}')}"
        )


def _is_of_words(row: Row, decimal: str) -> bool:
    kinds = {kind_of(entry, decimal) for entry in row.entries}
    return Token.WORD in kinds and kinds <= {Token.WORD, Token.BLANK}


def _uneven(rows: Sequence[Row], widths: Counter[int], name: str, *, header: bool) -> str:
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
            f"the names of rows, as R writes them, say " + told(["2"], str(width + 1), ("skip", str(rows[0].line)))
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
