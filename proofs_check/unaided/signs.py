"""The fewest knots through gates over all assignments of signs to the slope gaps, by an exact program for each.

Values within the gates are data of their own: what is known of p = 0 there (`least_knots`) says how many knots they
need, and depends on the signs of their gaps only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby, product
from typing import TypeAlias

from flint import fmpq

from proofs_check.unaided.gates import End, PlainGates

__all__ = ["MOST_BY_SIGNS", "at_points", "fewest_by_signs", "halved_runs"]

#: There are 3^(N-2) assignments: so many points at most.
MOST_BY_SIGNS = 7

_Row: TypeAlias = dict[int, fmpq]
_Signs: TypeAlias = tuple[int, ...]


def halved_runs(signs: _Signs) -> int:
    """Return the fewest knots of an interpolant whose gaps have these signs: half of each run, rounded up.

    Examples
    --------
    >>> halved_runs((1, 1, 1, 0, -1))
    3
    """
    return sum((len(list(run)) + 1) // 2 for sign, run in groupby(signs) if sign)


def at_points(signs: _Signs) -> int:
    """Return the fewest knots where they must be at data points: one for each gap.

    Examples
    --------
    >>> at_points((1, 1, 1, 0, -1))
    4
    """
    return sum(map(abs, signs))


def fewest_by_signs(gates: PlainGates, knots_of: Callable[[_Signs], int] = halved_runs) -> int:
    """Return the fewest knots through few gates, by trying all signs of the slope gaps, the cheapest first.

    Parameters
    ----------
    gates : PlainGates
        At most `MOST_BY_SIGNS`.
    knots_of : callable
        How many knots such gaps need.

    Examples
    --------
    >>> zero = tuple(map(fmpq, (0, 0, 1, 3)))
    >>> gates = PlainGates(tuple(map(fmpq, range(4))), zero, zero)
    >>> fewest_by_signs(gates), fewest_by_signs(gates, at_points)
    (1, 2)
    """
    signs = _assignments(max(len(gates.x) - 2, 0), knots_of)
    rows = _gaps_of_values(gates.x)
    return next(knots_of(some) for some in signs if _can_be(some, gates, rows))


@lru_cache(maxsize=32)
def _assignments(gaps: int, knots_of: Callable[[_Signs], int]) -> tuple[_Signs, ...]:
    return tuple(sorted(product((-1, 0, 1), repeat=gaps), key=knots_of))


def _gaps_of_values(x: Sequence[fmpq]) -> list[_Row]:
    """Return the slope gaps as sums of multiples of the values at x."""
    rows = list[_Row]()
    for i in range(1, len(x) - 1):
        left, right = 1 / (x[i] - x[i - 1]), 1 / (x[i + 1] - x[i])
        rows.append({i - 1: left, i: -left - right, i + 1: right})
    return rows


def _can_be(signs: _Signs, gates: PlainGates, rows: list[_Row]) -> bool:
    """Return whether values within the gates exist whose slope gaps, the rows, have these signs or are 0."""
    zero = fmpq(0)
    low = [*gates.low, *(zero if s >= 0 else None for s in signs)]
    high = [*gates.high, *(zero if s <= 0 else None for s in signs)]
    return _feasible(rows, low, high)


def _feasible(rows: list[_Row], low: list[End], high: list[End]) -> bool:
    """Return whether numbers, and their products with the rows, can keep to their bounds: the simplex method by Bland.

    Entry n + k of the bounds is that of row k. The basic numbers are those with a row in the table.
    """
    n = len(low) - len(rows)
    value = [next((v for v in ends if v is not None), fmpq(0)) for ends in zip(low, high, strict=True)]
    table = {n + k: dict(row) for k, row in enumerate(rows)}
    while True:
        for k, row in table.items():
            value[k] = sum((a * value[j] for j, a in row.items()), fmpq(0))
        leaving = next((k for k in sorted(table) if _off(value[k], low[k], high[k])), None)
        if leaving is None:
            return True
        side = _off(value[leaving], low[leaving], high[leaving])
        row = table[leaving]
        entering = next((j for j in sorted(row) if _moves(value[j], low[j], high[j], side * row[j] > 0)), None)
        end = low[leaving] if side > 0 else high[leaving]
        if entering is None or end is None:
            return False
        _exchange(table, leaving, entering)
        value[leaving] = end


def _off(value: fmpq, low: End, high: End) -> int:
    """Return 1 if the value has to grow, -1 if it has to fall, 0 if it is within its bounds."""
    return 1 if low is not None and value < low else -1 if high is not None and value > high else 0


def _moves(value: fmpq, low: End, high: End, up: bool) -> bool:
    return (high is None or value < high) if up else (low is None or value > low)


def _exchange(table: dict[int, _Row], leaving: int, entering: int) -> None:
    row = table.pop(leaving)
    factor = row.pop(entering)
    new = {leaving: 1 / factor} | {j: -a / factor for j, a in row.items()}
    for other in table.values():
        if a := other.pop(entering, 0):
            for j, b in new.items():
                other[j] = other.get(j, fmpq(0)) + a * b
            for j in [j for j, c in other.items() if c == 0]:
                del other[j]
    table[entering] = new
