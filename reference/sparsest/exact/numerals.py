"""What an entry that is no number may have been meant for: so that an error can say what to write instead.

Nothing here decides a value. A text is a number only if `rationals.parse_rational` reads it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["MINUS", "Misprint", "is_date", "is_missing", "misprint"]

#: The minus sign of typography, read as "-" wherever numbers are read.
MINUS = "\u2212"

# Entries that stand for a missing value, beside the empty one and the errors of spreadsheets.
_MISSING = frozenset(
    [
        *("", ".", "-", "--", "?", "NA", "N/A", "n/a", "na", "<NA>", "NaN", "nan", "NAN", "-nan", "-NaN", "NaT"),
        *("null", "NULL", "Null", "nil", "None", "none", "missing", "\\N", "\u2013", "\u2014", "#N/A", "#NA", "#NV"),
        *("1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"),
    ]
)
_SPREADSHEET_ERROR = re.compile(r"#[A-Z][A-Z0-9/]*[!?]")

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_CODES = "USD|EUR|GBP|JPY|CHF|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|KRW|ZAR|TRY|RUB"
_CURRENCY = rf"[$\u00a2-\u00a5\u20a0-\u20cf]|(?:{_CODES})\b"
# Patterns look at no longer texts: nobody prints a number with a unit on so many signs.
_LONGEST = 80
# Written directly behind a number these are units, and no beginning of a name.
_PREFIX = "[afpn\u00b5\u03bcmcdhkMGT]"
_PREFIXED = "m|g|s|A|K|V|W|N|J|C|F|H|T|L|l|B|Hz|Pa|eV|bar|mol|Ohm|ohm|rad"
_UNITS = f"(?:{_PREFIX})?(?:{_PREFIXED})|h|d|min|deg|dB|dBm|rpm|psi|in|ft|lb|oz|ppm|px|sec|sqm|m2|m3|km/h|m/s"
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?(?:[T ][0-9:.,]+)?(?:Z|[+-][0-9:]{2,6})?"
    r"|[0-9]{4}-?W[0-9]{2}(?:-?[0-9])?"
    r"|[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}(?: [0-9:.,]+)?(?: ?[AaPp][Mm])?"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})(?: [0-9:.,]+)?"
    r"|T?[0-9]{1,3}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9:]{2,6})?(?: ?[AaPp][Mm])?"
)


class Misprint(NamedTuple):
    """What a text seems to be, and what to do about it.

    Parameters
    ----------
    kind : str
        "has a percent sign".
    cure : str
        "leave it out".
    joined : bool
        Whether it is a number with letters directly behind it, as in "2theta": no misprint in a line of names.
    option : (str, str) or None
        The option of a table that reads such entries, and its value.
    reads : str
        What that option does: "reads such numbers".
    """

    kind: str
    cure: str
    joined: bool = False
    option: tuple[str, str] | None = None
    reads: str = ""


def _rule(
    pattern: str, kind: str, cure: str, reads: tuple[tuple[str, str], str] | None = None, *, joined: bool = False
) -> tuple[re.Pattern[str], Misprint]:
    return re.compile(pattern), Misprint(kind, cure, joined, *(reads or (None, "")))


_THOUSANDS = (
    r"[+-]?[0-9]{1,3}(?:[,'\u2019][0-9]{3})+(?:\.[0-9]*)?"
    r"|[+-]?[0-9]{1,3}(?:[.\s\u00a0\u202f'\u2019][0-9]{3})+(?:,[0-9]+)?"
    r"|[+-]?[0-9]+(?:_[0-9]+)+(?:\.[0-9]*)?"
)
_WITH_CURRENCY = rf"(?:{_CURRENCY})\s*{_NUMBER}|[+-]?(?:{_CURRENCY}).*[0-9]|{_NUMBER}\s*(?:{_CURRENCY})"
_BOUND = rf"(?:[<>=~\u2248\u2264\u2265\u00b1]|<=|>=|==)\s*\"?{_NUMBER}\"?"
_UNCERTAIN = rf"{_NUMBER}\s*(?:\u00b1|\+/-|\+-)\s*{_NUMBER}|{_NUMBER}\([0-9]+\)"
_WITH_UNIT = rf"{_NUMBER}(?:\s+\S.*|\s*[\u00b0\u2032\u2033\u03a9\u2126].*|(?:{_UNITS})|[A-Za-z])"

_COMMA = (("decimal", ","), "takes a comma for the decimal sign")

# In this order: the first that fits the whole text is what it seems to be.
_RULES = (
    _rule(r"(?i)[+-]?inf(?:inity)?", "is infinite, which is not missing", "remove the point or mend the value"),
    _rule(r"(?i)(?:true|false)", "is a truth value, not a number", "write 0 or 1"),
    _rule(rf"[\u2010-\u2015\ufe58\ufe63\uff0d]\s*{_NUMBER}", "has a dash where a minus sign belongs", "write -"),
    _rule(_WITH_CURRENCY, "has a currency", "leave it out"),
    _rule(rf"{_NUMBER}\s*[%\u2030]", "has a percent sign", "leave it out, or divide by 100"),
    _rule(_THOUSANDS, "has thousands separators", "leave them out", _COMMA),
    _rule(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+,", "has a decimal comma", "write a point", _COMMA),
    _rule(rf"\(\s*[$]?{_NUMBER}\s*\)", "is in parentheses, as accounting writes negative numbers", "write it with -"),
    _rule(_BOUND, "is a bound or a formula, not a value", "give the value"),
    _rule(_UNCERTAIN, "has an uncertainty", "give the value alone"),
    _rule(r"(?i)[+-]?0[xob][0-9a-f]+", "is a hexadecimal, octal or binary number", "write it in decimal"),
    _rule(rf"[+-]?(?:{_NUMBER})?[+-]?{_NUMBER}\s*[ijIJ]", "is a complex number", "give a real one"),
    _rule(r"[+-]?[0-9]+(?:\.[0-9]*)?[dD][+-]?[0-9]+", "has the exponent letter of Fortran", "write e for d"),
    _rule(_WITH_UNIT, "has a unit or a word behind the number", "leave it out"),
    _rule(r"[+-]?[0-9]*\.[0-9]+[^\W\d_].*", "has letters behind the number", "leave them out"),
    _rule(r"[+-]?[OolI][.,][0-9]+", "has a letter where a digit belongs", "write 0 or 1"),
    _rule(rf"{_NUMBER}[^\W\d_].*", "has letters behind the number", "leave them out", joined=True),
)


def is_date(text: str) -> bool:
    """Return whether a text looks like a date or a time of day, of whatever convention.

    Examples
    --------
    >>> [is_date(text) for text in ("2024-01-31", "31.1.2024", "12:30:05", "1/2", "2024")]
    [True, True, True, False, False]
    """
    return _DATE.fullmatch(text.strip()) is not None


def is_missing(text: str) -> bool:
    """Return whether a text stands for a missing value: nothing, a mark of some program, an error of a spreadsheet.

    Examples
    --------
    >>> [is_missing(text) for text in ("", "NA", "#DIV/0!", "0", "inf")]
    [True, True, True, False, False]
    """
    body = text.strip()
    return body in _MISSING or _SPREADSHEET_ERROR.fullmatch(body) is not None


def misprint(text: str) -> Misprint | None:
    """Return what a text that is no number seems to be; None if it does not look like one.

    Parameters
    ----------
    text : str
        An entry that `parse_rational` does not read.

    Examples
    --------
    >>> misprint("5%").kind, misprint("1,000").kind, misprint("theta")
    ('has a percent sign', 'has thousands separators', None)
    >>> misprint("2theta").joined
    True
    """
    body = text.strip().replace(MINUS, "-")
    if is_missing(body):
        cure = "leave the point out, or mend it"
        return Misprint(
            "is missing, not a finite number", cure, option=("missing", "drop"), reads="leaves such points out"
        )
    if is_date(body):
        cure = "give a number, such as the days since the first"
        return Misprint(
            "is a date or a time, not a number", cure, option=("dates", ""), reads="reads ISO 8601 dates in x"
        )
    if len(body) <= _LONGEST:
        found = next((found for pattern, found in _RULES if pattern.fullmatch(body)), None)
        if found is not None:
            return found
    letters = any(sign.isalpha() for sign in body)
    if any(sign.isnumeric() and not sign.isascii() for sign in body) and not letters:
        return Misprint("has digits other than 0 to 9", "write 0 to 9")
    if any(sign.isdigit() for sign in body) and not letters:
        return Misprint("is not a finite number", "write it like 3, -0.25, 1e-3 or 1/3")
    return None
