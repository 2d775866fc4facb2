"""Which columns are the inputs and which one is the label: told, or clear from their number and names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError
from sparsest.errors import options as told
from sparsest.exact.rationals import parse_rational
from sparsest.table.dialect import Row
from sparsest.table.entries import Token, kind_of
from sparsest.table.options import ColumnName, TableOptions, option

__all__ = ["Columns", "choose_columns", "told_columns"]

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
# Names of columns that tell rows apart: they may count from any number on.
_IDENTIFIERS = frozenset(["id", "n", "nr", "no", "num", "number", "obs", "case", "sample", "record", "idx", "i", "seq"])
# Two rows are too few to say that a column counts them.
_LEAST_COUNTED = 3
# Of the columns of a long table a message shows so many, by names of at most so many letters.
_MOST_SHOWN, _LONGEST = 4, 20


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
    beside : tuple of int
        Of what belongs to the points and is neither.
    """

    x: tuple[int, ...]
    y: int
    notes: tuple[str, ...]
    beside: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """All columns that are read.

        Examples
        --------
        >>> Columns((0,), 2, (), (1,)).all
        (0, 2, 1)
        """
        return (*self.x, self.y, *self.beside)


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
        Of these `x`, `y` and `beside`.
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
    Columns(x=(1,), y=2, notes=('column 1, which has no name and counts the rows, left out',), beside=())
    """
    told_x, told_y = options.get("x"), options.get("y")
    y = None if told_y is None else _find(told_y, names, width, name)
    beside = tuple(_find(column, names, width, name) for column in options.get("beside", ()))
    kept, notes = _without_empty(names, body, width)
    kept = [k for k in kept if k not in beside] or kept
    if told_x is not None:
        given = [told_x] if isinstance(told_x, str | int) else list(told_x)
        x = tuple(_find(column, names, width, name) for column in given)
        if y is None and kept[-1] in x:
            raise DataError(f"{name}: the last column is an input; say which one is the label with {option('y')}")
        chosen = Columns(x, kept[-1] if y is None else y, (), beside)
    else:
        inputs = [k for k in kept if k != y]
        left, found = _without_row_numbers(names, body, inputs, y, name)
        label = left[-1] if y is None else y
        chosen = Columns(tuple(k for k in left if k != label), label, (*notes, *found), beside)
    _check(chosen, names, body, name)
    return chosen


def told_columns(options: TableOptions, width: int) -> list[int] | None:
    """Return the columns that are read, from 0, if inputs and label are all told by their numbers.

    Examples
    --------
    >>> told_columns({"x": [2, "3"], "y": 1}, 3), told_columns({"x": 2}, 3), told_columns({"x": 2, "y": 9}, 3)
    ([1, 2, 0], None, None)
    """
    x, y = options.get("x"), options.get("y")
    if x is None or y is None:
        return None
    texts = [str(column).strip() for column in (*([x] if isinstance(x, str | int) else x), y)]
    found = [_index(text, width) for text in texts]
    return None if None in found else [k for k in found if k is not None]


def _index(text: str, width: int) -> int | None:
    """Return the index that the number of a column stands for, if it is one."""
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= width else None


def _check(chosen: Columns, names: Sequence[str] | None, body: Sequence[Row], name: str) -> None:
    if not chosen.x:
        place = f", line {body[0].line}" if body else ""
        raise DataError(f"{name}{place}: one column; give an input and a label, separated by a comma")
    roles = sorted(chosen.all)
    twice = next((k for k, following in pairwise(roles) if k == following), None)
    if twice is not None:
        others = f" and {option('tolerance-column')}" if chosen.beside else ""
        raise DataError(
            f"{name}: {_called(twice, names)} is chosen twice; give each of {option('x')}, {option('y')}{others} its "
            "own"
        )


def _find(column: ColumnName, names: Sequence[str] | None, width: int, name: str) -> int:
    """Return the index of a column by its name in the header, or by its number from 1."""
    text = str(column).strip()
    found = [k for k, title in enumerate(names or ()) if title.strip() == text] if isinstance(column, str) else []
    index = _index(text, width)
    if index is not None:
        found = sorted({*found, index})
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(title.strip()) for title in (names or ())[:12]) if names else "no names"
    problem = "no such column" if not found else f"columns {', '.join(str(k + 1) for k in found)} are called so"
    raise DataError(f"{name}: column {text!r:.40}: {problem}; there are {width}, from 1 ({listed:.300})")


def _without_row_numbers(
    names: Sequence[str] | None, body: Sequence[Row], columns: list[int], y: int | None, name: str
) -> tuple[list[int], list[str]]:
    """Leave out first columns that number the rows; refuse what may number them but could be an input or a label."""
    kept, notes, least = list(columns), list[str](), 3 if y is None else 2
    while len(kept) >= least:
        k = kept[0]
        title = names[k].strip() if names is not None else None
        if title is None or title.lower() not in ROW_NUMBERS or not _numbers(body, k, name):
            break
        if not _counts(body, k, (0, 1), least=1):
            raise DataError(_may_number(k, names, kept, y, name))
        called = f"which is called {title!r:.40}" if title else "which has no name"
        notes.append(f"column {k + 1}, {called} and counts the rows, left out")
        kept = kept[1:]
    if len(kept) >= least:
        for k in kept:
            title = names[k].strip().lower() if names is not None else ""
            starts = None if title in _IDENTIFIERS else (0, 1)
            suspect = k == kept[0] or title in _IDENTIFIERS or (title and title in ROW_NUMBERS)
            if suspect and _counts(body, k, starts, least=_LEAST_COUNTED):
                raise DataError(_may_number(k, names, kept, y, name))
    return kept, notes


def _may_number(k: int, names: Sequence[str] | None, kept: Sequence[int], y: int | None, name: str) -> str:
    *inputs, label = kept if y is None else [*(column for column in kept if column != y), y]
    without = [column for column in (*inputs, label) if column != k]
    with_it, rest = _told([*inputs, label], names), _told(without, names)
    what = f"{_called(k, names)} may number the rows or hold data"
    return f"{name}: {what}; say {rest} to leave it out, or {with_it} to use it"


def _told(columns: Sequence[int], names: Sequence[str] | None) -> str:
    """Return the options that choose these columns, the last one as the label; of many only the first and the last."""
    words = [_title(column, names) for column in columns]
    shown = words[:-1]
    if len(shown) > _MOST_SHOWN:
        shown = [*shown[: _MOST_SHOWN - 1], "...", shown[-1]]
    return told(shown, words[-1])


def _title(column: int, names: Sequence[str] | None) -> str:
    """Return a name that a shell takes as it is and that means this column only, or the number."""
    title = names[column].strip() if names is not None else ""
    alone = names is not None and [other.strip() for other in names].count(title) == 1
    plain = title.replace("_", "").replace(".", "").isalnum() and not title.isdigit() and len(title) <= _LONGEST
    return title if alone and plain else str(column + 1)


def _called(k: int, names: Sequence[str] | None) -> str:
    title = names[k].strip() if names is not None and k < len(names) else ""
    return f"column {k + 1} ({title!r:.40})" if title else f"column {k + 1}"


def _numbers(body: Sequence[Row], k: int, name: str) -> bool:
    """Return whether a column of row numbers has numbers and nothing else; refuse a line that lacks its number."""
    kinds = [kind_of(row.entries[k]) for row in body]
    if Token.NUMBER in kinds and set(kinds) == {Token.NUMBER, Token.BLANK}:
        line = body[kinds.index(Token.BLANK)].line
        raise DataError(
            f"{name}, line {line}: no row number in column {k + 1}, where other lines have one: a total? leave it "
            f"out with {option('skip', str(line))}"
        )
    return set(kinds) == {Token.NUMBER}


def _counts(body: Sequence[Row], k: int, starts: tuple[int, ...] | None, *, least: int) -> bool:
    """Return whether a column is n, n + 1, n + 2, ..., over at least so many rows, n one of `starts` if told."""
    if len(body) < least:
        return False
    first = _number(body[0].entries[k].strip())
    if first is None or first.q != 1 or (starts is not None and int(first) not in starts):
        return False
    return all(_number(row.entries[k].strip()) == first + n for n, row in enumerate(body))


def _number(entry: str) -> fmpq | None:
    """Return the number of a short entry that is one; what is wrong with another is said later, with its place."""
    try:
        return parse_rational(entry) if len(entry) <= _LONGEST else None
    except DataError:
        return None


def _without_empty(names: Sequence[str] | None, body: Sequence[Row], width: int) -> tuple[list[int], list[str]]:
    """Leave out columns without name and without entries, as a comma at the end of each line makes them."""
    untitled = [k for k in range(width) if not (names and names[k].strip())] if width > 2 and body else []
    empty = [k for k in untitled if all(kind_of(row.entries[k]) is Token.BLANK for row in body)]
    kept = [k for k in range(width) if k not in empty]
    return kept, [f"column {k + 1}, which is empty, left out" for k in empty]
