"""Values as Coq's terms: integers of any length, rationals, pairs, lists, options."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

__all__ = ["coq_integers", "coq_list", "coq_option", "coq_pair", "coq_rational", "coq_text", "coq_whole"]

_T = TypeVar("_T")


def coq_whole(n: int) -> str:
    """Return the digits of an integer of any length: str() refuses long ones.

    Examples
    --------
    >>> coq_whole(-12)
    '-12'
    """
    return f"{Decimal(n):f}"


def coq_rational(a: Fraction) -> str:
    """Return a rational.

    Examples
    --------
    >>> coq_rational(Fraction(-1, 2))
    '(-1#2)%Q'
    """
    return f"({coq_whole(a.numerator)}#{coq_whole(a.denominator)})%Q"


def coq_pair(two: tuple[Fraction, Fraction]) -> str:
    """Return a pair of rationals.

    Examples
    --------
    >>> coq_pair((Fraction(1), Fraction(1, 3)))
    '(1#1, 1#3)%Q'
    """
    (n, d), (m, e) = (a.as_integer_ratio() for a in two)
    return f"({coq_whole(n)}#{coq_whole(d)}, {coq_whole(m)}#{coq_whole(e)})%Q"


def coq_list(show: Callable[[_T], str], values: Iterable[_T]) -> str:
    """Return a list.

    Examples
    --------
    >>> coq_list(coq_whole, [1, 2])
    '[1; 2]'
    """
    return f"[{'; '.join(map(show, values))}]"


def coq_integers(values: Iterable[int]) -> str:
    """Return a list of integers.

    Examples
    --------
    >>> coq_integers([3])
    '[3]%Z'
    """
    return f"{coq_list(coq_whole, values)}%Z"


def coq_option(show: Callable[[_T], str], value: _T | None) -> str:
    """Return what may be missing.

    Examples
    --------
    >>> coq_option(coq_whole, None), coq_option(coq_whole, 1)
    ('None', '(Some 1)')
    """
    return "None" if value is None else f"(Some {show(value)})"


def coq_text(title: str) -> str:
    """Return what of a title may stand in a remark: letters, digits, spaces and `._-/+`, 80 of them at most.

    Examples
    --------
    >>> coq_text("a (*b*)")
    'a b'
    """
    return "".join(a for a in title if (a.isascii() and a.isalnum()) or a in " ._-/+")[:80]
