"""The errors of the package: one base class; every message says what, which value, where, and what to do."""

from __future__ import annotations

__all__ = ["DataError", "SparsestError", "UndecidedError", "UsageError", "one_line", "short"]


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


class UsageError(SparsestError, ValueError):
    """A call asked for what does not exist, a p outside its range for instance. Mend the call."""


class UndecidedError(SparsestError, ArithmeticError):
    """A sign could not be settled within the declared precision. Nothing was guessed; raise the limit or report it."""


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
