"""Chord slopes s_i, slope gaps d_i and their runs (paper, section 3; `docs/theory.md`, section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.spline import Spline

__all__ = ["Gaps", "chord_slopes", "runs_of_one_sign", "slope_gaps"]


@dataclass(frozen=True, repr=False)
class Gaps:
    """A data set seen through its slope gaps; gap k, counted from 0, belongs to the interior point k+1.

    Parameters
    ----------
    x, y : tuple of fmpq, shape (N,)
        The points.
    slopes : tuple of fmpq, shape (N-1,)
        Chord slopes.
    gaps : tuple of fmpq, shape (N-2,)
        Slope gaps.
    runs : tuple of (int, int)
        Half-open ranges of gaps of one nonzero sign.

    Examples
    --------
    >>> g = Gaps.of(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]))
    >>> g.gaps, g.runs, g.fewest_knots
    ((1, -1, -1, 1), ((0, 1), (1, 3), (3, 4)), 3)
    """

    x: tuple[fmpq, ...]
    y: tuple[fmpq, ...]
    slopes: tuple[fmpq, ...]
    gaps: tuple[fmpq, ...]
    runs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, data: Dataset) -> Gaps:
        """Return the gaps of a data set, computed once for it; `UsageError` if it is anything else.

        `DataError` if an input has several labels, which `ties="gates"` keeps for a tolerance.

        Examples
        --------
        >>> Gaps.of(Dataset([0, 1, 3], [0, 2, 3])).gaps
        (-3/2,)
        """
        if not isinstance(data, Dataset):
            raise UsageError(f"{type(data).__name__} is no data set; make one: sparsest.Dataset(x, y)")
        return data.once(_gaps_of)

    def __repr__(self) -> str:
        return f"<Gaps of {len(self.x)} points: {len(self.runs)} runs, fewest knots {self.fewest_knots}>"

    @property
    def fewest_knots(self) -> int:
        """The least number of knots of any interpolating spline: the sum of ceil(n/2) over the runs of n gaps.

        Examples
        --------
        >>> Gaps.of(Dataset.from_gaps([1, 1, 1, -1])).fewest_knots
        3
        """
        return sum((stop - start + 1) // 2 for start, stop in self.runs)

    def sizes(self, run: tuple[int, int]) -> list[fmpq]:
        """Return the absolute gaps of one run.

        Examples
        --------
        >>> Gaps.of(Dataset.from_gaps([1, -2, -3])).sizes((1, 3))
        [2, 3]
        """
        return [abs(d) for d in self.gaps[slice(*run)]]

    def places(self, matches: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Yield for each knot of a matching's spline, from left to right, its (first) gap and whether it is a match.

        Examples
        --------
        >>> list(Gaps.of(Dataset.from_gaps([1, 2, 0, 3])).places([0]))
        [(0, True), (3, False)]
        """
        left = set(matches)
        return ((k, k in left) for k, d in enumerate(self.gaps) if d != 0 and k - 1 not in left)

    def spline(self, matches: Sequence[int]) -> Spline:
        """Return the interpolating spline of a matching (Theorem A).

        Parameters
        ----------
        matches : sequence of int
            Increasing k such that the gaps k and k+1 of one run share one knot, where their outer chords meet; every
            other nonzero gap has a knot at its own point.

        Examples
        --------
        >>> g = Gaps.of(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]))
        >>> g.spline([1]).knots
        (Fraction(-1, 1), Fraction(1, 2), Fraction(2, 1))
        """
        x, gaps = self.x, self.gaps
        slope = self.slopes[0] if self.slopes else fmpq(0)
        knots, changes = [], []
        for k, matched in self.places(matches):
            if matched:
                change = gaps[k] + gaps[k + 1]
                knots.append(x[k + 1] + (x[k + 2] - x[k + 1]) * gaps[k + 1] / change)
                changes.append(change)
            else:
                knots.append(x[k + 1])
                changes.append(gaps[k])
        return Spline(slope, self.y[0] - slope * x[0], knots, changes)


def _gaps_of(data: Dataset) -> Gaps:
    data.check_labels()
    x, y = data.flint
    slopes = chord_slopes(x, y)
    gaps = slope_gaps(slopes)
    return Gaps(x, y, tuple(slopes), tuple(gaps), tuple(runs_of_one_sign(gaps)))


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


def runs_of_one_sign(gaps: Sequence[fmpq]) -> list[tuple[int, int]]:
    """Return the half-open ranges of the maximal stretches of gaps of one nonzero sign, from left to right.

    Examples
    --------
    >>> runs_of_one_sign([fmpq(1), fmpq(2), fmpq(0), fmpq(1), fmpq(-1)])
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
