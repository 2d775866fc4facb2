"""Prices of answers against the least one: exactly, and within one part in 10^9; at the limits of p by the limits.

At p = 0 the price is a count. Near 0 the count decides, then the product of the sizes, then sum ln^2 a; near 1 their
sum, then -sum a ln a. Signs are those of `proofs_check.unaided.compare`, which owes nothing to what solves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import TypeAlias

from flint import arb, ctx, fmpq

from proofs_check.unaided.compare import compare, sign_of_powers
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction

__all__ = ["NEAR", "near_order", "number_order", "order"]

#: What counts as equal where floats are given: relative to the size.
NEAR = fmpq(1, 10**9)

_ZERO, _ONE = fmpq(0), fmpq(1)
_BITS = 256

_Sum: TypeAlias = Callable[[], arb]


def order(sizes: Sequence[fmpq], least: Sequence[fmpq], p: Exponent) -> int:
    """Return the sign of the difference of two prices, exactly.

    Raises
    ------
    UndecidedError
        If the sign could not be settled.

    Examples
    --------
    >>> order([fmpq(1), fmpq(4)], [fmpq(9)], Exponent.read("1/2")), order([fmpq(1)], [fmpq(9)], Exponent.read("0"))
    (0, 0)
    """
    return _sign(len(sizes) - len(least)) if p.name == "0" else compare(sizes, least, p)


def near_order(sizes: Sequence[fmpq], least: Sequence[fmpq], p: Exponent, near: fmpq = NEAR) -> int:
    """Return 0 where a price is the least one within `near`, relative to this; otherwise the sign of the difference.

    At the limits what comes first decides, and what comes next where it is the same.

    Examples
    --------
    >>> half = Exponent.read("1/2")
    >>> [near_order([a], [fmpq(9)], half) for a in (fmpq(9) + fmpq(1, 10**9), fmpq(9) + fmpq(1, 10**7), fmpq(8))]
    [0, 1, -1]
    """
    if p.name == "0" or (p.name == "0+" and len(sizes) != len(least)):
        return _sign(len(sizes) - len(least))
    if p.name == "0+":
        one, two = prod(sizes, start=_ONE), prod(least, start=_ONE)
        if one != two:
            return _between(one, two, near)
        return _series_order(
            _squared_logarithms(sizes), _squared_logarithms(least), near, lambda: order(sizes, least, p)
        )
    if p.name == "1-":
        one, two = sum(sizes, _ZERO), sum(least, _ZERO)
        same = one == two
        return _between(one, two, near) or _series_order(
            _entropy(sizes), _entropy(least), near, lambda: order(sizes, least, p) if same else 0
        )
    for sign in (1, -1):
        terms = [(Fraction(1), as_fraction(a)) for a in sizes]
        terms += [(as_fraction(-(1 + sign * near)), as_fraction(a)) for a in least]
        if sign_of_powers(terms, p) == sign:
            return sign
    return 0


def number_order(sizes: Sequence[fmpq], number: fmpq, p: Exponent) -> int:
    """Return the sign of a price, at p = 0 or a rational p, less a number.

    Examples
    --------
    >>> number_order([fmpq(4), fmpq(9)], fmpq(5), Exponent.read("1/2")), number_order([], fmpq(1), Exponent.read("0"))
    (0, -1)
    """
    if p.name == "0":
        return _sign(len(sizes) - number)
    terms = [(Fraction(1), as_fraction(a)) for a in sizes]
    return sign_of_powers([*terms, (as_fraction(-number), Fraction(1))], p)


def _sign(value: int | fmpq) -> int:
    return (value > 0) - (value < 0)


def _between(value: fmpq, least: fmpq, near: fmpq) -> int:
    return (value > least * (1 + near)) - (value < least * (1 - near))


def _series_order(one: _Sum, two: _Sum, near: fmpq, exactly: Callable[[], int]) -> int:
    """Compare two sums of logarithms, within near * (1 + the second); exactly, where they cannot be told apart."""
    before, ctx.prec = ctx.prec, _BITS
    try:
        difference, slack = one() - two(), arb(near) * (1 + two())
        if difference > slack:
            return 1
        if difference < -slack:
            return -1
        return exactly() if difference.contains(0) else 0
    finally:
        ctx.prec = before


def _entropy(sizes: Sequence[fmpq]) -> _Sum:
    """Return -sum a ln a for the sizes divided by their sum: V_p grows by it, times 1 - p, as p leaves 1."""
    total = sum(sizes, _ZERO)
    return lambda: sum((-arb(a / total) * arb(a / total).log() for a in sizes), arb(0))


def _squared_logarithms(sizes: Sequence[fmpq]) -> _Sum:
    """Return the sum of ln^2 a, twice the coefficient of p^2 in V_p."""
    return lambda: sum((arb(a).log() ** 2 for a in sizes), arb(0))
