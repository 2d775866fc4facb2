"""What is computed from a finished solution: values, errors of the slope changes, the objective."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sparsest.fast.arithmetic import POWER_ERROR, RANGE_HIGH, RANGE_LOW, power, two_sum
from sparsest.fast.arrays import Doubles
from sparsest.fast.block import SHARED
from sparsest.fast.entry import entry
from sparsest.fast.referee import nearest_double

__all__ = ["evaluate", "slope_change_errors", "total_power"]

_U = 2.0**-53
_SMALLEST = 5e-324


def evaluate(x: Doubles, y: Doubles, marks: NDArray[np.uint8], points: Doubles) -> Doubles:
    """Return the spline's values: on each interval the chord, or the steeper or flatter of the two chords beside it.

    Examples
    --------
    >>> evaluate(np.arange(4.0), np.array([0, 0, 1, 3.0]), np.array([0, 2, 0, 0], np.uint8), np.array([1.5, 1.75]))
    array([0. , 0.5])
    """
    if x.size == 1:
        return np.full(points.shape, y[0])
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.diff(x)
        slopes = np.diff(y) / steps
        left = np.clip(np.searchsorted(x, points, side="right") - 1, 0, x.size - 2)
        values = _line(x, y, slopes, left, left, points)
        shared = np.flatnonzero(marks[left] == SHARED)
        if shared.size:
            inside, where = left.flat[shared], points.flat[shared]
            before = _line(x, y, slopes, inside - 1, inside, where)
            after = _line(x, y, slopes, inside + 1, inside + 1, where)
            # Where the gaps are positive the spline is convex there: the greater of its two lines.
            convex = slopes[inside + 1] > slopes[inside - 1]
            values.flat[shared] = np.where(convex, np.maximum(before, after), np.minimum(before, after))
    overflow = ~(np.isfinite(steps) & np.isfinite(slopes))
    beside = overflow | np.append(overflow[1:], False) | np.append(False, overflow[:-1])
    for k in np.flatnonzero((beside[left] | ~np.isfinite(values)) & np.isfinite(points)):
        values.flat[k] = _exact_value(x, y, marks, int(left.flat[k]), float(points.flat[k]))
    return values


def _exact_value(x: Doubles, y: Doubles, marks: NDArray[np.uint8], left: int, point: float) -> float:
    """Return the spline's value at a point right of point `left`, correctly rounded, where a difference overflows."""

    def slope(i: int) -> Fraction:
        return (Fraction(float(y[i + 1])) - Fraction(float(y[i]))) / (Fraction(float(x[i + 1])) - Fraction(float(x[i])))

    def line(interval: int, anchor: int) -> Fraction:
        return Fraction(float(y[anchor])) + slope(interval) * (Fraction(point) - Fraction(float(x[anchor])))

    if marks[left] != SHARED:
        return nearest_double(line(left, left))
    lines = line(left - 1, left), line(left + 1, left + 1)
    return nearest_double(max(lines) if slope(left + 1) > slope(left - 1) else min(lines))


def _line(x: Doubles, y: Doubles, slopes: Doubles, interval, anchor, points: Doubles) -> Doubles:
    return np.asarray(y[anchor] + slopes[interval] * (points - x[anchor]))


def slope_change_errors(x: Doubles, y: Doubles, marks: NDArray[np.uint8]) -> Doubles:
    """Return, for each knot, how far the computed slope change may be from the exact one.

    Examples
    --------
    >>> errors = slope_change_errors(np.arange(3.0), np.array([0, 0, 1.0]), np.array([0, 1, 0], np.uint8))
    >>> bool(0 < errors[0] < 1e-14)
    True
    """
    # What numpy calls itself by is left out: most data are short, and there that takes longer than the sums.
    (knots,) = marks.nonzero()
    if not knots.size:
        return np.zeros(0)
    with np.errstate(over="ignore", invalid="ignore"):
        steps = x[1:] - x[:-1]
        slopes = np.abs((y[1:] - y[:-1]) / steps)
        # Where a difference overflows nothing is known; where everything is tiny, rounding is absolute.
        slopes[~(np.isfinite(steps) & np.isfinite(slopes))] = np.inf
        own = np.zeros(x.size)
        own[1:-1] = (slopes[1:] + slopes[:-1]) * (18 * _U) + _SMALLEST
    errors = own[knots]
    (shared,) = (marks[knots] == SHARED).nonzero()
    errors[shared] += own[knots[shared] + 1]
    return errors


@entry
def _total(changes, errors, p):
    """Return the compensated sum of |c|^p and a bound of its error, or nan if some c is outside the powers' range."""
    total = rest = bound = 0.0
    for k in range(changes.size):
        a = abs(changes[k])
        if not ((a >= 2.0 * RANGE_LOW) & (a <= RANGE_HIGH) & (errors[k] <= 0.5 * a)):
            return np.nan, np.nan
        term = power(a, p)
        total, low = two_sum(total, term)
        rest += low
        # (1 + e)^p - 1 <= p e and 1 - (1 - e)^p <= 2 p e for e <= 1/2.
        bound += term * (2.0 * p * (errors[k] / a) + POWER_ERROR)
    return total + rest, bound


def total_power(changes: Doubles, errors: Doubles, p: float) -> tuple[float, float] | None:
    """Return bounds of sum |c|^p for slope changes with errors; None if some c is too large, small or uncertain.

    Examples
    --------
    >>> low, high = total_power(np.array([1.0, 4.0]), np.zeros(2), 0.5)
    >>> low <= 3 <= high
    True
    """
    total, bound = _total(changes, errors, p)
    if not np.isfinite(total):
        return None
    # Up to 2^40 terms: the compensated sum is off by u and about (n u)^2 of itself, the sum of the bounds by n u.
    bound = 1.001 * bound + (2.0**-50 + 2.0 * (changes.size * _U) ** 2) * total
    return total - bound, total + bound
