"""Exact numbers as decimals for people, rounded by integer arithmetic: no float stands between a number and its text.

A float would overflow beyond 1e308, keep few digits below 1e-308, and call 1e-400 zero. Here every nonzero number has
as many significant digits as are asked for, and the last of them is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from flint import fmpq, fmpz

from sparsest.errors import UsageError
from sparsest.exact.rationals import format_rational

__all__ = [
    "MOST_DIGITS", "binary_exponent", "cut_text", "decimal_exponent", "first_few", "format_bounds", "format_decimal",
    "format_enclosure", "format_exponent", "format_short", "nearest_float", "scaled_bounds", "shortest_decimal",
]  # fmt: skip

#: Most significant digits that can be asked for.
MOST_DIGITS = 100_000

# Numbers from 1e-5 up to 1e17 are written without an exponent.
_LEAST_PLAIN, _MOST_PLAIN = -5, 17
# A float64 is settled by so many digits, and has all its bits from 2^-1022 on.
_FLOAT_DIGITS, _LEAST_NORMAL = 17, fmpq(1, 1 << 1022)
# Where an enclosure begins with so many zeros, it is written with an exponent.
_MOST_ZEROS = 12
_WIDTH = 28


def format_decimal(value: fmpq | Fraction | int, digits: int = 12) -> str:
    """Return the decimal of so many significant digits that is nearest to `value`; of two, the one that ends even.

    Parameters
    ----------
    value : fmpq, Fraction or int
        Any exact number.
    digits : int
        Significant digits, 1 to 100,000; zeros at the end are left out.

    Raises
    ------
    UsageError
        If `digits` is out of range; ask for 1 to 100,000.

    Examples
    --------
    >>> format_decimal(Fraction(1, 8), 2), format_decimal(Fraction(1, 3 * 10**400), 4)
    ('0.12', '3.333e-401')
    """
    _check(digits)
    number = _exact(value)
    if number == 0:
        return "0"
    mantissa, exponent = _rounded(abs(number.p), number.q, digits)
    return ("-" if number < 0 else "") + _written(mantissa, exponent)


def shortest_decimal(value: fmpq | Fraction | int) -> str:
    """Return the shortest decimal that reads back as the float64 nearest to `value`.

    Beyond the normal floats (above 1.8e308, or nonzero below 2.2e-308) the decimal of 17 significant digits.

    Examples
    --------
    >>> shortest_decimal(Fraction(1, 10)), shortest_decimal(Fraction(1, 3)), shortest_decimal(Fraction(41, 10**321))
    ('0.1', '0.3333333333333333', '4.1e-320')
    """
    number = _exact(value)
    rounded = nearest_float(number)
    if rounded is None or 0 < abs(number) < _LEAST_NORMAL:
        return format_decimal(number, _FLOAT_DIGITS)
    # Python's repr of a float is the shortest text that reads back; here it is only laid out as elsewhere.
    digits, _, exponent = f"{rounded!r}".lstrip("-").partition("e")
    whole, _, decimals = digits.partition(".")
    mantissa = int(whole + decimals)
    if mantissa == 0:
        return "0"
    return ("-" if number < 0 else "") + _written(fmpz(mantissa), int(exponent or 0) - len(decimals))


def format_enclosure(low: Fraction, high: Fraction, digits: int) -> tuple[str, str]:
    """Return bounds of one positive number for people: rounded outwards, with an exponent if very large or small.

    Parameters
    ----------
    low, high : Fraction
        0 <= low <= high.
    digits : int
        Decimal places of numbers from 1/10 up to 1e17, else significant digits of the lower bound that is not 0.

    Examples
    --------
    >>> format_enclosure(Fraction(1, 3), Fraction(1, 2), 4)
    ('0.3333', '0.5000')
    >>> format_enclosure(Fraction(1, 3 * 10**300), Fraction(1, 2 * 10**300), 4)
    ('3.333e-301', '5.000e-301')
    """
    _check(digits)
    least = low or high
    if least == 0:
        return "0", "0"
    size = _decimal_exponent(fmpz(least.numerator), fmpz(least.denominator))
    # The digits before the last place: those of the number itself where it is below 1/10.
    places = digits if -1 <= size < _MOST_PLAIN else digits - 1 - size
    unit = Fraction(10) ** -places
    down, up = (low / unit).__floor__(), (high / unit).__ceil__()
    if size < -_MOST_ZEROS or size >= _MOST_PLAIN:
        return _with_exponent(down, places, size), _with_exponent(up, places, size)
    return scaled_bounds(places, down, up)


def format_bounds(low: Fraction, high: Fraction, digits: int) -> tuple[str, str]:
    """Return bounds of one number that is not negative, for files: rounded outwards, never with an exponent.

    Parameters
    ----------
    low, high : Fraction
        0 <= low <= high.
    digits : int
        Decimal places, for numbers >= 1/10; for smaller ones as many significant digits.

    Examples
    --------
    >>> format_bounds(Fraction(1, 3), Fraction(1, 2), 4), format_bounds(Fraction(1, 3000), Fraction(1, 2000), 4)
    (('0.3333', '0.5000'), ('0.0003333', '0.0005000'))
    >>> format_bounds(Fraction(1, 4), Fraction(1, 4), 9)
    ('0.25', '0.25')
    """
    # A bound may be 0 where the other is not known any better.
    least = low or high or Fraction(1)
    size = _decimal_exponent(fmpz(least.numerator), fmpz(least.denominator))
    places = max(digits, digits - 1 - size)
    return scaled_bounds(places, (low * 10**places).__floor__(), (high * 10**places).__ceil__())


def scaled_bounds(places: int, low: int, high: int) -> tuple[str, str]:
    """Return low / 10^places and high / 10^places as decimals of so many places; without zeros at the end if equal.

    Examples
    --------
    >>> scaled_bounds(2, 140, 142), scaled_bounds(2, -150, -150), scaled_bounds(0, 10, 10)
    (('1.40', '1.42'), ('-1.5', '-1.5'), ('10', '10'))
    """
    texts = [("-" if bound < 0 else "") + _plain(fmpz(abs(bound)), -places) for bound in (low, high)]
    return (texts[0], texts[1]) if low != high else (_trimmed(texts[0]), _trimmed(texts[1]))


def format_short(value: fmpq | Fraction | int, width: int = _WIDTH) -> str:
    """Return `value` exactly where that is no longer than `width`, else "about" and its first 12 digits.

    Examples
    --------
    >>> format_short(Fraction(-1, 3)), format_short(Fraction(1, 10**400))
    ('-1/3', 'about 1e-400')
    """
    number = _exact(value)
    # A bit is 0.3 digits: long numbers are not written out just to be measured.
    if number.p.bit_length() + number.q.bit_length() <= 4 * width:
        text = format_rational(number)
        if len(text) <= width:
            return text
    return f"about {format_decimal(number, 12)}"


def cut_text(text: str, width: int = _WIDTH) -> str:
    """Return the text, cut where it is longer than `width`; then it says how long it is.

    Examples
    --------
    >>> cut_text("1234"), cut_text("1" * 100, 30)
    ('1234', '111111111111... (100 characters)')
    """
    if len(text) <= width:
        return text
    end = f"... ({len(text)} characters)"
    return text[: max(width - len(end), _MOST_ZEROS)] + end


def first_few(parts: Sequence[str], count: int, room: int) -> str:
    """Return as many of the parts as there is room for, and dots if there are more of them, `count` in all.

    Examples
    --------
    >>> first_few(["(1, 2)", "(3, 4)"], 2, 60), first_few(["(1, 2)", "(3, 4)"], 9, 60), first_few(["1" * 80], 1, 60)
    ('(1, 2), (3, 4)', '(1, 2), (3, 4), ...', '...')
    """
    shown = [part for part, size in zip(parts, accumulate(len(p) + 2 for p in parts), strict=True) if size <= room]
    return ", ".join(shown + ["..."] * (len(shown) < count))


def format_exponent(p: fmpq | Fraction, digits: int = 16) -> str:
    """Return a p of [0, 1] as a decimal that is neither 0 nor 1 where p is not.

    Examples
    --------
    >>> format_exponent(Fraction(1, 3), 4), format_exponent(1 - Fraction(1, 3 * 10**30), 4)
    ('0.3333', '1 - 3.333e-31')
    """
    text = format_decimal(p, digits)
    return f"1 - {format_decimal(1 - p, digits)}" if text == "1" and p != 1 else text


def nearest_float(value: fmpq) -> float | None:
    """Return the float64 nearest to `value`, ties to even; None beyond the largest.

    Examples
    --------
    >>> nearest_float(fmpq(1, 3)), nearest_float(fmpq(10) ** 400), nearest_float(fmpq(1, 10) ** 400)
    (0.3333333333333333, None, 0.0)
    """
    try:
        return int(value.p) / int(value.q)  # Python rounds the quotient of two ints of any size once, and rightly
    except OverflowError:
        return None


def binary_exponent(value: fmpq) -> int:
    """Return a whole number e with 2^(e - 1) < abs(value) < 2^(e + 1), for `value` other than 0.

    Examples
    --------
    >>> binary_exponent(fmpq(3)), binary_exponent(fmpq(-1, 8))
    (1, -3)
    """
    return int(value.p.bit_length()) - int(value.q.bit_length())


def _exact(value: fmpq | Fraction | int) -> fmpq:
    return value if isinstance(value, fmpq) else fmpq(value.numerator, value.denominator)


def _check(digits: int) -> None:
    if not 1 <= digits <= MOST_DIGITS:
        raise UsageError(f"digits = {digits} is out of range; ask for 1 to {MOST_DIGITS}")


def _rounded(top: fmpz, bottom: fmpz, digits: int) -> tuple[fmpz, int]:
    """Return (m, e) with m 10^e nearest to top/bottom > 0 and m of so many digits, or 10 to that power."""
    exponent = _decimal_exponent(top, bottom) - digits + 1
    if exponent >= 0:
        bottom *= fmpz(10) ** exponent
    else:
        top *= fmpz(10) ** -exponent
    quotient, rest = divmod(top, bottom)
    twice = 2 * rest - bottom
    if twice > 0 or (twice == 0 and quotient % 2 == 1):
        quotient += 1
    return quotient, exponent


def decimal_exponent(value: fmpq) -> int:
    """Return the e with 10^e <= abs(value) < 10^(e+1), for `value` other than 0.

    Examples
    --------
    >>> decimal_exponent(fmpq(999)), decimal_exponent(fmpq(-1, 1000))
    (2, -3)
    """
    return _decimal_exponent(abs(value.p), value.q)


def _decimal_exponent(top: fmpz, bottom: fmpz) -> int:
    """Return the e with 10^e <= top/bottom < 10^(e+1)."""
    # log10(2) is a little more than 0.30102: the guess is at most a little off.
    guess = (int(top.bit_length()) - int(bottom.bit_length())) * 30103 // 100_000
    while _at_least(top, bottom, guess + 1):
        guess += 1
    while not _at_least(top, bottom, guess):
        guess -= 1
    return guess


def _at_least(top: fmpz, bottom: fmpz, exponent: int) -> bool:
    """Return whether top/bottom >= 10^exponent."""
    if exponent >= 0:
        return bool(top >= bottom * fmpz(10) ** exponent)
    return bool(top * fmpz(10) ** -exponent >= bottom)


def _written(mantissa: fmpz, exponent: int) -> str:
    """Return mantissa * 10^exponent without zeros at the end, with an exponent where it is very large or small."""
    digits = str(mantissa)
    size = len(digits) - 1 + exponent
    if _LEAST_PLAIN <= size < _MOST_PLAIN:
        return _trimmed(_plain(mantissa, exponent))
    return _trimmed(f"{digits[0]}.{digits[1:]}") + f"e{size}"


def _plain(mantissa: fmpz, exponent: int) -> str:
    if exponent >= 0:
        return str(mantissa * fmpz(10) ** exponent)
    digits = str(mantissa).rjust(1 - exponent, "0")
    return f"{digits[:exponent]}.{digits[exponent:]}"


def _with_exponent(scaled: int, places: int, size: int) -> str:
    """Return scaled / 10^places as a multiple of 10^size."""
    return f"{_plain(fmpz(scaled), -(places + size))}e{size}" if scaled else "0"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
