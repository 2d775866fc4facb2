"""What the fast path returns: the solution of one data set, and those of many in joined arrays."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.data import Dataset
from sparsest.exact.exponent import Exponent
from sparsest.fast.arrays import Doubles, Integers, as_doubles
from sparsest.fast.block import SHARED
from sparsest.fast.driver import Decisions
from sparsest.fast.objective import evaluate, slope_change_errors, total_power
from sparsest.fast.referee import nearest_double
from sparsest.spline import Spline
from sparsest.univariate.fewest import Ways, count_fewest
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching

__all__ = ["Batch", "FastSolution", "Joined"]

_Entry = TypeVar("_Entry")

# Longer names of exponents are not printed in full.
_LONGEST_NAME = 40


@dataclass(frozen=True, eq=False)
class FastSolution:
    """A global minimiser of V_p over all splines through float64 points. Made by `solve`.

    Its matching is that of the exact solution, always; its numbers are doubles with stated errors. The arrays of the
    points are kept, not copied: do not change them while you use the solution. Solutions are equal if their points
    and p are, for these determine the rest.

    Parameters
    ----------
    x, y : float64 arrays, shape (N,)
        The points.
    p : Exponent
        The exponent.
    marks : uint8 array, shape (N,)
        What stands at each point: 0, no knot of its own; 1, a knot; 2, a knot shared with the next point.
    knots : float64 array, shape (K,)
        Where the knots are, each the double nearest to the exact place (infinite if that is beyond all doubles).
    slope_changes : float64 array, shape (K,)
        The slope change at each knot, within `slope_change_errors` of the exact one, of the exact sign.
    decisions : Decisions
        How often the fast filter had to ask, summed over the whole call.
    ties : int
        The number of maximum-weight matchings, exactly; at p = 0 they are not counted, and this is 1.

    Examples
    --------
    >>> from sparsest.fast import solve
    >>> f = solve([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0], "1/2")
    >>> f.knots, f.slope_changes, f.unique
    (array([-1. ,  0.5,  2. ]), array([ 1., -2.,  1.]), True)
    >>> f([-5, 0.5, 2])
    array([0. , 1.5, 0. ])
    """

    x: Doubles
    y: Doubles
    p: Exponent
    marks: NDArray[np.uint8]
    knots: Doubles
    slope_changes: Doubles
    decisions: Decisions
    ties: int

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FastSolution):
            return NotImplemented
        return self.p == other.p and np.array_equal(self.x, other.x) and np.array_equal(self.y, other.y)

    # The arrays can be changed.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<FastSolution of {len(self.x)} points, p = {_short(self.p)}: {len(self.knots)} knots>"

    @property
    def matches(self) -> Matching:
        """The matched pairs as left gap indices, equal to `sparsest.Solution.matches`; gap k belongs to point k+1."""
        return tuple((np.flatnonzero(self.marks == SHARED) - 1).tolist())

    @cached_property
    def left_slope(self) -> float:
        """The slope left of all knots, correctly rounded; 0 for a single point."""
        if len(self.x) < 2:
            return 0.0
        (x, next_x), (y, next_y) = map(Fraction, self.x[:2].tolist()), map(Fraction, self.y[:2].tolist())
        return nearest_double((next_y - y) / (next_x - x))

    @cached_property
    def minimizers(self) -> Ways:
        """The exact number of minimisers, as in `sparsest.Solution`: an int of any size, or `math.inf`."""
        if len(self.x) == 1:
            return math.inf
        return count_fewest(self._gaps.gaps)[1] if self.p.name == "0" else self.ties

    @property
    def unique(self) -> bool:
        """Whether there is exactly one minimiser."""
        return self.minimizers == 1

    @cached_property
    def slope_change_errors(self) -> Doubles:
        """How far each slope change may be from the exact one (`docs/fast_path.md`, section 6)."""
        return slope_change_errors(self.x, self.y, self.marks)

    @cached_property
    def objective_bounds(self) -> tuple[float, float] | None:
        """The minimum of V_p lies between these two numbers; None at "0+" and "1-", where V_p has no single value.

        Examples
        --------
        >>> from sparsest.fast import solve
        >>> low, high = solve([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0], "1/2").objective_bounds
        >>> low < 2 + 2**0.5 < high, high - low < 1e-11
        (True, True)
        """
        if self.p.name == "0":
            return float(len(self.knots)), float(len(self.knots))
        if self.p.value is None:
            return None
        bounds = total_power(self.slope_changes, self.slope_change_errors, float(self.p.fraction))
        return self._exact_bounds() if bounds is None else bounds

    def __call__(self, points: ArrayLike) -> Doubles:
        """Return the values of the spline, each computed from the data points next to it, so that errors do not add up.

        Parameters
        ----------
        points : array_like of float64
            Where; of any shape, in any order.
        """
        return evaluate(self.x, self.y, self.marks, as_doubles(points, "points"))

    def to_spline(self) -> Spline:
        """Return the minimiser as an exact spline.

        Examples
        --------
        >>> from sparsest.fast import solve
        >>> solve([0, 1, 2, 3], [0, 0, 1, 4], "1/2").to_spline().knots
        (Fraction(5, 3),)
        """
        return self._gaps.spline(self.matches)

    def _exact_bounds(self) -> tuple[float, float] | None:
        value = self.to_spline().variation(self.p)
        low, high = value.enclosure(20)
        return math.nextafter(nearest_double(low), -math.inf), math.nextafter(nearest_double(high), math.inf)

    @cached_property
    def _gaps(self) -> Gaps:
        return Gaps.of(Dataset(self.x, self.y))


class Joined(Sequence[_Entry]):
    """What is known of many data sets, in joined arrays; entry k is that of data set k, made when it is asked for."""

    offsets: Integers
    knot_offsets: Integers

    def _entry(self, k: int, points: slice, knots: slice) -> _Entry:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    # The arrays can be changed.
    __hash__ = None  # type: ignore[assignment]

    @property
    def knot_counts(self) -> Integers:
        """The number of knots of each data set, shape (M,)."""
        return np.diff(self.knot_offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = operator.index(index)
        k += len(self) if k < 0 else 0
        if not 0 <= k < len(self):
            raise IndexError(f"data set {index} of {len(self)}")
        return self._entry(
            k, slice(self.offsets[k], self.offsets[k + 1]), slice(self.knot_offsets[k], self.knot_offsets[k + 1])
        )

    def __iter__(self) -> Iterator[_Entry]:
        return (self[k] for k in range(len(self)))


@dataclass(frozen=True, eq=False)
class Batch(Joined[FastSolution]):
    """The solutions of many data sets, stored in joined arrays; entry k is a `FastSolution`. Made by `solve_batch`.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,)
        All points, one data set behind the other.
    p : Exponent
        The exponent.
    offsets : int64 array, shape (M+1,)
        Where each data set begins, and n.
    knot_offsets : int64 array, shape (M+1,)
        Where each data set's knots begin, and their total.
    marks, knots, slope_changes, decisions :
        As in `FastSolution`, joined.
    tied : dict of int to int
        The exact number of maximum-weight matchings of the data sets that have more than one; none at p = 0.

    Examples
    --------
    >>> from sparsest.fast import solve_batch
    >>> batch = solve_batch(np.arange(4), [[0, 0, 1, 4], [0, 0, 1, 1]], "1/2")
    >>> batch.knot_counts, batch[1].knots
    (array([1, 2]), array([1., 2.]))
    """

    x: Doubles
    y: Doubles
    p: Exponent
    offsets: Integers
    knot_offsets: Integers
    marks: NDArray[np.uint8]
    knots: Doubles
    slope_changes: Doubles
    decisions: Decisions
    tied: dict[int, int]

    def __repr__(self) -> str:
        return f"<Batch of {len(self)} data sets, {len(self.x)} points, p = {_short(self.p)}: {len(self.knots)} knots>"

    @property
    def ties(self) -> list[int]:
        """The exact number of maximum-weight matchings of each data set: of minimisers, if 0 < p < 1."""
        return [self.tied.get(k, 1) for k in range(len(self))]

    def _entry(self, k: int, points: slice, knots: slice) -> FastSolution:
        return FastSolution(
            self.x[points], self.y[points], self.p, self.marks[points], self.knots[knots], self.slope_changes[knots],
            self.decisions, self.tied.get(k, 1),
        )  # fmt: skip


def _short(p: Exponent) -> str:
    """Return an exponent's name, or of a very long fraction how long it is."""
    return p.name if len(p.name) <= _LONGEST_NAME else f"a fraction of {len(p.name)} characters"
