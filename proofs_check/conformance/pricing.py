"""Prices of answers against the least one: exactly, and within one part in 10^9; at the limits of p by the limits.

At p = 0 the price is a count. Near 0 the count decides, then the product of the sizes; near 1 their sum, then the sum
of -a ln a. All comparisons are those of `proofs_check.unaided.compare`, which owes nothing to what solves.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from flint import arb, ctx, fmpq

from proofs_check.unaided.compare import compare, sign_of_powers
from sparsest.errors import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import as_fraction

__all__ = ["NEAR", "near_order", "number_order", "order"]

#: What counts as equal where floats are given: relative to the size.
NEAR = fmpq(1, 10**9)

_ZERO, _ONE = fmpq(0), fmpq(1)
_MOST_BITS = 4096


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

    Examples
    --------
    >>> half = Exponent.read("1/2")
    >>> [near_order([a], [fmpq(9)], half) for a in (fmpq(9) + fmpq(1, 10**9), fmpq(9) + fmpq(1, 10**7), fmpq(8))]
    [0, 1, -1]
    """
    if p.name == "0" or (p.name == "0+" and len(sizes) != len(least)):
        return _sign(len(sizes) - len(least))
    if p.name == "0+":
        return _between(prod(sizes, start=_ONE), prod(least, start=_ONE), near)
    if p.name == "1-":
        return _between(sum(sizes, _ZERO), sum(least, _ZERO), near) or _entropy_order(sizes, least, near)
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


def _entropy_order(sizes: Sequence[fmpq], least: Sequence[fmpq], near: fmpq) -> int:
    """Compare the sums of -a ln a of sizes that are divided by their sum, within near * (1 + the least)."""
    before, ctx.prec = ctx.prec, 128
    try:
        while ctx.prec <= _MOST_BITS:
            one, two = _entropy(sizes), _entropy(least)
            slack = arb(near) * (1 + two)
            if one - two > slack:
                return 1
            if one - two < -slack:
                return -1
            if abs(one - two) < slack:
                return 0
            ctx.prec *= 2
    finally:
        ctx.prec = before
    raise UndecidedError("two sums of -a ln a differ by one part in 10^9, as far as it can be seen")


def _entropy(sizes: Sequence[fmpq]) -> arb:
    total = sum(sizes, _ZERO)
    shares = (arb(a / total) for a in sizes)
    return sum((-share * share.log() for share in shares), arb(0))
