"""Chord slopes s_i, slope gaps d_i and their runs (paper, section 3; `docs/theory.md`, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

__all__ = ["chord_slopes", "fewest_knots", "runs", "slope_gaps"]


def chord_slopes(x: Sequence[fmpq], y: Sequence[fmpq]) -> list[fmpq]:
    """Return the N-1 slopes s_i = (y_{i+1} - y_i) / (x_{i+1} - x_i), exact, for increasing x.

    Examples
    --------
    >>> chord_slopes([fmpq(0), fmpq(1), fmpq(3)], [fmpq(0), fmpq(2), fmpq(3)])
    [2, 1/2]
    """
    return [(v - u) / (b - a) for (a, b), (u, v) in zip(pairwise(x), pairwise(y), strict=True)]


def slope_gaps(slopes: Sequence[fmpq]) -> list[fmpq]:
    """Return the N-2 gaps d_i = s_i - s_{i-1}; entry k belongs to the interior point k+1 (counted from 0).

    Examples
    --------
    >>> slope_gaps([fmpq(2), fmpq(1, 2), fmpq(1, 2)])
    [-3/2, 0]
    """
    return [t - s for s, t in pairwise(slopes)]


def runs(gaps: Sequence[fmpq]) -> list[tuple[int, int]]:
    """Return the half-open ranges of the maximal stretches of gaps of one nonzero sign, from left to right.

    Examples
    --------
    >>> runs([fmpq(1), fmpq(2), fmpq(0), fmpq(1), fmpq(-1)])
    [(0, 2), (3, 4), (4, 5)]
    """
    found = []
    start, sign = 0, 0
    for k, d in enumerate((*gaps, fmpq(0))):
        # The sign of a rational is that of its numerator, which compares faster.
        here = 0 if d == 0 else 1 if d.p > 0 else -1
        if here != sign:
            if sign:
                found.append((start, k))
            start, sign = k, here
    return found


def fewest_knots(runs: Sequence[tuple[int, int]]) -> int:
    """Return the least number of knots of any interpolating spline: the sum of ceil(n/2) over the runs of n gaps.

    Examples
    --------
    >>> fewest_knots([(0, 2), (3, 6)])
    3
    """
    return sum((stop - start + 1) // 2 for start, stop in runs)
