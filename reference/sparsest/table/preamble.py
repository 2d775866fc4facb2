"""What stands above a table: names of columns in a comment, and lines that are no part of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence

from sparsest.errors import DataError
from sparsest.table.dialect import Dialect, Row, is_keyed, split
from sparsest.table.entries import Token, kind_of
from sparsest.table.options import option

__all__ = ["LINES_LOOKED_AT", "bare_marks", "names_in_comments", "refuse_preamble"]

#: So many lines show what stands above a table.
LINES_LOOKED_AT = 200


def bare_marks(rows: Sequence[Row], mark: str) -> int:
    r"""Return how many of the first rows are comments though a delimiter follows the mark, as in "#\tx\ty".

    Where the rows below have as many entries as the last of these, the mark is the name of a column of row numbers.

    Examples
    --------
    >>> table = [Row(1, ["#", "x", "y"]), Row(2, ["0", "1"]), Row(3, ["2", "3"])]
    >>> bare_marks(table, "#"), bare_marks([table[0], Row(2, ["1", "0", "1"])], "#")
    (1, 0)
    """
    count = next((k for k, row in enumerate(rows) if row.entries[0].strip() != mark), len(rows))
    if not mark or count == 0:
        return 0
    below = {len(row.entries) for row in rows[count:]}
    if len(below) != 1:
        return 0
    return next((k for k, row in enumerate(rows[:count]) if len(row.entries) in below), count)


def names_in_comments(comments: Mapping[int, str], first: Row, dialect: Dialect) -> list[str] | None:
    """Return the names of the columns in a comment directly above the first point, if only one reading is possible.

    It must have as many entries as the point, each a word of its own, and no other comment may have that.

    Parameters
    ----------
    comments : mapping from int to str
        The comments above the table by their lines, without their marks.
    first : Row
        The first point.
    dialect : Dialect
        Of the table.

    Examples
    --------
    >>> names_in_comments({1: "run 7", 2: " t  v"}, Row(3, ["0", "1"]), Dialect(" ", "."))
    ['t', 'v']
    >>> names_in_comments({1: "run 7, day 2", 2: " t, v"}, Row(3, ["0", "1"]), Dialect(",", "."))
    """
    found = {line: names for line, text in comments.items() if (names := _names(text, dialect, len(first.entries)))}
    return found.get(first.line - 1) if len(found) == 1 else None


def _names(text: str, dialect: Dialect, width: int) -> list[str] | None:
    try:
        rows = [row.entries for row in split([text.strip().removeprefix(dialect.delimiter)], dialect)]
    except csv.Error:
        return None
    names = [entry.strip() for entry in rows[0]] if rows else []
    sound = len({*names}) == len(names) == width and all(kind_of(name, dialect.decimal) is Token.WORD for name in names)
    return names if sound else None


def refuse_preamble(rows: Sequence[Row], lines: Mapping[int, str], told: bool | None, decimal: str, name: str) -> None:
    """Raise `DataError` if lines above the table are no part of it; the message names the lines to skip.

    Such lines have a key and a value (`Station: Aswan`), or another number of entries than the points. One line with
    a colon in each of its entries (`t: s,v: m/s`) is a header.

    Examples
    --------
    >>> lines = ["Station: Aswan", "Unit: m3", "t,v", "0,1", "1,2"]
    >>> rows = list(split(lines, Dialect(",", ".")))
    >>> refuse_preamble(rows, dict(enumerate(lines, 1)), None, ".", "a file")
    Traceback (most recent call last):
    sparsest.errors.DataError: a file, line 1: one column ('Station: Aswan') stands above the table and is no part of \
it; leave it out with skip="1-2"
    """
    head = rows[:LINES_LOOKED_AT]
    keyed = [is_keyed(lines.get(row.line, "")) for row in head]
    numeric = [any(kind_of(entry, decimal) in (Token.NUMBER, Token.DATE) for entry in row.entries) for row in head]
    points = [k for k, row in enumerate(head) if numeric[k] and not keyed[k] and len(row.entries) > 1]
    if not points:
        return
    usual = Counter(len(head[k].entries) for k in points).most_common(1)[0][0]
    start = next(k for k in points if len(head[k].entries) == usual)
    above = [k for k in range(start) if keyed[k] or len(head[k].entries) != usual]
    if not above or _is_header(head, above, usual, told, decimal):
        return
    first, last = head[0].line, head[above[-1]].line
    shown = lines[first].strip()
    cure = option("skip", str(first) if first == last else f"{first}-{last}")
    if above == [0] and len(head[0].entries) == usual:
        cure += f", or say {option('header')} if it has the names of columns"
    what = f"one column ({shown!r:.40})" if len(head[0].entries) == 1 else f"{shown!r:.40}"
    if above == [0] and not keyed[0] and 1 < len(head[0].entries) != usual:
        place = f"{name}, line {head[1].line}"
        raise DataError(
            f"{place}: {usual} columns, but line {first} has {len(head[0].entries)}; leave that out with {cure}"
        )
    raise DataError(
        f"{name}, line {first}: {what} stands above the table and is no part of it; leave it out with {cure}"
    )


def _is_header(head: Sequence[Row], above: list[int], usual: int, told: bool | None, decimal: str) -> bool:
    """Return whether what is above is one line that has, or may have, the names of the columns."""
    if above != [0]:
        return False
    first, following = ([kind_of(entry, decimal) for entry in row.entries] for row in head[:2])
    names, last = Token.NUMBER not in first, head[0].entries[-1].strip()
    filled = [entry for entry in head[0].entries if entry.strip()]
    if {*following} <= {Token.WORD, Token.BLANK}:
        return False
    if len(first) == usual:
        # Each of the names with its colon, as in "t: s,v: m/s".
        return told is True or (names and all(map(is_keyed, filled)))
    # Without a name for the first column, as R writes it, or with one more delimiter at the end.
    return names and ((len(first) == usual - 1 and usual > 2) or (len(first) == usual + 1 and not last))
