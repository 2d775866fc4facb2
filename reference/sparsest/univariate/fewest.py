"""How many splines interpolate with the fewest knots (p = 0)? One, finitely many or infinitely many.

At p = 0 knots can often be moved without becoming more, so the matchings of Theorem A are only some of the minimisers.
This is the left-to-right walk of `docs/certificate_v1.md`, section 4: its state is the sign of what an interval pays to
its right gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from flint import fmpq

__all__ = ["Ways", "count_fewest"]

#: A number of minimisers: a big integer, or `math.inf`.
Ways = int | float


def count_fewest(gaps: Sequence[fmpq]) -> tuple[int, Ways]:
    """Return the fewest knots of any spline with these slope gaps at its data points, and the number of such splines.

    Parameters
    ----------
    gaps : sequence of fmpq, shape (N-2,)
        The slope gaps of N >= 2 points.

    Returns
    -------
    tuple of int and (int or math.inf)
        Exact.

    Examples
    --------
    >>> zero, one = fmpq(0), fmpq(1)
    >>> count_fewest([zero, one, one, zero]), count_fewest([one]), count_fewest([zero, one, -one, zero])
    ((1, 1), (1, inf), (2, inf))
    """
    if not gaps:
        return 0, 1
    # Class of the payment r to the next gap -> (knots so far, ways for each single r).
    state: dict[int, tuple[int, Ways]] = {0: (0, 1), 1: (1, math.inf), -1: (1, math.inf)}
    for d in gaps[:-1]:
        state = _best(
            (right, knots + more, _times(ways, times, factor))
            for rest, knots, ways, times in _rests(state, _sign(d))
            for right, more, factor in _payments(rest)
        )
    # The last interval pays the last gap from anywhere inside it.
    last = _rests(state, _sign(gaps[-1]))
    total = _best((0, k + abs(rest), _times(w, t, math.inf if rest else 1)) for rest, k, w, t in last)
    return total[0]


def _rests(state: dict[int, tuple[int, Ways]], d: int) -> Iterator[tuple[int, int, Ways, Ways]]:
    """Yield (sign of l = d - r, knots, ways, number of r that give it) for every class of r."""
    for r, (knots, ways) in state.items():
        if r == 0:
            yield d, knots, ways, 1
        elif r == d:
            yield 0, knots, ways, 1
            yield d, knots, ways, math.inf
            yield -d, knots, ways, math.inf
        else:
            yield -r, knots, ways, math.inf


def _payments(rest: int) -> Iterator[tuple[int, int, Ways]]:
    """Yield (class of r, knots, ways for each r) of an interval that pays a left payment of sign `rest`."""
    yield (0, abs(rest), 1)
    if rest:
        yield (rest, 1, 1)
        yield (-rest, 2, math.inf)


def _best(paths: Iterator[tuple[int, int, Ways]]) -> dict[int, tuple[int, Ways]]:
    best: dict[int, tuple[int, Ways]] = {}
    for key, knots, ways in paths:
        least, total = best.get(key, (knots, 0))
        if knots <= least:
            best[key] = (knots, ways if knots < least else _plus(total, ways))
    return best


# Python refuses to mix an infinity with an int that is beyond the floats, so infinities are taken out first.


def _plus(a: Ways, b: Ways) -> Ways:
    return math.inf if math.inf in (a, b) else a + b


def _times(*factors: Ways) -> Ways:
    return math.inf if math.inf in factors else math.prod(factors)


def _sign(d: fmpq) -> int:
    return 0 if d == 0 else 1 if d.p > 0 else -1
