"""Which columns are the inputs and which one is the label: told, or clear from their number and names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sparsest.errors import DataError
from sparsest.exact.rationals import parse_rational
from sparsest.table.dialect import Row
from sparsest.table.entries import Kind, kind_of, number_text
from sparsest.table.options import Column, TableOptions, option

__all__ = ["Columns", "choose_columns"]

#: What R, pandas and spreadsheets call the numbers of the rows, in lower case.
ROW_NUMBERS = frozenset(
    [
        "",
        "rownames",
        "row.names",
        "row_names",
        "rowname",
        "...1",
        "index",
        "level_0",
        "#",
        "no.",
        "nr.",
        "row",
        "row number",
        "row_number",
        "rownum",
        "row id",
        "unnamed: 0",
        "unnamed: 0.1",
        "unnamed: 0.2",
    ]
)
# Two rows are too few to say that a column counts them.
_LEAST_COUNTED = 3


class Columns(NamedTuple):
    """The columns that are read, by index from 0.

    Parameters
    ----------
    x : tuple of int
        Of the inputs.
    y : int
        Of the labels.
    notes : tuple of str
        What was left out without being told.
    """

    x: tuple[int, ...]
    y: int
    notes: tuple[str, ...]


def choose_columns(
    names: Sequence[str] | None, body: Sequence[Row], width: int, options: TableOptions, name: str
) -> Columns:
    """Return the columns to read.

    Parameters
    ----------
    names : sequence of str or None
        The entries of the header, if there is one.
    body : sequence of Row
        The other lines, all of this width.
    width : int
        How many columns there are.
    options : TableOptions
        Of these `x` and `y`.
    name : str
        What to call the table in messages.

    Raises
    ------
    DataError
        If a column that is told is not there, is there twice or has two roles; if a column counts the rows but could
        be an input; if fewer than two are left.

    Examples
    --------
    >>> choose_columns(["", "t", "v"], [Row(2, ["1", "5", "7"]), Row(3, ["2", "6", "9"])], 3, {}, "a file")
    Columns(x=(1,), y=2, notes=('column 1, which has no name and counts the rows, left out',))
    """
    told_x, told_y = options.get("x"), options.get("y")
    y = None if told_y is None else _find(told_y, names, width, name)
    if told_x is not None:
        given = [told_x] if isinstance(told_x, str | int) else list(told_x)
        x = tuple(_find(column, names, width, name) for column in given)
        rest = [k for k in range(width) if k not in x]
        chosen = Columns(x, y if y is not None else rest[-1] if rest else x[-1], ())
    else:
        kept, empty = _without_empty(names, body, width)
        kept, notes = _without_row_numbers(names, body, kept, name)
        label = y if y is not None else kept[-1]
        chosen = Columns(tuple(k for k in kept if k != label), label, (*notes, *empty))
    _check(chosen, names, body, name)
    return chosen


def _check(chosen: Columns, names: Sequence[str] | None, body: Sequence[Row], name: str) -> None:
    if not chosen.x:
        place = f", line {body[0].line}" if body else ""
        raise DataError(f"{name}{place}: one column; give an input and a label, separated by a comma")
    roles = [*chosen.x, chosen.y]
    twice = next((k for k in roles if roles.count(k) > 1), None)
    if twice is not None:
        raise DataError(
            f"{name}: {_called(twice, names)} is chosen twice; give each of {option('x')}, {option('y')} its own"
        )


def _find(column: Column, names: Sequence[str] | None, width: int, name: str) -> int:
    """Return the index of a column by its name in the header, or by its number from 1."""
    text = str(column).strip()
    found = [k for k, title in enumerate(names or ()) if title.strip() == text] if isinstance(column, str) else []
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= width:
        found = sorted({*found, int(text) - 1})
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(title.strip()) for title in (names or ())[:12]) if names else "no names"
    problem = "no such column" if not found else f"columns {', '.join(str(k + 1) for k in found)} are called so"
    raise DataError(f"{name}: column {text!r:.40}: {problem}; there are {width}, from 1 ({listed:.300})")


def _without_row_numbers(
    names: Sequence[str] | None, body: Sequence[Row], kept: list[int], name: str
) -> tuple[list[int], list[str]]:
    """Leave out first columns that only number the rows; refuse one that counts rows but might be an input."""
    notes = list[str]()
    while len(kept) >= 3:
        k = kept[0]
        title = names[k].strip() if names is not None else None
        numbers = title is not None and title.lower() in ROW_NUMBERS
        if numbers and _counts(body, k, 1):
            called = f"which is called {title!r}" if title else "which has no name"
            notes.append(f"column {k + 1}, {called} and counts the rows, left out")
            kept = kept[1:]
            continue
        if _counts(body, k, _LEAST_COUNTED) or (numbers and _ascends(body, k)):
            raise DataError(_may_count(k, names, kept, name))
        break
    return kept, notes


def _may_count(k: int, names: Sequence[str] | None, kept: Sequence[int], name: str) -> str:
    titles = [(names[column].strip() if names else "") or str(column + 1) for column in kept]
    *inputs, label = map(_quoted, titles)
    without = " ".join(option("x", one) for one in inputs[1:]) + f" {option('y', label)}"
    return (
        f"{name}: {_called(k, names)} may number the rows or be an input; say {without} to leave it out, or "
        f"{option('x', inputs[0])} {without} to use it"
    )


def _quoted(title: str) -> str:
    return title if title.replace("_", "").replace(".", "").isalnum() else f'"{title}"'


def _called(k: int, names: Sequence[str] | None) -> str:
    title = names[k].strip() if names is not None and k < len(names) else ""
    return f"column {k + 1} ({title!r:.40})" if title else f"column {k + 1}"


def _counts(body: Sequence[Row], k: int, least: int) -> bool:
    """Return whether a column counts 0, 1, 2, ... or 1, 2, 3, ..., over at least so many rows."""
    if len(body) < least or body[0].entries[k].strip() not in ("0", "1"):
        return False
    start = int(body[0].entries[k])
    return all(row.entries[k].strip() == str(n) for n, row in enumerate(body, start))


def _ascends(body: Sequence[Row], k: int) -> bool:
    """Return whether a column has increasing whole numbers, as the row numbers of a part of a table have."""
    texts = [number_text(row.entries[k], ".") for row in body]
    if len(body) < 2 or any(text is None or not text.isdigit() or len(text) > 18 for text in texts):
        return False
    values = [parse_rational(text) for text in texts if text]
    return all(low < high for low, high in pairwise(values))


def _without_empty(names: Sequence[str] | None, body: Sequence[Row], width: int) -> tuple[list[int], list[str]]:
    """Leave out columns without name and without entries, as a comma at the end of each line makes them."""
    untitled = [k for k in range(width) if not (names and names[k].strip())] if width > 2 and body else []
    empty = [k for k in untitled if all(kind_of(row.entries[k]) is Kind.BLANK for row in body)]
    kept = [k for k in range(width) if k not in empty]
    return kept, [f"column {k + 1}, which is empty, left out" for k in empty]
