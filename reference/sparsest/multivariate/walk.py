"""The least of several prices, followed as p grows from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.rationals import as_fraction
from sparsest.exact.sign import sign
from sparsest.exact.zeros import SignPattern, Zero
from sparsest.multivariate.meetings import compare_meetings
from sparsest.univariate.pieces import Curves

__all__ = ["Reached", "Walk", "count_weights", "never_cheaper"]

_LIMIT = Exponent.read("0+")


def count_weights(price: PowerSum) -> int:
    """Return how many weights a price has.

    Examples
    --------
    >>> count_weights(PowerSum.of([(2, 5), (1, 3)]))
    3
    """
    return sum(n for n, _ in price.terms)


class Reached(NamedTuple):
    """A point where other prices reach the best one, and the most weights of these."""

    zero: Zero
    most_weights: int


class Walk:
    """The least of some prices, followed from p = 0 to p = 1; `best` is the least just right of where the walk is."""

    def __init__(self, prices: Sequence[PowerSum], clock: Clock) -> None:
        self._prices, self._curves, self._clock = prices, Curves(), clock
        self._here: Zero | None = None
        self.best = prices[0]
        for price in prices[1:]:
            clock.check()
            if sign(price - self.best, _LIMIT) < 0:
                self.best = price

    @property
    def followed(self) -> Fraction:
        """Up to here the least price is known."""
        return Fraction(0) if self._here is None else as_fraction(self._here.low)

    def step(self) -> Reached | None:
        """Go on to the next point where another price reaches the best one; None if there is none."""
        crossings = [(zero, price) for price in self._prices if (zero := self._meeting(price)) is not None]
        if not crossings:
            return None
        here = crossings[0][0]
        for zero, _ in crossings[1:]:
            if compare_meetings(zero, here) < 0:
                here = zero
        self._here = here
        reached = [price for zero, price in crossings if compare_meetings(zero, here) == 0]
        for price in reached:
            pattern = self._pattern(price)
            if pattern.signs[sum(compare_meetings(zero, here) <= 0 for zero in pattern.zeros)] < 0:
                self.best = price
        return Reached(here, max(map(count_weights, reached)))

    def _meeting(self, price: PowerSum) -> Zero | None:
        """Return the first point right of here where this price equals the best."""
        self._clock.check()
        if never_cheaper(price, self.best):
            return None
        zeros = self._pattern(price).zeros
        return next((z for z in zeros if self._here is None or compare_meetings(z, self._here) > 0), None)

    def _pattern(self, price: PowerSum) -> SignPattern:
        return self._curves.pattern((price - self.best).terms)


def never_cheaper(price: PowerSum, best: PowerSum) -> bool:
    """Return whether, for each k, the k least weights sum up to at least as much as those of the other.

    The shorter list is filled up with zeros. Then the price is never less, since t^p grows and is concave, and at every
    p in (0, 1) it is more unless the weights are the same.

    Examples
    --------
    >>> never_cheaper(PowerSum.of([(2, 2)]), PowerSum.of([(1, 1), (1, 3)]))
    True
    >>> never_cheaper(PowerSum.of([(1, 1), (1, 3)]), PowerSum.of([(2, 2)]))
    False
    """
    ours, theirs = (sorted(a for n, a in p.terms for _ in range(n)) for p in (price, best))
    if len(ours) < len(theirs):
        return False
    filled = [fmpq(0)] * (len(ours) - len(theirs)) + theirs
    return all(ahead >= 0 for ahead in accumulate(a - b for a, b in zip(ours, filled, strict=True)))
