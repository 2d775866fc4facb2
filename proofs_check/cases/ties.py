"""Slope gaps made so that two interpolants cost the same, or nearly: plain arithmetic, nothing is drawn here.

`strategies` draws the numbers that go in.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

__all__ = ["TRIPLES", "SlopeGaps", "product_tie", "solved_tie", "surd_tie"]

SlopeGaps: TypeAlias = tuple[Fraction, ...]

#: Legs and hypotenuses of right triangles.
TRIPLES = [(3, 4, 5), (4, 3, 5), (5, 12, 13), (12, 5, 13), (8, 15, 17), (20, 21, 29)]


def surd_tie(triple: tuple[int, int, int], k: int, n: int, m: Fraction) -> SlopeGaps:
    """Return gaps m a^2, m b^2, m c^2, m d^2 that tie at p = 1/2: their g there are m^(1/2) times u, u + v, v.

    Here b^2 + c^2 = q^2, u + v = b + c - q with u : v = k : n, and u = a + b - (a^2 + b^2)^(1/2) fixes a; so v fixes d.

    Examples
    --------
    >>> [str(gap) for gap in surd_tie((3, 4, 5), 1, 1, Fraction(1))]
    ['25/16', '9', '16', '49/36']
    """
    b, c, q = triple
    u, v = (Fraction((b + c - q) * share, k + n) for share in (k, n))
    a, d = (w * (2 * z - w) / (2 * (z - w)) for w, z in ((u, b), (v, c)))
    return m * a * a, m * b * b, m * c * c, m * d * d


def product_tie(a: Fraction, b: Fraction, more: Fraction, most: Fraction) -> SlopeGaps:
    """Return a, b, c > a, d > b, e with (a + b)(c + d) e = a (b + c)(d + e): a tie to first order in p at 0, not a tie.

    Examples
    --------
    >>> [str(gap) for gap in product_tie(*map(Fraction, (1, 1, 1, 1)))]
    ['1', '1', '2', '2', '6/5']
    """
    c, d = a + more, b + most
    return a, b, c, d, a * d * (b + c) / (b * c + a * d + b * d - a * b)


def solved_tie(run: list[Fraction], p: str) -> SlopeGaps:
    """Return the run and a gap that makes the last decision at p a tie to 25 digits; (a, b, a) if there is none.

    Examples
    --------
    >>> [round(float(gap), 9) for gap in solved_tie([Fraction(1), Fraction(2), Fraction(3)], "1/2")]
    [1.0, 2.0, 3.0, 0.060182126]
    """

    def phi(c: Decimal) -> Decimal:
        return -c * c.ln() if p == "1-" else c**power

    with localcontext(prec=40):
        power, *sizes = [Decimal(a.numerator) / a.denominator for a in (Fraction(p.rstrip("-")), *run)]
        dual = zero = Decimal(0)
        for a, b in pairwise(sizes):
            dual = max(zero, phi(a) + phi(b) - phi(a + b) - dual)
        # phi(d) - phi(c + d) grows with d: bisect, on a logarithmic scale while the ends are far apart.
        c, target = sizes[-1], dual - phi(sizes[-1])
        low, high = c.scaleb(-9), c.scaleb(9)
        if not phi(low) - phi(c + low) < target < phi(high) - phi(c + high):
            return run[0], run[1], run[0]
        while high - low > low.scaleb(-25):
            middle = (low + high) / 2 if high < 2 * low else (low * high).sqrt()
            low, high = (middle, high) if phi(middle) - phi(c + middle) < target else (low, middle)
    return (*run, Fraction(low))
