"""Problem (2)/(3) over float64 arrays: one data set, many at once, or one data set at many exponents."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sparsest.data import Dataset
from sparsest.errors import DataError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.fast.arrays import Doubles, Integers, as_doubles, as_exponents, as_offsets, as_threads
from sparsest.fast.block import SHARED
from sparsest.fast.driver import Decisions, decide
from sparsest.fast.objective import evaluate, slope_change_errors, total_power
from sparsest.fast.referee import nearest_double
from sparsest.spline import Spline
from sparsest.univariate.fewest import Ways, count_fewest
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.matching import Matching

__all__ = ["Batch", "FastSolution", "solve", "solve_batch", "solve_grid"]

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


@dataclass(frozen=True, eq=False)
class Batch(Sequence[FastSolution]):
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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Batch):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Batch of {len(self)} data sets, {len(self.x)} points, p = {_short(self.p)}: {len(self.knots)} knots>"

    @property
    def knot_counts(self) -> Integers:
        """The number of knots of each data set's solution, shape (M,)."""
        return np.diff(self.knot_offsets)

    @property
    def ties(self) -> list[int]:
        """The exact number of maximum-weight matchings of each data set: of minimisers, if 0 < p < 1."""
        return [self.tied.get(k, 1) for k in range(len(self))]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = operator.index(index)
        k += len(self) if k < 0 else 0
        if not 0 <= k < len(self):
            raise IndexError(f"data set {index} of {len(self)}")
        points = slice(self.offsets[k], self.offsets[k + 1])
        knots = slice(self.knot_offsets[k], self.knot_offsets[k + 1])
        return FastSolution(
            self.x[points], self.y[points], self.p, self.marks[points], self.knots[knots], self.slope_changes[knots],
            self.decisions, self.tied.get(k, 1),
        )  # fmt: skip

    def __iter__(self) -> Iterator[FastSolution]:
        return (self[k] for k in range(len(self)))


def solve(x: ArrayLike, y: ArrayLike, p: RationalLike | Exponent = "0+", *, threads: int = 1) -> FastSolution:
    """Return a global minimiser of problem (2), or (3) at p = 0, for float64 points; the matching is exact.

    Parameters
    ----------
    x, y : array_like of float64, shape (N,)
        Points with x increasing strictly. Integers that doubles hold exactly are taken too. Doubles are taken as the
        dyadic rationals that they are: 0.1 is not 1/10 (use `sparsest.solve` for decimals).
    p : str, int, Fraction, Decimal, float or Exponent
        A rational in (0, 1); "0", "0+" (default) or "1-", as in `sparsest.solve`.
    threads : int
        How many threads share the work; useful from some 10^5 points on.

    Returns
    -------
    FastSolution
        The same matching as `sparsest.solve` on the same doubles, its exact twin; every decision that the kernels
        cannot certify by an error bound is made in exact arithmetic.

    Raises
    ------
    DataError
        If the arrays are no columns of equal length with finite doubles, x increasing; the message names the entry.
    UsageError
        If p is out of range, or there is no thread.
    UndecidedError
        As in `sparsest.solve`.

    Examples
    --------
    >>> solve([0, 1, 2, 3], [0, 0, 1, 4], "1/2").knots
    array([1.66666667])
    """
    (only,) = _solve_joined(*_columns(x, y), Exponent.read(p), None, threads)
    return only


def solve_batch(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike | Exponent = "0+",
    *,
    offsets: ArrayLike | None = None,
    threads: int = 1,
) -> Batch:
    """Solve many data sets in one call, in parallel over them; `solve` for each, without its overhead.

    Parameters
    ----------
    x, y : array_like of float64, shape (M, N), or (N,) for an x that all share; with offsets both of shape (n,)
        The data sets: rows of equal length, or joined one behind the other.
    p : str, int, Fraction, Decimal, float or Exponent
        As in `solve`.
    offsets : array_like of int, shape (M,) or (M+1,), optional
        Where each data set begins in the joined arrays; a last entry n may be given.
    threads : int
        How many threads share the work.

    Returns
    -------
    Batch
        A sequence of the M solutions.

    Raises
    ------
    DataError, UsageError, UndecidedError
        As `solve`; also if the shapes or the offsets do not fit. The message names the data set.

    Examples
    --------
    >>> solve_batch([0, 1, 2, 0, 1], [0, 0, 1, 5, 6], "1/2", offsets=[0, 3]).knot_counts
    array([1, 0])
    """
    exponent = Exponent.read(p)
    if offsets is not None:
        xs, ys = _columns(x, y)
        return _solve_joined(xs, ys, exponent, as_offsets(offsets, xs.size), threads)
    xs, ys = as_doubles(x, "x"), as_doubles(y, "y")
    if ys.ndim != 2 or ys.size == 0 or xs.shape not in (ys.shape, ys.shape[1:]):
        raise DataError(
            f"x has shape {xs.shape} and y has shape {ys.shape}; give y with one data set in a row and x of the same "
            "shape or one row for all, or joined columns with offsets"
        )
    joined = np.ascontiguousarray(np.broadcast_to(xs, ys.shape)).reshape(-1)
    starts = np.arange(ys.shape[0] + 1, dtype=np.int64) * ys.shape[1]
    return _solve_joined(joined, ys.reshape(-1), exponent, starts, threads)


def solve_grid(
    x: ArrayLike, y: ArrayLike, exponents: Sequence[RationalLike | Exponent], *, threads: int = 1
) -> list[FastSolution]:
    """Solve one data set at many exponents, in parallel over them.

    Parameters
    ----------
    x, y : array_like of float64, shape (N,)
        As in `solve`.
    exponents : sequence of exponents
        Each as in `solve`.
    threads : int
        How many exponents are worked on at once.

    Returns
    -------
    list of FastSolution
        One for each exponent, in their order.

    Raises
    ------
    DataError, UsageError, UndecidedError
        As `solve`.

    Examples
    --------
    >>> [len(f.knots) for f in solve_grid(range(6), [0, 0, 0.01, 1.02, 3.03, 5.05], ["0.1", "0.3"])]
    [2, 3]
    """
    workers, ps = as_threads(threads), as_exponents(exponents)
    xs, ys = _columns(x, y)
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda p: _solve_joined(xs, ys, p, None, 1)[0], ps))


def _short(p: Exponent) -> str:
    """Return an exponent's name, or of a very long fraction how long it is."""
    return p.name if len(p.name) <= _LONGEST_NAME else f"a fraction of {len(p.name)} characters"


def _columns(x: ArrayLike, y: ArrayLike) -> tuple[Doubles, Doubles]:
    xs, ys = as_doubles(x, "x"), as_doubles(y, "y")
    if xs.ndim != 1 or ys.ndim != 1 or xs.size != ys.size:
        raise DataError(f"x has shape {xs.shape} and y has shape {ys.shape}; give two columns of equal length")
    if xs.size == 0:
        raise DataError("no points; give at least one input with its label")
    return xs, ys


def _solve_joined(x: Doubles, y: Doubles, p: Exponent, offsets: Integers | None, threads: int) -> Batch:
    starts = np.array([0, x.size], np.int64) if offsets is None else offsets
    found = decide(x, y, starts, p, as_threads(threads))
    ties: dict[int, int] = {}
    for start, ways in found.counts.items():
        data_set = int(np.searchsorted(starts, start, side="right")) - 1
        ties[data_set] = ties.get(data_set, 1) * ways
    return Batch(x, y, p, starts, found.ends, found.marks, found.knots, found.slope_changes, found.decisions, ties)
