"""What one entry of a table is: a number, a date, nothing, a word, or something that may be a misprinted number."""

from __future__ import annotations

import re
from enum import Enum

from sparsest.errors import DataError, option
from sparsest.exact.numerals import MINUS, is_date, is_missing, misprint
from sparsest.exact.rationals import is_numeral, said_of

__all__ = ["Token", "entry_error", "kind_of", "number_text"]

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+\s*/\s*[0-9]+")


class Token(Enum):
    """What an entry is, for the question of what a line is."""

    NUMBER = "a number"
    DATE = "a date"
    BLANK = "nothing"
    MISSING = "a mark for a missing value"
    MISPRINT = "something that may be a misprinted number"
    WORD = "a word"


def number_text(entry: str, decimal: str) -> str | None:
    """Return the text of a number with "." as its decimal sign, as `parse_rational` takes it; None for another entry.

    Examples
    --------
    >>> number_text(" 1,5", ","), number_text("1.5", ","), number_text("1,5", "."), number_text("1/3", ",")
    ('1.5', None, None, '1/3')
    """
    body = entry.strip().replace(MINUS, "-")
    if decimal == ",":
        return body.replace(",", ".") if _DECIMAL_COMMA.fullmatch(body) else None
    return body if is_numeral(body) else None


def kind_of(entry: str, decimal: str = ".") -> Token:
    """Return what an entry is.

    Letters directly behind a number make a word, since names begin so ("2theta"); a unit makes a misprint ("5mA").

    Examples
    --------
    >>> [kind_of(entry).name for entry in ("-1/2", "2024-01-31", " ", "NA", "<2", "2theta")]
    ['NUMBER', 'DATE', 'BLANK', 'MISSING', 'MISPRINT', 'WORD']
    """
    body = entry.strip()
    if not body:
        return Token.BLANK
    if number_text(body, decimal) is not None:
        return Token.NUMBER
    if is_missing(body):
        return Token.MISSING
    if is_date(body):
        return Token.DATE
    found = misprint(body)
    return Token.WORD if found is None or found.joined else Token.MISPRINT


def entry_error(entry: str, decimal: str = ".") -> DataError:
    """Return the error that says what is wrong with an entry that is no number, and what to write instead.

    Examples
    --------
    >>> print(entry_error("5%"))
    '5%' has a percent sign; leave it out, or divide by 100
    """
    shown = f"{entry.strip()!r:.40}"
    if decimal == "," and "." in entry and is_numeral(entry.strip().replace(MINUS, "-")):
        return DataError(f"{shown} has a decimal point, but the decimal sign is a comma; write one of them throughout")
    found = misprint(entry.strip())
    reads = f" ({option(*found.option)} {found.reads})" if found and found.option else ""
    return DataError(f"{shown} {said_of(entry.strip())}{reads}")
