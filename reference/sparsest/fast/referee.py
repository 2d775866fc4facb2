"""The exact answers to what a sweep could not decide. Everything here goes through the exact path."""

from __future__ import annotations

from fractions import Fraction
from threading import Lock

from flint import fmpq

from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational
from sparsest.fast.arrays import Doubles
from sparsest.univariate.gaps import chord_slopes, slope_gaps
from sparsest.univariate.matching import count_matchings, first_matching, recurrence_signs

__all__ = ["Referee", "nearest_double"]

# FLINT's precision belongs to the process: one thread at a time.
_LOCK = Lock()
_SMALLEST = 5e-324


def nearest_double(value: Fraction | fmpq) -> float:
    """Return the double nearest to a rational, infinite beyond their range.

    Examples
    --------
    >>> nearest_double(Fraction(1, 10)), nearest_double(Fraction(-(10**400)))
    (0.1, -inf)
    """
    try:
        return int(value.numerator) / int(value.denominator)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


class Referee:
    """Decides gaps, runs and knots of float64 data exactly, and counts the minimisers of the runs that it saw.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,)
        The points.
    p : Exponent
        The exponent.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.arange(5.0), np.array([0.0, 0, 1, 4, 8])
    >>> referee = Referee(x, y, Exponent.read("1/2"))
    >>> referee.gap(2)
    2.0
    >>> referee.run(1, 4), referee.counts
    ((0,), {1: 2})
    """

    def __init__(self, x: Doubles, y: Doubles, p: Exponent) -> None:
        self._x, self._y, self._p = x, y, p
        #: For each run that has ties, by its first point: the number of its maximum-weight matchings.
        self.counts: dict[int, int] = {}
        self.gaps = self.runs = self.knots = 0

    def gap(self, i: int) -> float:
        """Return the slope gap at point i, correctly rounded; a gap that is not 0 never becomes 0."""
        self.gaps += 1
        with _LOCK:
            (gap,) = self._gaps(i, i + 1)
        if gap == 0:
            return 0.0
        rounded = nearest_double(gap)
        return rounded or (_SMALLEST if gap > 0 else -_SMALLEST)

    def run(self, start: int, stop: int) -> tuple[int, ...]:
        """Return the canonical matching of the run at points start..stop-1, as left nodes counted from 0."""
        self.runs += 1
        with _LOCK:
            signs = recurrence_signs([abs(d) for d in self._gaps(start, stop)], self._p)
        ways = count_matchings(signs)
        if ways > 1:
            self.counts[start] = ways
        return first_matching(signs)

    def knot(self, i: int) -> float:
        """Return, correctly rounded, where the chords left of point i and right of point i+1 meet."""
        self.knots += 1
        with _LOCK:
            left, right = self._gaps(i, i + 2)
            place = to_rational(float(self._x[i])) + self._step(i) * right / (left + right)
        return nearest_double(place)

    def _step(self, i: int) -> fmpq:
        return to_rational(float(self._x[i + 1])) - to_rational(float(self._x[i]))

    def _gaps(self, start: int, stop: int) -> list[fmpq]:
        """Return the exact gaps of the points start..stop-1."""
        x = [to_rational(v) for v in self._x[start - 1 : stop + 1].tolist()]
        y = [to_rational(v) for v in self._y[start - 1 : stop + 1].tolist()]
        return slope_gaps(chord_slopes(x, y))
