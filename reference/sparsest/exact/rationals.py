"""Read and print exact rationals.

Inside the package a rational is a `flint.fmpq` (several times faster than `Fraction`); at the public surface it is a
`fractions.Fraction`. The two must never be compared with each other: `fmpq(1, 2) == Fraction(1, 2)` is silently False.
This file is where one becomes the other.
"""

from __future__ import annotations

import math
import re
import reprlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Rational
from operator import itemgetter
from typing import Any, TypeVar, cast

import numpy as np
from flint import fmpq, fmpz

from sparsest.errors import DataError
from sparsest.exact.numerals import MINUS, misprint

__all__ = [
    "MAX_DIGITS", "RationalLike", "as_fraction", "collected", "each_exactly", "exact_doubles", "format_rational",
    "has_order", "is_numeral", "is_sequence", "parse_rational", "said_of", "to_rational",
]  # fmt: skip

#: Most decimal digits that the numerator or the denominator of an input number may have.
MAX_DIGITS = 1000

#: What is read exactly as a rational number. NumPy scalars and `gmpy2.mpq` count as numbers of their kind.
RationalLike = int | Fraction | Decimal | str | float | Rational | np.generic | fmpq | fmpz

_Amount = TypeVar("_Amount", int, fmpq)

_BOUND = fmpz(10) ** MAX_DIGITS
_FRACTION = re.compile(r"([+-]?[0-9]+)\s*/\s*([0-9]+)")
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")


def parse_rational(text: str) -> fmpq:
    """Return the rational number that `text` stands for, exactly.

    Parameters
    ----------
    text : str
        An integer, a decimal, scientific notation or a fraction of integers; blanks around it are ignored, and the
        minus sign of typography (U+2212) is one.

    Returns
    -------
    fmpq
        Exact: "0.1" is 1/10, not the float nearest to it.

    Raises
    ------
    DataError
        If the text is no number, a denominator is 0, or the number needs more than `MAX_DIGITS` digits.

    Examples
    --------
    >>> parse_rational("0.1"), parse_rational(" -1/3 "), parse_rational("2.5e-1")
    (1/10, -1/3, 1/4)
    """
    body = text.strip().replace(MINUS, "-")
    if len(body) > 3 * MAX_DIGITS:
        raise DataError(f"{_shown(body)} has {len(body)} characters; a number may have {MAX_DIGITS} digits")
    if match := _FRACTION.fullmatch(body):
        numerator, denominator = fmpz(match[1].removeprefix("+")), fmpz(match[2])
        if denominator == 0:
            raise DataError(f"{_shown(body)} divides by zero; give a nonzero denominator")
        return _checked(fmpq(numerator, denominator), body)
    match = _DECIMAL.fullmatch(body)
    if match is None or not (match[2] or match[3]):
        raise DataError(f"{_shown(body)} {said_of(body)}")
    sign, whole, decimals, exponent = match[1], match[2], match[3] or "", match[4] or "0"
    return _scaled(fmpz(sign.replace("+", "") + whole + decimals), int(exponent) - len(decimals), body)


def is_numeral(text: str) -> bool:
    """Return whether a text has the form of a number, whatever its size and with a denominator that may be 0.

    Examples
    --------
    >>> [is_numeral(text) for text in ("-1/3", "2.5e-1", "1,5", "")]
    [True, True, False, False]
    """
    match = _DECIMAL.fullmatch(text)
    return bool(match and (match[2] or match[3])) or _FRACTION.fullmatch(text) is not None


def said_of(text: str) -> str:
    """Return what to say of a text that is no number: what it seems to be, and what to write instead.

    Examples
    --------
    >>> said_of("5%")
    'has a percent sign; leave it out, or divide by 100'
    """
    found = misprint(text)
    if found is None:
        return "is not a finite number; write it like 3, -0.25, 1e-3 or 1/3"
    return f"{found.kind}; {found.cure}"


def to_rational(value: RationalLike) -> fmpq:
    """Return `value` as an exact rational.

    Parameters
    ----------
    value : int, Fraction, Decimal, str, float, NumPy scalar or any `numbers.Rational`
        A float is the dyadic rational that it is; text is read as `parse_rational` does.

    Returns
    -------
    fmpq
        Exactly `value`.

    Raises
    ------
    DataError
        If the value is not a finite number or needs more than `MAX_DIGITS` digits.

    Examples
    --------
    >>> to_rational("0.1"), to_rational(0.5), to_rational(0.1) == to_rational("0.1")
    (1/10, 1/2, False)
    """
    if isinstance(value, fmpq):
        return _checked(value, value)
    if isinstance(value, float):  # most values are, NumPy's doubles among them; and none has too many digits
        if not math.isfinite(value):
            raise DataError(f"{value!r} is not a finite number; remove the point or mend the value")
        return fmpq(*value.as_integer_ratio())
    if isinstance(value, str):
        return parse_rational(value)
    if isinstance(value, bool | np.bool_):
        raise DataError(f"{value!r} is a truth value, not a number; use 0 or 1")
    if isinstance(value, np.datetime64 | np.timedelta64):
        raise DataError(
            f"{value!r} is a {'time' if isinstance(value, np.datetime64) else 'span of time'}, not a number; "
            "divide by a unit, as in (t - t[0]) / np.timedelta64(1, 's')"
        )
    if isinstance(value, np.integer):
        value = int(value)
    if isinstance(value, int | fmpz):
        return _checked(fmpq(value), value)
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, Rational):
        return _checked(fmpq(int(value.numerator), int(value.denominator)), value)
    if isinstance(value, np.floating):
        if not np.isfinite(value):
            raise DataError(f"{value!r} is not a finite number; remove the point or mend the value")
        return _checked(fmpq(*map(int, value.as_integer_ratio())), value)
    raise DataError(f"{_described(value)} of type {type(value).__name__} is not a real number; give int, float or text")


def exact_doubles(values: object) -> list[fmpq] | None:
    """Return the entries of an array of finite doubles, as `to_rational` would one by one; None of anything else.

    Examples
    --------
    >>> exact_doubles(np.array([0.5, 3.0])), exact_doubles([0.5, 3.0]), exact_doubles(np.array([0.5, np.nan]))
    ([1/2, 3], None, None)
    """
    if type(values) is not np.ndarray or values.dtype != np.float64 or values.ndim != 1:
        return None
    doubles = values.tolist()
    return [fmpq(*v.as_integer_ratio()) for v in doubles] if all(map(math.isfinite, doubles)) else None


def as_fraction(value: fmpq) -> Fraction:
    """Return the standard library's `Fraction` equal to `value`.

    Examples
    --------
    >>> as_fraction(fmpq(1, 3))
    Fraction(1, 3)
    """
    return Fraction(int(value.p), int(value.q))


def each_exactly(function: Callable[[fmpq], fmpq], x: Any) -> Any:
    """Return the exact value at a number, or at each entry of what has entries: a NumPy array of `Fraction`.

    Parameters
    ----------
    function : callable
        Exact, on `fmpq`.
    x : number, or array-like of any shape
        Read exactly: arrays of NumPy and what turns into one (a column of pandas), lists, tuples, deques, ranges.

    Raises
    ------
    DataError
        If an entry is not a finite number, the message says which; if x has entries without an order, or that can be
        read only once: give a list of them.

    Examples
    --------
    >>> each_exactly(lambda x: 2 * x, "1/4")
    Fraction(1, 2)
    >>> each_exactly(lambda x: 2 * x, [0.5, 1])
    array([Fraction(1, 1), Fraction(2, 1)], dtype=object)
    """
    given = _array(x)
    if given is None or given.ndim == 0:
        one: Any = x if given is None else given[()]
        return as_fraction(function(to_rational(one)))
    values = np.empty(given.shape, dtype=object)
    for index in np.ndindex(given.shape):
        try:
            entry: Any = given[index]
            values[index] = as_fraction(function(to_rational(entry)))
        except DataError as error:
            raise DataError(f"entry {', '.join(map(str, index))}: {error}") from None
    return values


def is_sequence(values: object) -> bool:
    """Return whether a value has a length, and entries in an order.

    Examples
    --------
    >>> is_sequence([1, 2]), is_sequence({1: 2}), is_sequence(iter([1]))
    (True, False, False)
    """
    # Of the kind, not of the value: list[int] has what list has.
    return hasattr(type(values), "__len__") and hasattr(type(values), "__getitem__") and has_order(values)


def _array(x: Any) -> np.ndarray | None:
    """Return the entries of what has some in an order, each as it is; None for one value."""
    if isinstance(x, np.ndarray):
        return x
    if not isinstance(x, np.generic) and (hasattr(type(x), "__array__") or isinstance(x, array | memoryview)):
        return np.asarray(x) if has_order(x) else None
    if is_sequence(x):
        return np.array(list(cast("Iterable[Any]", x)), dtype=object)
    if isinstance(x, Iterable) and not isinstance(x, str | bytes | bytearray):
        raise DataError(
            f"a {type(x).__name__} is no number, and its entries have no order or are gone when they were read; give "
            "a number, a list or an array"
        )
    return None


def collected(pairs: Iterable[tuple[fmpq, _Amount]]) -> list[tuple[fmpq, _Amount]]:
    """Return the pairs (a, n) by increasing a, the n of equal a added up, zeros dropped.

    By sorting: hashes of rationals are slow, and data can be made whose numbers all have the same one.

    Examples
    --------
    >>> collected([(fmpq(2), 1), (fmpq(1), 3), (fmpq(2), 4), (fmpq(1), -3)])
    [(2, 5)]
    """
    found: list[tuple[fmpq, _Amount]] = []
    for a, n in sorted(pairs, key=itemgetter(0)):
        if found and found[-1][0] == a:
            found[-1] = (a, found[-1][1] + n)
        else:
            found.append((a, n))
    return [pair for pair in found if pair[1] != 0]


def has_order(values: object) -> bool:
    """Return whether the entries of a value come in an order and are what they seem.

    Sets have none; of a mapping the keys would be read, and of bytes their codes.

    Examples
    --------
    >>> [has_order(values) for values in ([1, 2], (1, 2), {1, 2}, {1: 2}, "12", b"12", bytearray(b"12"))]
    [True, True, False, False, False, False, False]
    """
    if isinstance(values, memoryview):
        return values.itemsize > 1
    return not isinstance(values, str | bytes | bytearray | Mapping | AbstractSet)


def format_rational(value: fmpq | Rational) -> str:
    """Return `value` as text that `parse_rational` reads back: "3", "-1/2".

    Examples
    --------
    >>> format_rational(Fraction(-1, 2)), format_rational(fmpq(3))
    ('-1/2', '3')
    """
    # Python's int -> str refuses long numbers; flint's does not.
    return str(value if isinstance(value, fmpq) else fmpq(int(value.numerator), int(value.denominator)))


def _from_decimal(value: Decimal) -> fmpq:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise DataError(f"{value!r} is not a finite number; remove the point or mend the value")
    mantissa = fmpz("".join(map(str, digits)) or "0")
    return _scaled(-mantissa if sign else mantissa, exponent, value)


def _scaled(mantissa: fmpz, exponent: int, shown: object) -> fmpq:
    """Return mantissa * 10^exponent, looking at the exponent before raising anything to it."""
    if mantissa == 0:
        return fmpq(0)
    if abs(exponent) > 2 * MAX_DIGITS:
        raise DataError(f"{_shown(shown)} has an exponent beyond the limit of {MAX_DIGITS} digits")
    power = _power_of_ten(abs(exponent))
    return _checked(fmpq(mantissa * power) if exponent >= 0 else fmpq(mantissa, power), shown)


@cache
def _power_of_ten(exponent: int) -> fmpz:
    return fmpz(10) ** exponent


def _checked(value: fmpq, shown: object) -> fmpq:
    if abs(value.p) >= _BOUND or value.q >= _BOUND:
        raise DataError(f"{_shown(shown)} needs more than {MAX_DIGITS} digits; round it or rescale the data")
    return value


def _described(value: object) -> str:
    """Return a short text for what is no number: without quotation marks, which only text has."""
    try:
        return reprlib.repr(value)
    except Exception:  # it is code of others; and Python writes no integers of thousands of digits
        return "a value"


def _shown(value: object) -> str:
    number = fmpq(value) if isinstance(value, fmpz) else value
    text = format_rational(number) if isinstance(number, fmpq | Rational) else str(number)
    return repr(text if len(text) <= 40 else f"{text[:24]}...{text[-12:]}")
