"""Problem (2)/(3) over float64 arrays: one data set, many at once, or one data set at many exponents."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from sparsest.errors import DataError, UsageError
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import RationalLike
from sparsest.fast.arrays import Doubles, Integers, as_doubles, as_exponents, as_offsets, as_threads, as_tolerance
from sparsest.fast.driver import decide
from sparsest.fast.fitting import fit_gates
from sparsest.fast.solution import Batch, FastSolution
from sparsest.fast.within import WithinBatch, WithinSolution

__all__ = ["solve", "solve_batch", "solve_grid"]

# The exponent of those who give none: this very object, so that a tolerance tells it from a "0+" that was given.
_DEFAULT = Exponent.read("0+")


@overload
def solve(x: ArrayLike, y: ArrayLike, p: RationalLike | Exponent = _DEFAULT, *, threads: int = 1) -> FastSolution: ...
@overload
def solve(
    x: ArrayLike, y: ArrayLike, p: RationalLike | Exponent = _DEFAULT, *, tolerance: ArrayLike, threads: int = 1
) -> WithinSolution: ...
def solve(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike | Exponent = _DEFAULT,
    *,
    tolerance: ArrayLike | None = None,
    threads: int = 1,
) -> FastSolution | WithinSolution:
    """Return a global minimiser of problem (2), or (3) at p = 0, for float64 points; the decisions are exact.

    Parameters
    ----------
    x, y : array_like of float64, shape (N,)
        Points with x increasing strictly. Integers that doubles hold exactly are taken too. Doubles are taken as the
        dyadic rationals that they are: 0.1 is not 1/10 (use `sparsest.solve` for decimals).
    p : str, int, Fraction, Decimal, float or Exponent
        A rational in (0, 1); "0", "0+" (default) or "1-", as in `sparsest.solve`; with a tolerance "0".
    tolerance : float64, or array_like of float64, shape (N,), optional
        How far the function may pass from the labels, or from each; taken as the dyadic rational that it is, and may be
        0 or infinite. Then the function with the fewest knots is found that `sparsest.solve` finds with fit="any".
    threads : int
        How many threads share the work; useful from some 10^5 points on.

    Returns
    -------
    FastSolution, or WithinSolution where there is a tolerance
        The same matching, or bends, as `sparsest.solve` on the same doubles, its exact twin; every decision that the
        kernels cannot certify by an error bound is made in exact arithmetic.

    Raises
    ------
    DataError
        If the arrays are no columns of equal length with finite doubles, x increasing, or a tolerance is none; the
        message names the entry.
    UsageError
        If p is out of range, or not "0" where there is a tolerance, or there is no thread.
    UndecidedError
        As in `sparsest.solve`.

    Examples
    --------
    >>> solve([0, 1, 2, 3], [0, 0, 1, 4], "1/2").knots
    array([1.66666667])
    >>> solve([0, 1, 2, 3], [0, 0, 1, 4], tolerance=0.5).fewest_knots
    1
    """
    xs, ys = _columns(x, y)
    if tolerance is None:
        solution: FastSolution = _solve_joined(xs, ys, Exponent.read(p), None, threads)[0]
        return solution
    starts = np.array([0, xs.size], np.int64)
    within: WithinSolution = _fit_joined(xs, ys, p, as_tolerance(tolerance, ys.shape), starts, threads)[0]
    return within


@overload
def solve_batch(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike | Exponent = _DEFAULT,
    *,
    offsets: ArrayLike | None = None,
    threads: int = 1,
) -> Batch: ...
@overload
def solve_batch(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike | Exponent = _DEFAULT,
    *,
    offsets: ArrayLike | None = None,
    tolerance: ArrayLike,
    threads: int = 1,
) -> WithinBatch: ...


def solve_batch(
    x: ArrayLike,
    y: ArrayLike,
    p: RationalLike | Exponent = _DEFAULT,
    *,
    offsets: ArrayLike | None = None,
    tolerance: ArrayLike | None = None,
    threads: int = 1,
) -> Batch | WithinBatch:
    """Solve many data sets in one call, in parallel over them; `solve` for each, without its overhead.

    Parameters
    ----------
    x, y : array_like of float64, shape (M, N), or (N,) for an x that all share; with offsets both of shape (n,)
        The data sets: rows of equal length, or joined one behind the other.
    p : str, int, Fraction, Decimal, float or Exponent
        As in `solve`.
    offsets : array_like of int, shape (M,) or (M+1,), optional
        Where each data set begins in the joined arrays; a last entry n may be given.
    tolerance : float64, or array_like of float64 of the shape of y, or (N,) for all rows, optional
        As in `solve`.
    threads : int
        How many threads share the work.

    Returns
    -------
    Batch, or WithinBatch where there is a tolerance
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
    xs, ys = as_doubles(x, "x"), as_doubles(y, "y")
    shape = ys.shape
    if offsets is not None:
        xs, ys = _columns(xs, ys)
        starts = as_offsets(offsets, xs.size)
    elif ys.ndim != 2 or ys.size == 0 or xs.shape not in (ys.shape, ys.shape[1:]):
        raise DataError(
            f"x has shape {xs.shape} and y has shape {ys.shape}; give y with one data set in a row and x of the same "
            "shape or one row for all, or joined columns with offsets"
        )
    else:
        xs = np.ascontiguousarray(np.broadcast_to(xs, shape)).reshape(-1)
        ys, starts = ys.reshape(-1), np.arange(shape[0] + 1, dtype=np.int64) * shape[1]
    if tolerance is None:
        return _solve_joined(xs, ys, Exponent.read(p), starts, threads)
    return _fit_joined(xs, ys, p, as_tolerance(tolerance, shape), starts, threads)


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


def _fit_joined(
    x: Doubles, y: Doubles, p: RationalLike | Exponent, widths: Doubles, offsets: Integers, threads: int
) -> WithinBatch:
    exponent = Exponent.read("0" if p is _DEFAULT else p)
    if exponent.name != "0":
        raise UsageError(
            f"p = {exponent.name} with a tolerance: only the fewest knots, p = 0, are found within one; leave p out, "
            "or solve without a tolerance"
        )
    found = fit_gates(x, y, offsets, widths, as_threads(threads))
    return WithinBatch(
        x, y, widths, offsets, found.ends, found.bends, found.lasts, found.knots, found.slope_changes, found.decisions
    )
