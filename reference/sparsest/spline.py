"""Exact continuous piecewise-linear (CPWL) functions of one variable."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, cast, overload

import numpy as np
from flint import fmpq

from sparsest.errors import DataError, UsageError, short
from sparsest.exact.decimals import format_short
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum, PowerValue
from sparsest.exact.rationals import (
    RationalLike,
    as_fraction,
    collected,
    each_exactly,
    format_rational,
    has_order,
    to_rational,
)

__all__ = ["Attained", "FlintSpline", "Spline", "check_length"]


# Of the denominators of sums, see `check_length`.
_MOST_BITS = 1 << 18


class FlintSpline(NamedTuple):
    """A `Spline` in flint's rationals: its piece left of all knots, the knots, and its slope change at each."""

    slope: fmpq
    intercept: fmpq
    knots: tuple[fmpq, ...]
    changes: tuple[fmpq, ...]


class Attained(NamedTuple):
    """The least or greatest value of a function over an interval, and the smallest x there at which it is taken."""

    value: Fraction
    x: Fraction


class Spline:
    """The function slope * x + intercept + sum_k c_k (x - t_k)_+, exact.

    Parameters
    ----------
    slope, intercept : rational
        The affine piece left of all knots.
    knots : iterable of rational, shape (K,)
        Positions t_1 < ... < t_K.
    slope_changes : iterable of rational, shape (K,)
        c_1, ..., c_K, none 0.

    Raises
    ------
    UsageError
        If the knots are not increasing, a slope change is 0, or the lengths differ. `Spline.merging` takes any.

    Examples
    --------
    >>> f = Spline(0, 0, [-1, "1/2", 2], [1, -2, 1])
    >>> f("1/4"), f(Fraction(1, 2)), f(9)
    (Fraction(5, 4), Fraction(3, 2), Fraction(0, 1))
    >>> print(f.variation("1/2"))
    2 + 2^(1/2)
    """

    __slots__ = ("__dict__", "_changes", "_intercept", "_knots", "_slope")

    def __init__(
        self,
        slope: RationalLike,
        intercept: RationalLike,
        knots: Iterable[RationalLike] = (),
        slope_changes: Iterable[RationalLike] = (),
    ) -> None:
        self._slope, self._intercept = _exact(slope), _exact(intercept)
        if not (has_order(knots) and has_order(slope_changes)):
            raise UsageError("knots and slope changes come in an order; give a list of each")
        self._knots = tuple(map(_exact, knots))
        self._changes = tuple(map(_exact, slope_changes))
        if len(self._knots) != len(self._changes):
            raise UsageError(f"{len(self._knots)} knots and {len(self._changes)} slope changes; give as many of each")
        for t, u in pairwise(self._knots):
            if not t < u:
                raise UsageError(f"knots {t}, {u} are not increasing; sort them, or use Spline.merging")
        for t, c in zip(self._knots, self._changes, strict=True):
            if c == 0:
                raise UsageError(f"the knot at {t} has slope change 0; leave it out, or use Spline.merging")

    @classmethod
    def merging(cls, slope: RationalLike, intercept: RationalLike, atoms: Iterable[tuple[fmpq, fmpq]]) -> Spline:
        """Return the spline of atoms (knot, slope change) in any order: equal knots are added up, zeros dropped.

        Examples
        --------
        >>> Spline.merging(0, 0, [(fmpq(1), fmpq(2)), (fmpq(0), fmpq(1)), (fmpq(1), fmpq(-2))]).knots
        (Fraction(0, 1),)
        """
        kept = collected(atoms)
        return cls(slope, intercept, [t for t, _ in kept], [c for _, c in kept])

    @cached_property
    def slope(self) -> Fraction:
        """Slope left of all knots.

        Examples
        --------
        >>> Spline("1/2", 0).slope
        Fraction(1, 2)
        """
        return as_fraction(self._slope)

    @cached_property
    def intercept(self) -> Fraction:
        """Intercept of the affine piece left of all knots.

        Examples
        --------
        >>> Spline(0, "0.25").intercept
        Fraction(1, 4)
        """
        return as_fraction(self._intercept)

    @cached_property
    def knots(self) -> tuple[Fraction, ...]:
        """Knot positions, increasing.

        Examples
        --------
        >>> Spline(0, 0, [1, 2], [1, -1]).knots
        (Fraction(1, 1), Fraction(2, 1))
        """
        return tuple(map(as_fraction, self._knots))

    @cached_property
    def slope_changes(self) -> tuple[Fraction, ...]:
        """Slope change at each knot, none 0.

        Examples
        --------
        >>> Spline(0, 0, [1, 2], [1, -1]).slope_changes
        (Fraction(1, 1), Fraction(-1, 1))
        """
        return tuple(map(as_fraction, self._changes))

    @property
    def flint(self) -> FlintSpline:
        """Slope, intercept, knots and slope changes as `fmpq`, for the exact algorithms.

        Examples
        --------
        >>> Spline(0, 1, [1], ["1/2"]).flint
        FlintSpline(slope=0, intercept=1, knots=(1,), changes=(1/2,))
        """
        return FlintSpline(self._slope, self._intercept, self._knots, self._changes)

    @overload
    def __call__(self, x: RationalLike) -> Fraction: ...
    @overload
    def __call__(self, x: np.ndarray | Sequence[Any]) -> np.ndarray: ...
    def __call__(self, x: RationalLike | np.ndarray | Sequence[Any]) -> Fraction | np.ndarray:
        """Return the exact value at x; at each entry of a list, an array, a column, ...: an array of `Fraction`.

        Raises
        ------
        DataError
            If x, or an entry of it, is not a finite number.

        Examples
        --------
        >>> Spline(0, 0, [1], [2])([1, 1.5])
        array([Fraction(0, 1), Fraction(1, 1)], dtype=object)
        """
        return cast("Fraction | np.ndarray", each_exactly(self.value, x))

    def value(self, x: fmpq) -> fmpq:
        """Return the exact value at x, without conversions.

        Examples
        --------
        >>> Spline(1, 0, [0], [-2]).value(fmpq(3))
        -3
        """
        slope, intercept = self._pieces[bisect_right(self._knots, x)]
        return slope * x + intercept

    def values_at(self, x: Sequence[fmpq]) -> list[fmpq]:
        """Return the exact values at x_1 <= x_2 <= ..., in one walk from left to right.

        Raises
        ------
        UsageError
            If some x is less than the one before it: sort them.

        Examples
        --------
        >>> Spline(0, 0, [1], [2]).values_at([fmpq(0), fmpq(3, 2), fmpq(2)])
        [0, 1, 2]
        """
        slope, intercept = self._slope, self._intercept
        found, k, knots, before = list[fmpq](), 0, self._knots, None
        for at in x:
            if before is not None and at < before:
                raise UsageError(f"x = {short(at)} comes after {short(before)}; sort the x")
            while k < len(knots) and knots[k] < at:
                slope, intercept, k = slope + self._changes[k], intercept - self._changes[k] * knots[k], k + 1
                check_length(intercept)
            found.append(slope * at + intercept)
            before = at
        return found

    def extremes(self, low: RationalLike, high: RationalLike) -> tuple[Attained, Attained]:
        """Return the least and the greatest value over the closed interval [low, high], and where each is first taken.

        Between low, the knots inside and high the function is affine, so both are taken at one of these; and the first
        point that takes one is among them too, for inside an affine piece it would be constant on both sides.

        Parameters
        ----------
        low, high : rational
            low <= high; both finite, for without ends a function of this kind seldom has extremes.

        Raises
        ------
        UsageError
            If low > high.
        DataError
            If an end is not a finite number.

        Examples
        --------
        >>> least, greatest = Spline(0, 0, [-1, "1/2", 2], [1, -2, 1]).extremes(-3, 1)
        >>> least
        Attained(value=Fraction(0, 1), x=Fraction(-3, 1))
        >>> greatest
        Attained(value=Fraction(3, 2), x=Fraction(1, 2))
        """
        first, last = _exact(low), _exact(high)
        if first > last:
            raise UsageError(f"the interval [{short(first)}, {short(last)}] is empty; give low <= high")
        inside = self._knots[bisect_right(self._knots, first) : bisect_left(self._knots, last)]
        x = [first, *inside, last]
        values = self.values_at(x)
        least, greatest = (
            Attained(as_fraction(value), as_fraction(x[values.index(value)])) for value in (min(values), max(values))
        )
        return least, greatest

    @cached_property
    def _pieces(self) -> Sequence[tuple[fmpq, fmpq]]:
        """The affine pieces (slope, intercept) from left to right, one more than there are knots."""
        slope, intercept = self._slope, self._intercept
        pieces = [(slope, intercept)]
        for t, c in zip(self._knots, self._changes, strict=True):
            slope, intercept = slope + c, intercept - c * t
            check_length(intercept)
            pieces.append((slope, intercept))
        return pieces

    def variation(self, p: RationalLike | Exponent) -> PowerValue:
        """Return V_p = sum_k |c_k|^p at a rational p in (0, 1), or the number of knots at p = 0 (paper, equation 6).

        Raises
        ------
        UsageError
            If p is out of range, or a limit, where V_p has no value.

        Examples
        --------
        >>> print(Spline(0, 0, [0, 1], [2, -3]).variation("0"))
        2
        """
        return self.power_sum.at(p)

    @cached_property
    def power_sum(self) -> PowerSum:
        """V_p as a function of p: the multiset of |c_k|.

        Examples
        --------
        >>> str(Spline(0, 0, [1, 2], [1, -3]).power_sum)
        '1^p + 3^p'
        """
        return PowerSum.of((1, abs(c)) for c in self._changes)

    def to_json(self) -> dict[str, object]:
        """Return the spline as JSON-ready values, exact numbers as text.

        Examples
        --------
        >>> Spline(0, "1/2").to_json()
        {'left': {'slope': '0', 'intercept': '1/2'}, 'knots': []}
        """
        knots = zip(self._knots, self._changes, strict=True)
        return {
            "left": {"slope": format_rational(self._slope), "intercept": format_rational(self._intercept)},
            "knots": [{"x": format_rational(t), "slope_change": format_rational(c)} for t, c in knots],
        }

    def __eq__(self, other: object) -> bool:
        return self.flint == other.flint if isinstance(other, Spline) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.slope, self.intercept, self.knots, self.slope_changes))

    def __repr__(self) -> str:
        slope, intercept = format_short(self._slope), format_short(self._intercept)
        return f"<Spline with {len(self._knots)} knots, {slope}*x + {intercept} left of them>"


def check_length(value: fmpq) -> None:
    """Raise `DataError` for a sum that has grown beyond all use: each step with it would take milliseconds.

    Sums over a function through data stay short. Those over numbers with long denominators of their own do not.

    Examples
    --------
    >>> check_length(fmpq(1, 3))
    """
    if value.q.bit_length() > _MOST_BITS:
        raise DataError(
            f"a value has a denominator of more than {_MOST_BITS * 3 // 10:,} digits: the numbers have long "
            "denominators of their own; round them, to floats for example"
        )


def _exact(value: RationalLike) -> fmpq:
    # Computed values may be longer than the digit limit on input.
    return value if isinstance(value, fmpq) else to_rational(value)
