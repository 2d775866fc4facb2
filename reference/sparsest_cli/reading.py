"""How commands read DATA: the options of a table, and points from it, with what was assumed said on stderr."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError, one_line
from sparsest_cli.common import say

if TYPE_CHECKING:
    from sparsest.data import Dataset
    from sparsest.points import Points
    from sparsest.table import Table

__all__ = ["name_of", "read_gates", "read_points", "reads_table", "standard_input"]

_OPTIONS = (
    click.option(
        "--x", multiple=True, metavar="COLUMN", help="Input column, by name or number from 1; repeat for several."
    ),
    click.option("--y", metavar="COLUMN", help="Column of labels; the last one unless told."),
    click.option("--delimiter", metavar="SIGN", help='Between entries: one sign, or "tab", "semicolon", "blanks", ...'),
    click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign."),
    click.option("--comment", metavar="MARK", help='Begins lines to leave out; # unless told, "" for none.'),
    click.option("--encoding", metavar="NAME", help="Of the text: latin-1, utf-16, ...; UTF-8 unless told or marked."),
    click.option("--header/--no-header", default=None, help="The first line has names of columns, or is a point."),
    click.option("--skip", multiple=True, metavar="LINES", help="Leave out lines by number: 2 or 1-3 or 7-."),
    click.option("--missing", type=click.Choice(["error", "drop"]), default="error", help="Points that lack a number."),
    click.option("--dates", is_flag=True, help="Inputs are ISO 8601 dates or times: days since the first, exactly."),
    click.option(
        "--ties",
        type=click.Choice(["error", "mean", "median", "min", "max", "first", "last", "gates"]),
        help="Several labels at one input: an error, unless told to merge the points there; with a tolerance each has "
        "a gate of its own (gates).",
    ),
    click.option("--decimals", type=click.IntRange(0, 1000), metavar="K", help="Round to K decimal places, exactly."),
)
_NAMES = (
    "x",
    "y",
    "delimiter",
    "decimal",
    "comment",
    "encoding",
    "header",
    "skip",
    "missing",
    "dates",
    "ties",
    "decimals",
)


def reads_table(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a table; it gets them as one keyword, `reading`, for `read_points`."""

    @functools.wraps(command)
    def wrapped(**options: Any) -> None:
        reading = {name: options.pop(name) for name in _NAMES}
        command(**options, reading={**reading, "x": list(reading["x"]) or None, "skip": list(reading["skip"])})

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def name_of(data: str) -> str:
    """Return what to call the data in a report: in one line, whatever the file is called.

    Examples
    --------
    >>> name_of("-"), name_of("nile.csv")
    ('standard input', 'nile.csv')
    """
    return "standard input" if data == "-" else one_line(data)


def standard_input(most: int) -> bytes:
    """Return what standard input holds, at most so many bytes of it; `UsageError` if it cannot be read."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; give the name of a file")
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        raise UsageError(
            f"standard input cannot be read ({error.strerror or error}); give the name of a file"
        ) from None


def read_points(data: str, reading: dict[str, Any], *, multivariate: bool, gates: bool = False) -> Dataset | Points:
    """Read a table: a `Dataset` for one input column, else (or if told) `Points`; say what was assumed.

    With `gates` an input of a `Dataset` may have several labels, unless --ties says otherwise.
    """
    from sparsest.data import Dataset
    from sparsest.points import Points

    table = _table(data, reading)
    kind = Points if multivariate or len(table.x[0]) > 1 else Dataset
    ties = reading["ties"] or ("gates" if gates and kind is Dataset else "error")
    points = kind.from_table(table, ties=ties, decimals=reading["decimals"])
    _say_notes(data, points)
    return points


def read_gates(data: str, reading: dict[str, Any], column: str | None = None) -> Dataset:
    """Read a `Dataset` whose inputs may have several labels, and beside it a column of tolerances, if told.

    Raises
    ------
    UsageError
        If there are several input columns.
    """
    from sparsest.data import Dataset

    table = _table(data, reading, [] if column is None else [column])
    if len(table.x[0]) > 1:
        raise UsageError(
            f"{name_of(data)}: {len(table.x[0])} inputs; a tolerance goes with one: choose it with --x, the label with "
            "--y, and a column of tolerances with --tolerance-column"
        )
    points = Dataset.from_table(table, ties=reading["ties"] or "gates", decimals=reading["decimals"])
    _say_notes(data, points)
    return points


def _table(data: str, reading: dict[str, Any], beside: Sequence[str] = ()) -> Table:
    from sparsest.table import read_table
    from sparsest.table.source import MAX_BYTES

    source = io.BytesIO(standard_input(MAX_BYTES + 1)) if data == "-" else data
    how = {name: value for name, value in reading.items() if name not in ("ties", "decimals")}
    return read_table(source, name_of(data), **how, beside=list(beside))


def _say_notes(data: str, points: Dataset | Points) -> None:
    if points.notes:
        say(f"sparsest: {name_of(data)}: {'; '.join(points.notes)}")
