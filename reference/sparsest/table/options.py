"""How a table is to be read: every choice that a reader may make for himself, with its checks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Literal, TypedDict

import numpy as np

from sparsest.errors import UsageError, option, short
from sparsest.exact.rationals import has_order

__all__ = ["DELIMITERS", "TableOptions", "check_options", "delimiter_of", "option", "skipped"]

#: Delimiters that are looked for, and how to call them.
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "blanks"}
_SPOKEN = {**{name: sign for sign, name in DELIMITERS.items()}, "\\t": "\t", "pipe": "|", "blank": " ", "space": " "}
_RANGE = re.compile(r"\s*([1-9][0-9]{0,9})\s*(-\s*([1-9][0-9]{0,9})?)?\s*")

ColumnName = str | int


class TableOptions(TypedDict, total=False):
    """The keywords of `read_table`; each has a command line option of the same name.

    Messages name them as keywords, and on the command line as its options.

    Parameters
    ----------
    x : name or number, or a sequence of them
        The input columns: a name of the header, or a number from 1. Unless told all columns but the label's.
    y : name or number
        The column of labels. Unless told the last one.
    beside : sequence of names or numbers
        Columns of numbers that belong to the points and are neither inputs nor labels, such as tolerances. An entry may
        be infinite, "inf".
    delimiter : str
        One character, or "tab", "semicolon", "blanks", ... Unless told the only one with which the lines make sense.
    decimal : "." or ","
        The decimal sign. With "," the delimiter must be another; if a comma is both, two neighbours are a number.
    comment : str
        What begins a line that is left out; "#" unless told, "" for none.
    encoding : str
        "latin-1", "cp1252", "utf-16", ...; UTF-8 unless told or marked.
    header : bool
        Whether the first line has names. Unless told it has if no entry of it could be a number.
    skip : str, int or sequence of them
        Lines to leave out, by their number in the file: "2", "1-3", "7-".
    missing : "error" or "drop"
        What to do with points of which a number is missing.
    dates : bool
        Read the inputs as ISO 8601 dates or times: days since the first, exactly.
    """

    x: ColumnName | Sequence[ColumnName] | None
    y: ColumnName | None
    beside: Sequence[ColumnName]
    delimiter: str | None
    decimal: Literal[".", ","] | None
    comment: str | None
    encoding: str | None
    header: bool | None
    skip: str | int | Sequence[str | int] | None
    missing: Literal["error", "drop"]
    dates: bool


def check_options(options: TableOptions) -> None:
    """Raise `UsageError` for an option that does not exist or has no such value; the message says which there are.

    The columns are written as Python's own lists and numbers, of whatever kind they were given.

    Examples
    --------
    >>> check_options({"missing": "drop", "encoding": "latin-1"})
    """
    unknown = sorted(set(options) - set(TableOptions.__annotations__))
    if unknown:
        raise UsageError(f"no option {unknown[0]!r} for a table; there are {', '.join(TableOptions.__annotations__)}")
    for name, allowed in (
        ("decimal", (None, ".", ",")),
        ("missing", ("error", "drop")),
        ("header", (None, True, False)),
        ("dates", (True, False)),
    ):
        if name in options and options[name] not in allowed:  # type: ignore[literal-required]
            shown = ", ".join(map(repr, (value for value in allowed if value is not None)))
            raise UsageError(f"{name} = {short(options[name])}: use one of {shown}")  # type: ignore[literal-required]
    encoding = options.get("encoding")
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except (LookupError, ValueError, TypeError):
            raise UsageError(
                f"encoding {short(encoding)} is not known; use utf-8, latin-1, cp1252, utf-16, ..."
            ) from None
    comment: Any = options.get("comment")
    delimiter = options.get("delimiter")
    if comment is not None and (not isinstance(comment, str) or re.search(r"\s", comment)):
        raise UsageError(f"comment mark {short(comment)}: give a mark without blanks, such as '#' or '%'")

    if delimiter is not None:
        delimiter_of(delimiter)
    _write_columns(options)


def _write_columns(options: TableOptions) -> None:
    x: Any = options.get("x")
    y = options.get("y")
    if y is not None:
        options["y"] = _column(y, "y")
    if "beside" in options:
        beside: Any = options["beside"]
        given = [beside] if isinstance(beside, str | int) else beside
        options["beside"] = [_column(column, "beside") for column in given]
    if x is None:
        return
    if isinstance(x, str | int | np.integer):
        options["x"] = _column(x, "x")
    elif isinstance(x, Sequence | np.ndarray) and has_order(x):
        options["x"] = [_column(column, "x") for column in x]
    else:
        raise UsageError(f"x = {short(x)}: give a column, or a list of them, each by its name or its number from 1")


def _column(column: Any, name: str) -> ColumnName:
    if isinstance(column, str | int | np.integer) and not isinstance(column, bool | np.timedelta64):
        return column if isinstance(column, str | int) else int(column)
    raise UsageError(f"{name} = {short(column)} is no column; give its name, or its number from 1")


def delimiter_of(text: str) -> str:
    r"""Return the delimiter that a text stands for.

    Raises
    ------
    UsageError
        If it is neither a name nor one character that can separate numbers.

    Examples
    --------
    >>> delimiter_of("tab"), delimiter_of(";"), delimiter_of("blanks")
    ('\t', ';', ' ')
    """
    given: Any = text
    sign = _SPOKEN.get(given, given) if isinstance(given, str) else ""
    # No control characters: what shows a note that names one obeys it.
    seen = sign.isprintable() or sign == "\t" or (len(sign) == 1 and unicodedata.category(sign) == "Zs")
    if len(sign) != 1 or sign.isalnum() or sign in "\"'.+-" or not seen:
        raise UsageError(f"delimiter {short(text)}: give one sign, or one of {', '.join(DELIMITERS.values())}")
    return sign


def skipped(skip: str | int | Sequence[str | int] | None) -> list[tuple[int, float]]:
    """Return the ranges of line numbers that are to be left out, both ends included.

    Raises
    ------
    UsageError
        If one is no line number and no range of them.

    Examples
    --------
    >>> skipped(["2", "5-"]), skipped("1-3,7")
    ([(2, 2), (5, inf)], [(1, 3), (7, 7)])
    """
    given: Any = [] if skip is None else [skip] if isinstance(skip, str | int | np.integer) else skip
    if not isinstance(given, Sequence | np.ndarray) or not has_order(given):
        raise UsageError(f"skip {short(skip)}: give line numbers, such as 2 or 1-3 or 7-")
    found: list[tuple[int, float]] = []
    for part in (part for text in given for part in str(text).split(",")):
        match = _RANGE.fullmatch(part)
        low = int(match[1]) if match else 0
        high = float("inf") if match and match[2] and not match[3] else int(match[3] or low) if match else 0
        if match is None or high < low:
            raise UsageError(f"skip {part!r:.40}: give line numbers, such as 2 or 1-3 or 7-")
        found.append((low, high))
    return found
