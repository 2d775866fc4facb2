"""What the fast path returns within a tolerance: the function of one data set, and those of many in joined arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational
from sparsest.fast.arrays import Doubles, Integers, as_doubles
from sparsest.fast.fitting import WithinDecisions
from sparsest.fast.referee import nearest_double
from sparsest.fast.solution import Joined
from sparsest.fast.umpire import ExactLine, Umpire
from sparsest.spline import Spline

__all__ = ["WithinBatch", "WithinSolution"]

# What the slope change of two lines may be off by, relative to the sizes of their slopes.
_ERROR = 10.0 * 2.0**-53
_SMALLEST = 5e-324


@dataclass(frozen=True, eq=False)
class WithinSolution:
    """A function with the fewest knots within a tolerance of float64 points. Made by `solve`.

    Number of knots and bends are those of `sparsest.solve(..., fit="any")` on the same doubles, always, and so is the
    function; its numbers are doubles with stated errors. The arrays of the points are kept, not copied: do not change
    them while you use the solution. Solutions are equal if their points and tolerances are.

    Parameters
    ----------
    x, y : float64 arrays, shape (N,)
        The points.
    widths : float64 array, shape (1,) or (N,)
        The tolerance, or one for each point.
    bends : int64 array, shape (K, 4)
        Why fewer knots do not do: sign, a, b and c as in `sparsest.univariate.windows.Bend`, points counted from 0.
    last : int64 array, shape (6,)
        What holds the line right of all knots: see `sparsest.fast.lines.LAST`.
    knots : float64 array, shape (K,)
        Where the knots are, each the double nearest to the exact place (infinite if that is beyond all doubles).
    slope_changes : float64 array, shape (K,)
        The slope change at each knot, within `slope_change_errors` of the exact one, of the exact sign.
    decisions : WithinDecisions
        How often the fast filter had to ask, summed over the whole call.

    Examples
    --------
    >>> from sparsest.fast import solve
    >>> f = solve([0, 1, 2, 3, 4], [0, 2, 4, 2, 0], tolerance=0.5)
    >>> f.fewest_knots, f.knots, f.slope_changes
    (1, array([2.23333333]), array([-3.75]))
    >>> f([0, 2, 4])
    array([ 0.5  ,  3.5  , -0.125])
    """

    x: Doubles
    y: Doubles
    widths: Doubles
    bends: Integers
    last: Integers
    knots: Doubles
    slope_changes: Doubles
    decisions: WithinDecisions

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WithinSolution):
            return NotImplemented
        mine, theirs = (np.broadcast_to(one.widths, one.x.shape) for one in (self, other))
        return all(np.array_equal(*pair) for pair in ((self.x, other.x), (self.y, other.y), (mine, theirs)))

    # The arrays can be changed.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        tolerance = f"{self.widths[0]}" if self.widths.size == 1 else "of its own for each"
        return f"<WithinSolution of {len(self.x)} points, tolerance {tolerance}: {self.fewest_knots} knots>"

    @property
    def p(self) -> Exponent:
        """The exponent, "0"."""
        return Exponent.read("0")

    @property
    def fewest_knots(self) -> int:
        """The number of knots: no function passes the gates with fewer."""
        return len(self.bends)

    @cached_property
    def left_slope(self) -> float:
        """The slope left of all knots, correctly rounded."""
        return nearest_double(self._lines(1)[0][0])

    @cached_property
    def slope_change_errors(self) -> Doubles:
        """How far each slope change may be from the exact one (`docs/fast_path.md`, section 10).

        Examples
        --------
        >>> from sparsest.fast import solve
        >>> errors = solve([0, 1, 2], [0, 3, 0], tolerance=1).slope_change_errors
        >>> bool(0 < errors[0] < 1e-13)
        True
        """
        sizes = self._slopes[1]
        with np.errstate(over="ignore"):
            errors = _ERROR * (sizes[1:] + sizes[:-1]) + _SMALLEST
        # Where a difference overflows nothing is known.
        return np.where(np.isnan(errors), np.inf, errors)

    def __call__(self, points: ArrayLike) -> Doubles:
        """Return the values of the function, each computed from the ends of gates that its line touches.

        Parameters
        ----------
        points : array_like of float64
            Where; of any shape, in any order.
        """
        at = as_doubles(points, "points")
        line = np.searchsorted(self.knots, at, side="left")
        with np.errstate(over="ignore", invalid="ignore"):
            start_x, start_y = self._starts
            values = np.asarray(start_y[line] + self._slopes[0][line] * (at - start_x[line]))
        for k in np.flatnonzero(~np.isfinite(values) & np.isfinite(at)).tolist():
            slope, intercept = self._lines()[int(line.flat[k])]
            values.flat[k] = nearest_double(slope * to_rational(float(at.flat[k])) + intercept)
        return values

    def to_spline(self) -> Spline:
        """Return the function as an exact spline.

        Examples
        --------
        >>> from sparsest.fast import solve
        >>> solve([0, 1, 2, 3, 4], [0, 2, 4, 2, 0], tolerance=0.5).to_spline().knots
        (Fraction(67, 30),)
        """
        lines = self._lines()
        knots = [(b - c) / (t - s) for (s, b), (t, c) in pairwise(lines)]
        return Spline(*lines[0], knots, [t - s for (s, _), (t, _) in pairwise(lines)])

    def _lines(self, most: int | None = None) -> list[ExactLine]:
        """Return the lines of the first links, or all."""
        umpire = Umpire(self.x, self.y, self.widths)
        lines = [umpire.line(bend) for bend in self.bends[:most]]
        return lines if len(lines) == most else [*lines, umpire.last_line(self.last)]

    @cached_property
    def _slopes(self) -> tuple[Doubles, Doubles]:
        """The slope of each line, and its size: what its error is relative to."""
        _, _, *pairs = self.last.tolist()
        ends = [(a, b, side) for a, b, side in ((*pairs[:2], 1.0), (*pairs[2:], -1.0)) if a >= 0]
        a = np.append(self.bends[:, 1], [one[0] for one in ends]).astype(np.int64)
        b = np.append(self.bends[:, 2], [one[1] for one in ends]).astype(np.int64)
        side = np.append(-self.bends[:, 0], [one[2] for one in ends])
        widths = np.broadcast_to(self.widths, self.x.shape)
        with np.errstate(over="ignore", invalid="ignore"):
            run, label, width = self.x[b] - self.x[a], self.y[b] - self.y[a], widths[a] + widths[b]
            slopes, sizes = (label - side * width) / run, (np.abs(label) + width) / run
            k = len(self.bends)
            last = (slopes[k:].sum() / len(ends), sizes[k:].sum()) if ends else (0.0, 0.0)
        return np.append(slopes[:k], last[0]), np.append(sizes[:k], last[1])

    @cached_property
    def _starts(self) -> tuple[Doubles, Doubles]:
        """A point on each line."""
        widths = np.broadcast_to(self.widths, self.x.shape)
        b = self.bends[:, 2]
        x, y = self.x[b], self.y[b] + self.bends[:, 0] * widths[b]
        if self.last[0] < 0:
            return np.append(x, 0.0), np.append(y, 0.0)
        i, j = self.last[:2]
        middle = 0.5 * (self.y[i] - widths[i]) + 0.5 * (self.y[j] + widths[j])
        return np.append(x, 0.5 * self.x[i] + 0.5 * self.x[j]), np.append(y, middle)


@dataclass(frozen=True, eq=False)
class WithinBatch(Joined[WithinSolution]):
    """The functions of many data sets, in joined arrays; entry k is a `WithinSolution`. Made by `solve_batch`.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,)
        All points, one data set behind the other.
    widths : float64 array, shape (1,) or (n,)
        The tolerance, or one for each point.
    offsets : int64 array, shape (M+1,)
        Where each data set begins, and n.
    knot_offsets : int64 array, shape (M+1,)
        Where each data set's knots begin, and their total.
    bends, lasts, knots, slope_changes, decisions :
        As in `WithinSolution`, joined; points are counted through all data sets.

    Examples
    --------
    >>> from sparsest.fast import solve_batch
    >>> batch = solve_batch(np.arange(4), [[0, 0, 1, 4], [0, 0, 1, 1]], tolerance=0.5)
    >>> batch.knot_counts, batch[0].bends
    (array([1, 0]), array([[1, 0, 2, 3]]))
    """

    x: Doubles
    y: Doubles
    widths: Doubles
    offsets: Integers
    knot_offsets: Integers
    bends: Integers
    lasts: Integers
    knots: Doubles
    slope_changes: Doubles
    decisions: WithinDecisions

    def __repr__(self) -> str:
        return f"<WithinBatch of {len(self)} data sets, {len(self.x)} points: {len(self.knots)} knots>"

    def _entry(self, k: int, points: slice, knots: slice) -> WithinSolution:
        start = int(points.start)
        return WithinSolution(
            self.x[points], self.y[points], self.widths if self.widths.size == 1 else self.widths[points],
            self.bends[knots] - np.array([0, start, start, start]), np.maximum(self.lasts[k] - start, -1),
            self.knots[knots], self.slope_changes[knots], self.decisions,
        )  # fmt: skip
