"""From arrays to bends and knots within a tolerance: the greedy over all data sets, and an umpire beside it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sparsest.fast.arrays import Doubles, Integers
from sparsest.fast.driver import Summed, fault_at, read_only
from sparsest.fast.greedy import pass_gates
from sparsest.fast.lines import LAST, cross_lines
from sparsest.fast.umpire import Umpire

__all__ = ["Fitted", "WithinDecisions", "fit_gates"]


@dataclass(frozen=True)
class WithinDecisions(Summed):
    """Who decided what within a tolerance. Every decision is certain; these tell how often the filter had to ask.

    Parameters
    ----------
    refined_turns, refined_knots : int
        Turns, and places of knots, that doubles left open: computed again in double-doubles.
    exact_turns, exact_lines, exact_knots : int
        Turns, last lines of data sets, and knots that only exact rational arithmetic settled.
    """

    refined_turns: int = 0
    refined_knots: int = 0
    exact_turns: int = 0
    exact_lines: int = 0
    exact_knots: int = 0


@dataclass(frozen=True)
class Fitted:
    """What was found for all data sets, or a share of them: see `sparsest.fast.within.WithinBatch`."""

    bends: Integers
    ends: Integers
    lasts: Integers
    knots: Doubles
    slope_changes: Doubles
    decisions: WithinDecisions


def fit_gates(x: Doubles, y: Doubles, offsets: Integers, widths: Doubles, threads: int) -> Fitted:
    """Return bends and knots of every data set, certified.

    Parameters
    ----------
    x, y : float64 arrays, shape (n,), contiguous
        The points of all data sets, one behind the other.
    offsets : int64 array
        Where each data set begins, and n.
    widths : float64 array, shape (n,) or (1,)
        The tolerances, none negative; an infinite one is no gate.
    threads : int
        How many threads share the data sets.

    Raises
    ------
    DataError
        If an entry is not finite, or x does not increase inside a data set.

    Examples
    --------
    >>> found = fit_gates(np.arange(3.0), np.array([0.0, 3.0, 0.0]), np.array([0, 3]), np.ones(1), 1)
    >>> found.bends, found.knots, found.slope_changes
    (array([[-1,  0,  1,  2]]), array([1.]), array([-2.]))
    """
    arrays = read_only(x), read_only(y), read_only(widths), read_only(offsets)
    shares = list(_shares(offsets, threads))
    if len(shares) == 1:
        return _fit(arrays, shares[0])
    with ThreadPoolExecutor(len(shares)) as pool:
        return _joined(list(pool.map(lambda share: _fit(arrays, share), shares)))


def _shares(offsets: Integers, threads: int) -> Iterator[tuple[int, int]]:
    """Yield as many ranges of data sets, of about as many points, as there are threads."""
    start, sets = 0, offsets.size - 1
    for k in range(1, threads + 1):
        stop = sets if k == threads else int(np.searchsorted(offsets, k * int(offsets[-1]) // threads))
        if stop > start:
            yield start, stop
            start = stop


def _fit(arrays: tuple[Doubles, Doubles, Doubles, Integers], share: tuple[int, int]) -> Fitted:
    """Return what is found for a share of the data sets."""
    x, y, widths, offsets = arrays
    mine = offsets[share[0] : share[1] + 1]
    step, umpire, which, counts = int(widths.size > 1), Umpire(x, y, widths), np.array(share), np.zeros(2, np.int64)
    hulls, states = np.empty(2 * int(np.diff(mine).max()), np.int64), np.empty(10, np.int64)
    # Memory that is never written to is never taken.
    bends = np.empty(4 * int(mine[-1] - mine[0]), np.int64)
    ends, lasts = np.zeros(mine.size, np.int64), np.empty(LAST * (mine.size - 1), np.int64)
    with umpire.asked(hulls, states, lasts) as (turns, lines):
        fault = pass_gates(
            x, y, widths, step, offsets, which, hulls, states, np.empty(4), bends, ends, lasts, counts, turns, lines
        )
    if fault >= 0:
        raise fault_at(x, y, offsets, fault)
    total = int(ends[-1])
    knots, changes, requests = np.empty(total), np.empty(total), np.empty(total, np.int64)
    asked = cross_lines(x, y, widths, step, bends, ends, lasts, knots, changes, requests, counts)
    rows, held = bends[: 4 * total].reshape(-1, 4), lasts.reshape(-1, LAST)
    for k in requests[:asked].tolist():
        data_set = int(np.searchsorted(ends, k, side="right")) - 1
        following = umpire.line(rows[k + 1]) if k + 1 < ends[data_set + 1] else umpire.last_line(held[data_set])
        knots[k], changes[k] = umpire.knot(umpire.line(rows[k]), following)
    refined, refined_knots = counts.tolist()
    decisions = WithinDecisions(refined, refined_knots, umpire.turns, umpire.lines, umpire.knots)
    return Fitted(rows, ends, held, knots, changes, decisions)


def _joined(parts: list[Fitted]) -> Fitted:
    """Return what was found for all data sets."""
    starts = np.cumsum([0, *(part.knots.size for part in parts)])
    return Fitted(
        np.concatenate([part.bends for part in parts]),
        np.concatenate([[0], *(part.ends[1:] + start for part, start in zip(parts, starts[:-1], strict=True))]),
        np.concatenate([part.lasts for part in parts]),
        np.concatenate([part.knots for part in parts]),
        np.concatenate([part.slope_changes for part in parts]),
        sum((part.decisions for part in parts), WithinDecisions()),
    )
