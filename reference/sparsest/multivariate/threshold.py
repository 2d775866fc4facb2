"""How small p must be: the true critical exponent of small data, and the threshold of the theorem's proof beside it.

All vertices are enumerated (`minimize.py`), and their prices as functions of p followed from p = 0 on: the best one
stays best until the first p at which another curve gets below it. The *critical exponent* p* is the supremum of the q
<= 1 such that for every 0 < p < q every minimiser of (8) has the fewest parameters K0.

*The threshold of the proof of Theorem 4.1*: with R >= every weight of a minimiser and r the least weight of a vertex, a
network of more than K0 weights costs at least (K0 + 1) r^p and the best at most K0 R^p, so every p < ln(1 + 1/K0) /
ln(R/r) will do (any p if r = R). Here r is taken over the candidates of `minimize.py` only and R over the minimisers of
fewest parameters only, so the number is at least that of the paper, whose polytope has more vertices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx, fmpq

from sparsest.errors import UsageError
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction
from sparsest.exact.sign import sign
from sparsest.exact.zeros import Zero
from sparsest.multivariate.minimize import Enumeration, Progress
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.points import Points
from sparsest.univariate.path import Breakpoint
from sparsest.univariate.pieces import Curves, compare_zeros

__all__ = ["Thresholds", "thresholds"]

_BITS = 128
_LIMIT = Exponent.read("0+")


@dataclass(frozen=True)
class Thresholds:
    """The critical exponent of data, and what the theorem's proof gives. Made by `thresholds`.

    Parameters
    ----------
    points : Points
        The data.
    fewest_parameters : int
        K0.
    vertices : int
        Number of candidates, each of which has the least price at some p or at none.
    smallest, largest : fmpq
        r, the least weight of a vertex, and R, the largest of a network of K0 parameters that is best for small p.
    critical : Breakpoint or None
        p*; None where it is 1.

    Examples
    --------
    >>> found = thresholds(Points([[0], [1], [2]], [0, 1, 0]))
    >>> found.fewest_parameters, found.vertices, found.critical
    (3, 5, None)
    >>> low, high = found.proof
    >>> round(float(low), 6), round(float(high), 6)
    (0.415037, 0.415037)
    """

    points: Points
    fewest_parameters: int
    vertices: int
    smallest: fmpq
    largest: fmpq
    critical: Breakpoint | None

    @property
    def proof(self) -> tuple[Fraction, Fraction]:
        """Bounds of ln(1 + 1/K0) / ln(R/r), at most 1: the threshold of the proof of Theorem 4.1."""
        if self.smallest == self.largest or self.fewest_parameters == 0:
            return Fraction(1), Fraction(1)
        with ctx.workprec(_BITS):
            value = arb(1 + fmpq(1, self.fewest_parameters)).log() / arb(self.largest / self.smallest).log()
            low, high = value.lower().mid().fmpq(), value.upper().mid().fmpq()
        return min(Fraction(1), as_fraction(low)), min(Fraction(1), as_fraction(high))


def thresholds(points: Points, *, progress: Callable[[Progress], object] | None = None) -> Thresholds:
    """Return the critical exponent of problem (8) for small data, and the threshold of the proof of Theorem 4.1.

    Parameters
    ----------
    points : Points
        Small data: seconds for d = 1, N = 6 and for d = 2, N = 4; the time grows with the number of vertices.
    progress : callable, optional
        Called several times a second while vertices are enumerated.

    Raises
    ------
    UsageError
        If the labels are all 0: the network without neurons is the only minimiser, and there is no threshold.
    UndecidedError
        If two curves cannot be told apart within the declared precision.

    Examples
    --------
    >>> found = thresholds(Points([[0], [1], [3]], [1, 2, 0]))
    >>> found.fewest_parameters, found.critical is None
    (4, True)
    """
    if not any(points.flint[1]):
        raise UsageError(
            f"{points!r}: all labels are 0, and so is the only minimiser for every p; there is no threshold"
        )
    search = Enumeration(points, _LIMIT, None, progress=progress)
    search.run()
    prices = _distinct(search.networks)
    best = prices[0]
    for price in prices[1:]:
        if sign(price - best, _LIMIT) < 0:
            best = price
    weights = [a for price in prices for _, a in price.terms]
    return Thresholds(
        points,
        _count(best),
        len(search.networks),
        min(weights),
        max(a for _, a in best.terms),
        _first_excess(best, prices),
    )


def _distinct(networks: Sequence[MultivariateNetwork]) -> list[PowerSum]:
    return list({str(sorted(n.power_sum.terms, key=lambda term: term[1])): n.power_sum for n in networks}.values())


def _count(price: PowerSum) -> int:
    return sum(n for n, _ in price.terms)


def _first_excess(best: PowerSum, prices: Sequence[PowerSum]) -> Breakpoint | None:
    """Follow the least price from p = 0 on; return where one with more than the fewest parameters first gets there."""
    fewest, curves = _count(best), Curves()
    here: Zero | None = None
    while True:
        crossings = [
            (zero, price)
            for price in prices
            if not _never_cheaper(price, best)
            for zero in [_first_descent(curves, price - best, here)]
            if zero is not None
        ]
        if not crossings:
            return None
        here = crossings[0][0]
        for zero, _ in crossings[1:]:
            if compare_zeros(zero, here) < 0:
                here = zero
        reached = [price for zero, price in crossings if compare_zeros(zero, here) == 0]
        if not here.resolved or any(_count(price) > fewest for price in reached):
            return Breakpoint([here], threshold=True)
        best = _lowest_after(curves, here, reached)


def _never_cheaper(price: PowerSum, best: PowerSum) -> bool:
    """Return whether a price has a weight at least as large for each weight of the other: then it is never less."""
    ours, theirs = (sorted((a for n, a in p.terms for _ in range(n)), reverse=True) for p in (price, best))
    return len(ours) >= len(theirs) and all(a >= b for a, b in zip(ours, theirs, strict=False))


def _first_descent(curves: Curves, difference: PowerSum, after: Zero | None) -> Zero | None:
    """Return the first zero right of `after` where the difference touches or falls below 0."""
    pattern = curves.pattern({a: n for n, a in difference.terms})
    for zero in pattern.zeros:
        if after is None or compare_zeros(zero, after) > 0:
            return zero
    return None


def _lowest_after(curves: Curves, here: Zero, prices: Sequence[PowerSum]) -> PowerSum:
    """Return the price that is least just right of a point where all of them are equal."""
    best = prices[0]
    for price in prices[1:]:
        pattern = curves.pattern({a: n for n, a in (price - best).terms})
        passed = sum(compare_zeros(zero, here) <= 0 for zero in pattern.zeros)
        if pattern.signs[passed] < 0:
            best = price
    return best
