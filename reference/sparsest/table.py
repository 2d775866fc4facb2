"""Reading tables of numbers from CSV text: which lines hold a point, and where each stood."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from sparsest.errors import DataError

__all__ = ["Line", "read_table"]


class Line(NamedTuple):
    """The entries of one line that holds numbers, as text, and its place.

    Parameters
    ----------
    entries : list of str
        The fields of the line.
    place : str
        "line 7".
    """

    entries: list[str]
    place: str


def read_table(source: str | Path | TextIO, name: str | None = None) -> tuple[list[Line], str]:
    r"""Return the lines of comma-separated UTF-8 text that hold numbers, and what to call the source.

    Parameters
    ----------
    source : path or text stream
        An optional first line without any number is a header; blank lines are skipped. All lines must be equally wide.
    name : str, optional
        What to call the source in error messages.

    Raises
    ------
    DataError
        If the text is not CSV or UTF-8, a line has one column only, or two lines differ in width. Names file and line.
    OSError
        If the file cannot be opened.

    Examples
    --------
    >>> import io
    >>> read_table(io.StringIO("x,y\n\n0,1/3\n"))
    ([Line(entries=['0', '1/3'], place='line 3')], 'the text')
    """
    if isinstance(source, str | Path):
        with Path(source).open(encoding="utf-8-sig", newline="") as stream:
            return read_table(stream, name or str(source))
    name = name or getattr(source, "name", None) or "the text"
    found, first = [], None
    for line, row in _rows(source, name):
        _check_width(row, first, f"{name}, line {line}")
        if first is not None or not _is_header(row):
            found.append(Line(row, f"line {line}"))
        first = first or (len(row), line)
    return found, name


def _rows(stream: TextIO, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, entries) of the lines that are not blank."""
    reader = csv.reader(stream)
    try:
        for row in reader:
            if any(entry.strip() for entry in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise DataError(f"{name}, line {reader.line_num}: {error}; is this a CSV text file?") from None
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}, after line {reader.line_num}: not UTF-8 text ({error.reason}); re-encode it"
        ) from None


def _check_width(row: list[str], first: tuple[int, int] | None, place: str) -> None:
    if len(row) == 1:
        raise DataError(f"{place}: one column ({row[0]!r:.40}); give an input and a label, separated by a comma")
    if first is not None and len(row) != first[0]:
        raise DataError(f"{place}: {len(row)} columns, but line {first[1]} has {first[0]}; give every line the same")


def _is_header(row: list[str]) -> bool:
    """Return whether no entry even looks like a number: a misprinted first point must not pass for a header."""
    return not any(_looks_numeric(entry.strip()) for entry in row)


def _looks_numeric(entry: str) -> bool:
    return entry[:1].isdigit() or entry[:1] in tuple("+-.") or entry.lower() in ("nan", "inf", "infinity")
