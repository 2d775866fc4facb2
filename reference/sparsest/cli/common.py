"""What the commands share: reading points, writing files, progress, and the exit code of "undecided"."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sparsest.data import Dataset
    from sparsest.multivariate.fewest import Status
    from sparsest.multivariate.minimize import Progress
    from sparsest.points import Points
    from sparsest.table import Line

__all__ = [
    "UNDECIDED", "bounds_line", "fail", "name_of", "progress_bar", "read_points", "show", "status_line",
    "write_whole",
]  # fmt: skip

#: The exit code of "undecided".
UNDECIDED = 3
# Below so many points a command is done in well under two seconds, and a progress bar would only flicker.
_MANY_POINTS = 20_000
# Columns of prose, and of anything else, where it does not go to a terminal.
_PROSE, _ONE_LINE = 160, 1_000_000


def fail(message: str, code: int) -> NoReturn:
    """Say on stderr what is wrong, and end with this exit code."""
    sys.stderr.write(f"sparsest: {message}\n")
    sys.exit(code)


def name_of(data: str) -> str:
    """Return what to call the data in a report.

    Examples
    --------
    >>> name_of("-"), name_of("nile.csv")
    ('standard input', 'nile.csv')
    """
    return "standard input" if data == "-" else data


def show(shown: RenderableType, *, paragraphs: bool = False, **written: str | None) -> None:
    """Print a report, then where each further file was written (label=file).

    In a terminal it is folded to the width there. In a file or pipe every row is one line,
    only paragraphs of prose are folded, and no line ends in blanks. Not by `click.echo`, which takes an ASCII terminal
    for one that reads UTF-8.
    """
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(shown)
    else:
        # Whatever COLUMNS says: the readline library sets it for every process that a Python program starts.
        console = Console(highlight=False, width=_PROSE if paragraphs else _ONE_LINE, file=io.StringIO())
        console.print(shown)
        made = cast("io.StringIO", console.file).getvalue()
        sys.stdout.write("\n".join(line.rstrip() for line in made.split("\n")))
    for label, file in written.items():
        if file:
            sys.stdout.write(f"{label} written to {file}\n")


def read_points(data: str, *, multivariate: bool) -> Dataset | Points:
    """Read a CSV file or standard input: a `Dataset` for one input column, else (or if told) `Points`."""
    from sparsest.data import Dataset
    from sparsest.points import Points

    lines, name = _lines(data)
    several = multivariate or any(len(line.entries) > 2 for line in lines[:1])
    return Points.from_lines(lines, name) if several else Dataset.from_lines(lines, name)


def _lines(data: str) -> tuple[list[Line], str]:
    from sparsest.table import read_table

    if data == "-":
        return read_table(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline=""), "standard input")
    return read_table(data)


def write_whole(path: str, text: str) -> None:
    """Write the whole file or leave what was there: a full disk or a kill must not destroy an older file."""
    from sparsest.errors import UsageError

    part = Path(f"{path}.part")
    try:
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None


@contextmanager
def progress_bar(what: str, total: int, many: int = _MANY_POINTS) -> Iterator[Callable[[int], object] | None]:
    """Yield what advances a bar on stderr; None where nobody would see it, or where less than `many` is to be done."""
    if total < many or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield partial(bar.advance, task)


@contextmanager
def bounds_line() -> Iterator[Callable[[Status | Progress], object] | None]:
    """Yield what shows the bounds of a search on one line of stderr; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("searching") as line:
        yield lambda now: line.update(str(now))


@contextmanager
def status_line(what: str, wanted: bool) -> Iterator[None]:
    """Show on stderr what is being done, if wanted and if somebody sees it."""
    if not (wanted and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
