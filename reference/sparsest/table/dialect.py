"""Which sign separates the entries of a line, and which is the decimal sign: found where only one reading is possible.

Libraries that detect dialects return the likeliest one; here a likely reading that is wrong would be another problem,
solved exactly. So this asks of each reading whether it is possible at all, and refuses if two are.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import dropwhile
from operator import sub
from typing import NamedTuple, overload

from sparsest.errors import DataError
from sparsest.table.entries import Token, kind_of, number_text
from sparsest.table.options import DELIMITERS, TableOptions, delimiter_of, option

__all__ = ["PLAIN", "Dialect", "Row", "Rows", "find_dialect", "is_keyed", "split", "text_lines"]

# So many lines are looked at: enough to see every delimiter, few enough to cost nothing.
_SAMPLE, _SAMPLED = 64, 100_000
# And so many entries of a line.
_LOOKED_AT = 64
_SAID = {Token.NUMBER, Token.DATE, Token.MISPRINT}
# A delimiter within an entry, beside a digit, says that the entry is two.
_FOREIGN = {sign: re.compile(rf"[0-9]\s*[{sign}]|[{sign}]\s*[+-]?[0-9.]") for sign in (",", ";", "\t", "|")}
_TWO_NUMBERS = re.compile(r"[0-9]\s+[+-]?\.?[0-9]")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_KEYED = re.compile(r"\s*\"?[^\W\d_][^,;\t|:=]{0,60}[:=]")
_POINT_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


class Dialect(NamedTuple):
    """How lines are split, and the decimal sign.

    Parameters
    ----------
    delimiter : str
        One sign; a blank stands for any run of blanks and tabs.
    decimal : str
        "." or ",".
    """

    delimiter: str
    decimal: str

    def __str__(self) -> str:
        name = DELIMITERS.get(self.delimiter, repr(self.delimiter))
        return f"delimiter {name}" + (", decimal comma" if self.decimal == "," else "")


class Row(NamedTuple):
    """A line that is not blank: its number in the file, from 1, and its entries."""

    line: int
    entries: list[str]


class Rows(Sequence[Row]):
    """Rows in less than half of the memory that a list of them takes: each is made when it is asked for.

    Examples
    --------
    >>> rows = Rows([Row(1, ["0", "1"]), Row(3, ["2"]), Row(4, ["3"])])
    >>> rows[1], [row.line for row in rows[1:]], len(rows)
    (Row(line=3, entries=['2']), [3, 4], 3)
    """

    __slots__ = ("_ends", "_entries", "_lines", "_shown", "widths")

    def __init__(self, rows: Iterable[Row]) -> None:
        # All entries one behind the other, and where each row ends.
        self._entries, self._lines, self._ends = list[str](), array("q"), array("q", [0])
        for line, entries in rows:
            self._entries += entries
            self._lines.append(line)
            self._ends.append(len(self._entries))
        self._shown = range(len(self._lines))
        #: How many of all rows have so many entries.
        self.widths = Counter(map(sub, self._ends[1:], self._ends))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if not isinstance(index, slice):
            return self._row(self._shown[index])
        part = copy(self)
        part._shown = self._shown[index]  # noqa: SLF001  # a copy of this
        return part

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self._shown)

    def __len__(self) -> int:
        return len(self._shown)

    def _row(self, k: int) -> Row:
        return Row(self._lines[k], self._entries[self._ends[k] : self._ends[k + 1]])

    @property
    def lines(self) -> Sequence[int]:
        """The number of each line."""
        return self._lines[self._shown.start : self._shown.stop : self._shown.step]

    def column(self, k: int) -> list[str]:
        """Return the entries of column k."""
        if len(self.widths) != 1:
            return [row.entries[k] for row in self]
        (width,) = self.widths
        return self._entries[k::width][self._shown.start : self._shown.stop : self._shown.step]


PLAIN = Dialect(",", ".")


def split(lines: Iterable[str], dialect: Dialect) -> Iterator[Row]:
    r"""Yield the rows of lines that are not blank; some may have nothing but delimiters.

    Raises
    ------
    csv.Error
        If a quotation mark is not closed, or an entry is longer than 131,072 characters; its `args`: line, problem.

    Examples
    --------
    >>> list(split(["0  1\n", "\n", "2  3\n"], Dialect(" ", ".")))
    [Row(line=1, entries=['0', '1']), Row(line=3, entries=['2', '3'])]
    """
    if dialect.delimiter == " ":
        lines = (line.replace("\t", " ").strip() + "\n" for line in lines)
    reader = csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=True, strict=True)
    line = 1
    try:
        for entries in reader:
            if len(entries) > 1 or any(entry and not entry.isspace() for entry in entries):
                yield Row(line, _paired(entries) if dialect == (",", ",") else entries)
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(line, str(error)) from None


def _paired(entries: list[str]) -> list[str]:
    """Return the entries of a line in which a comma is delimiter and decimal sign: two neighbours are a number."""
    if len(entries) % 2 or kind_of(entries[0]) is not Token.NUMBER or any("," in entry for entry in entries):
        return entries
    return [f"{whole},{decimals}" for whole, decimals in zip(entries[::2], entries[1::2], strict=True)]


def find_dialect(lines: Sequence[str], options: TableOptions, name: str) -> Dialect:
    """Return the dialect that is told, or the only one in which the lines make sense; comma and point if none does.

    Raises
    ------
    DataError
        If there are two readings; the message names both and the options that choose.

    Examples
    --------
    >>> str(find_dialect(["t;v", "0,0;1,5", "1,0;2,5"], {}, "a file"))
    'delimiter semicolon, decimal comma'
    """
    told, decimal = options.get("delimiter"), options.get("decimal")
    if told is not None and decimal is not None:
        return Dialect(delimiter_of(told), decimal)
    sample = _sampled(lines)
    signs = DELIMITERS if told is None else [delimiter_of(told)]
    readings = [Dialect(sign, mark) for sign in signs for mark in ([decimal] if decimal else [".", ","])]
    # What stands above a table may look like another one.
    below = _sampled(dropwhile(lambda line: is_keyed(line) or line.isspace(), lines)) or sample
    possible = _preferred(_possible(readings, below), below)
    if not possible:
        # Of more lines of words above a table than in it; they are refused later on, by their numbers.
        below = list(dropwhile(_has_no_number, below))
        possible = _preferred(_possible(readings, below), below)
    if len(possible) > 1:
        raise DataError(
            f"{name}: can be read in {len(possible)} ways ({'; or '.join(map(str, possible))}); say which with "
            f"{option('delimiter')} and {option('decimal')}"
        )
    found = possible[0] if possible else _regular(sample, signs, decimal)
    _refuse_ambiguous_commas(sample, found, options, name)
    return found


def is_keyed(line: str) -> bool:
    """Return whether a line begins like a key and its value: a letter first, and a colon or an equals sign.

    Examples
    --------
    >>> [is_keyed(line) for line in ("Station: Aswan", "rate = 5", "12:30,1", "x,y: 1")]
    [True, True, False, False]
    """
    return _KEYED.match(line) is not None


def _has_no_number(line: str) -> bool:
    return is_keyed(line) or re.search("[0-9]", line) is None


def _possible(readings: Iterable[Dialect], sample: list[str]) -> list[Dialect]:
    return [reading for reading in readings if reading != (",", ",") and _is_possible(sample, reading)]


def _sampled(lines: Iterable[str]) -> list[str]:
    """Return the first lines that are not blank: as many as show the dialect, not more than is quickly looked at."""
    found, size = list[str](), 0
    for line in lines:
        if line.strip():
            found.append(line)
            size += len(line)
            if len(found) == _SAMPLE or (size > _SAMPLED and len(found) > 2):
                break
    return found


def _regular(sample: list[str], signs: Iterable[str], decimal: str | None) -> Dialect:
    """Return a dialect that makes no sense of the numbers, for the error that says so: if one is, a regular one."""
    first = next(iter(signs))
    if decimal == "," and first == ",":
        return Dialect(",", ",")
    for sign in signs:
        try:
            widths = {len(row.entries) for row in split(sample, Dialect(sign, "."))}
        except csv.Error:
            continue
        if len(widths) == 1 and widths != {1} and sign != " ":
            return Dialect(sign, decimal or ".")
    return Dialect(first, decimal or ".")


def _preferred(possible: list[Dialect], sample: list[str]) -> list[Dialect]:
    """Return the readings that differ: a tab is no run of blanks; the decimal sign is a comma if a number has one."""
    found = []
    for reading in possible:
        other = Dialect(reading.delimiter, "," if reading.decimal == "." else ".")
        if other in possible and _has_decimal_comma(sample, reading.delimiter) != (reading.decimal == ","):
            continue
        if reading.delimiter == " " and any(one.delimiter == "\t" for one in possible):
            continue
        found.append(reading)
    return found


def _has_decimal_comma(sample: list[str], delimiter: str) -> bool:
    entries = (entry for row in split(sample, Dialect(delimiter, ",")) for entry in row.entries)
    return any("," in entry and number_text(entry, ",") is not None for entry in entries)


def _is_possible(sample: list[str], dialect: Dialect) -> bool:
    """Return whether most lines beyond the first have equally many entries, some numeric, none of them two in one."""
    try:
        rows = [row.entries for row in split(sample, dialect)]
    except csv.Error:
        return False
    body = rows[1:] or rows
    if not body:
        return False
    width = Counter(map(len, body)).most_common(1)[0][0]
    return width > 1 and 2 * sum(len(row) == width and _is_sound(row, dialect) for row in body) > len(body)


def _is_sound(line: list[str], dialect: Dialect) -> bool:
    row = line[:_LOOKED_AT]
    kinds = [kind_of(entry, dialect.decimal) for entry in row]
    if not any(kind in _SAID for kind in kinds):
        return False
    return not any(
        _is_foreign(entry.strip(), dialect) for entry, kind in zip(row, kinds, strict=True) if kind is not Token.NUMBER
    )


def _is_foreign(entry: str, dialect: Dialect) -> bool:
    """Return whether an entry that is no number looks like two entries, separated by another sign."""
    if dialect.decimal == "," and number_text(entry, ".") is not None and number_text(entry, ",") is None:
        return True
    others = [sign for sign in _FOREIGN if sign != dialect.delimiter]
    if entry.strip("".join(others)) != entry or any(_FOREIGN[sign].search(entry) for sign in others):
        return True
    return kind_of(entry) is not Token.DATE and _TWO_NUMBERS.search(entry) is not None


def _refuse_ambiguous_commas(sample: list[str], dialect: Dialect, options: TableOptions, name: str) -> None:
    """Refuse commas that may be delimiters, decimal signs or thousands separators alike, unless one is told."""
    if options.get("decimal") is not None:
        return
    try:
        rows = list(split(sample, dialect))
    except csv.Error:
        return
    if dialect.decimal == ",":
        commas = [
            entry.strip()
            for row in rows
            for entry in row.entries
            if "," in entry and kind_of(entry, ",") is Token.NUMBER
        ]
        if commas and all(_THOUSANDS.fullmatch(entry) for entry in commas):
            raise DataError(
                f"{name}: {commas[0]!r} may have a decimal comma or a thousands separator; say "
                f"{option('decimal', ',')} for a decimal comma, or take the separators out"
            )
    elif dialect.delimiter == ";":
        texts = (entry.strip() for row in rows for entry in row.entries)
        points = [entry for entry in texts if "." in entry and kind_of(entry) is Token.NUMBER]
        if points and all(_POINT_THOUSANDS.fullmatch(entry) for entry in points):
            raise DataError(
                f"{name}: {points[0]!r} may have a decimal point or a thousands separator; say "
                f"{option('decimal', '.')} for a decimal point, or take the separators out"
            )
    elif dialect == PLAIN and rows and _may_be_decimal_commas(rows):
        line, entries = rows[-1]
        raise DataError(
            f"{name}, line {line}: {','.join(entries)!r:.40} may be {len(entries)} whole numbers or "
            f"{len(entries) // 2} with decimal commas; say {option('decimal', '.')} or {option('decimal', ',')}"
        )


def _may_be_decimal_commas(rows: list[Row]) -> bool:
    """Return whether each two neighbours could be one number: digits only, and no header that gives each its name."""
    header = kind_of(rows[0].entries[0]) is not Token.NUMBER
    body = rows[1:] if header else rows
    width = len(body[0].entries) if body else 0
    if width < 4 or width % 2 or (header and len(rows[0].entries) == width):
        return False
    pairs = [pair for row in body for pair in zip(row.entries[::2], row.entries[1::2], strict=False)]
    return all(number_text(f"{whole},{decimals}", ",") is not None for whole, decimals in pairs)


def text_lines(text: str) -> Iterator[str]:
    r"""Yield the lines of a text with their ends, which may be LF, CR LF or CR.

    Examples
    --------
    >>> list(text_lines("a\rb\r\nc"))
    ['a\r', 'b\r\n', 'c']
    """
    return iter(io.StringIO(text, newline=""))
