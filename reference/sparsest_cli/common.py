"""What the commands share: strict options, reports, progress, and the exit code of "undecided"."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click

from sparsest.errors import one_line
from sparsest.files import STANDARD_OUTPUT, is_standard_output

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sparsest.multivariate.minimize import Progress
    from sparsest.multivariate.status import Status
    from sparsest.training.incumbents import Attempts

__all__ = [
    "INTERRUPTED",
    "NO",
    "UNDECIDED",
    "StrictCommand",
    "bounds_line",
    "display",
    "fail",
    "file_name",
    "mute",
    "passes_line",
    "progress_bar",
    "say",
    "status_line",
]  # fmt: skip

#: The exit codes of the answer "no", of "undecided", and of an interrupted command.
NO, UNDECIDED, INTERRUPTED = 1, 3, 130
# Below so many points a command is done in well under two seconds, and a progress bar would only flicker.
_MANY_POINTS = 20_000
# Columns of prose, and of anything else, where it does not go to a terminal.
_PROSE, _ONE_LINE = 160, 1_000_000
_MOST_SAID = 4000


def fail(message: str, code: int) -> NoReturn:
    """Say on stderr what is wrong; end with this code, whether it could be said or not."""
    say(f"sparsest: {message}")
    sys.exit(code)


def say(*lines: str) -> None:
    """Write lines to stderr, each one line whatever a file name or a file has put into it.

    A stderr that is closed or full changes neither the answer nor the exit code.
    """
    try:
        sys.stderr.write("".join(f"{one_line(line, _MOST_SAID)}\n" for line in lines))
        sys.stderr.flush()
    except (OSError, ValueError):
        mute()


def mute() -> None:
    """Drop what goes to stderr from now on; what its buffer still holds would fail again in the shutdown."""
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the end


class StrictCommand(click.Command):
    """A command that refuses what Click takes in silence: an option given twice (the last wins) or empty."""

    #: Options for which nothing is a value.
    may_be_empty = frozenset({"comment"})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as Click does, after a look at what is repeated or empty."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        options = [option for option in order if isinstance(option, click.Option)]
        for option in options:
            # A flag that is repeated says the same, unless it has a contrary.
            once = not (option.multiple or option.count or (option.is_flag and not option.secondary_opts))
            if once and options.count(option) > 1:
                name = "/".join(option.opts[:1] + option.secondary_opts[:1])
                raise click.UsageError(f"{name} is given {options.count(option)} times; give it once", ctx)
        rest = super().parse_args(ctx, args)
        for given in self.params:
            values = ctx.params.get(given.name or "")
            empty = "" in values if isinstance(values, tuple) else values == ""
            if empty and given.name not in self.may_be_empty:
                raise click.UsageError(f"{given.opts[0]} is empty; give it a value, or leave it out", ctx)
        return rest


def file_name(_context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the name of a file that is kept, for which no stream will do; `UsageError` for "-"."""
    if value == STANDARD_OUTPUT:
        raise click.UsageError(f'{option.opts[0]} -: this is no stream; give the name of a file ("./-" for this one)')
    return value


def display(shown: RenderableType, *, paragraphs: bool = False, **written: str | None) -> None:
    """Print a report, then where each further file was written (label=file).

    In a terminal it is folded to the width there. In a file or pipe every row is one line,
    only paragraphs of prose are folded, and no line ends in blanks. Not by `click.echo`, which takes an ASCII terminal
    for one that reads UTF-8.
    """
    from rich.console import Console

    if any(file and is_standard_output(file) for file in written.values()):
        # A file on standard output stands there alone.
        return
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
            sys.stdout.write(f"{label} written to {one_line(file)}\n")


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
def bounds_line() -> Iterator[Callable[[Status | Progress | Attempts], object] | None]:
    """Yield what shows how far a search is on one line of stderr; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("searching") as line:
        yield lambda now: line.update(str(now))


@contextmanager
def passes_line(what: str) -> Iterator[Callable[[int], object] | None]:
    """Yield what counts passes over the data on one line of stderr; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    passes = count(1)
    with Console(stderr=True).status(what) as line:
        yield lambda _points: line.update(f"{what}: pass {next(passes)}")


@contextmanager
def status_line(what: str, wanted: bool) -> Iterator[None]:
    """Show on stderr what is being done, if wanted and if somebody sees it."""
    if not (wanted and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
