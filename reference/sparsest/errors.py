"""The errors of the package: one base class; every message says what, which value, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = [
    "DataError", "MissingExtraError", "NoFunctionError", "SparsestError", "UndecidedError", "UsageError", "one_line",
    "option", "options", "short", "spoken_to_the_command_line",
]  # fmt: skip

_FLAGS = {"header": "header=True", "no-header": "header=False", "dates": "dates=True", "tolerance-column": "beside=..."}
# Keywords that are called otherwise than the option.
_KEYWORDS = {"scaler-formula": "formula"}
# Stands for columns that are not shown.
_MORE = "..."
_COMMAND_LINE: ContextVar[bool] = ContextVar("command_line", default=False)


class SparsestError(Exception):
    """Base class of every error that this package raises on purpose.

    Examples
    --------
    >>> import sparsest
    >>> issubclass(sparsest.DataError, sparsest.SparsestError)
    True
    """


class DataError(SparsestError, ValueError):
    """The data are not a data set; the message names the value and where it stands. Mend the data and try again."""


class NoFunctionError(DataError):
    """No function does what is asked; the message says why. It is an answer: the command line ends with 1, "no"."""


class UsageError(SparsestError, ValueError):
    """A call asked for what does not exist, a p outside its range for instance. Mend the call."""


class MissingExtraError(UsageError, ImportError):
    """A module of an extra is not there. Install the extra, as the message says."""


class UndecidedError(SparsestError, ArithmeticError):
    """A sign could not be settled within the declared precision. Nothing was guessed; raise the limit or report it."""


@contextmanager
def spoken_to_the_command_line() -> Iterator[None]:
    """Have messages that are made inside name options as the command line does, not as keywords of a call.

    Examples
    --------
    >>> with spoken_to_the_command_line():
    ...     option("missing", "drop")
    '--missing drop'
    """
    token = _COMMAND_LINE.set(True)
    try:
        yield
    finally:
        _COMMAND_LINE.reset(token)


def option(name: str, value: str = "") -> str:
    """Return how an option is given, for a message: as a keyword, or as the command line has it where that is asked.

    Parameters
    ----------
    name : str
        As on the command line.
    value : str
        Its value, as text; nothing for a flag, or where the reader chooses one.

    Examples
    --------
    >>> option("missing", "drop"), option("no-header"), option("delimiter")
    ('missing="drop"', 'header=False', 'delimiter=...')
    """
    if _COMMAND_LINE.get():
        return f"--{name} {value}".rstrip()
    keyword = _KEYWORDS.get(name, name.replace("-", "_"))
    return _FLAGS.get(name) or (f'{keyword}="{value}"' if value else f"{keyword}=...")


def options(x: list[str], y: str, *others: tuple[str, str]) -> str:
    """Return how columns are chosen, the inputs' and the label's, with other options before them.

    Examples
    --------
    >>> options(["t", "u"], "v", ("skip", "1"))
    'skip="1", x=["t", "u"], y="v"'
    """
    first = [option(name, value) for name, value in others]
    if _COMMAND_LINE.get():
        return " ".join([*first, *(column if column == _MORE else option("x", column) for column in x), option("y", y)])
    quoted = ", ".join(column if column == _MORE else f'"{column}"' for column in x)
    return ", ".join([*first, f"x=[{quoted}]" if len(x) > 1 else f"x={quoted}", option("y", y)])


def one_line(text: str, most: int = 300) -> str:
    r"""Return a text as (part of) a message: in one line, without control characters, cut if it is longer than `most`.

    Examples
    --------
    >>> one_line("*** in database main ***\nOn tree page 3:\x1b[31m bad")
    '*** in database main *** On tree page 3: [31m bad'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else f"{line[:most]}..."


def short(value: object, most: int = 40) -> str:
    """Return the beginning of a value's `repr`; values may have none: integers of thousands of digits, broken classes.

    Examples
    --------
    >>> short([1, 2]), short([10**5000])
    ('[1, 2]', 'a value of type list')
    """
    try:
        return repr(value)[:most]
    except Exception:  # it is code of others
        return f"a value of type {type(value).__name__}"
