"""The tunnel of Imai and Iri (1986): f has to stay between two broken lines, and not only within gates at the data.

One broken line connects the floors of neighbouring gates, the other one their ceilings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from proofs_check.unaided.gates import PlainGates

__all__ = ["least_in_tunnel"]

_Points = Sequence[tuple[fmpq, fmpq]]


def least_in_tunnel(gates: PlainGates) -> int:
    """Return a number of knots that every function in the tunnel has at least; all ends must be there.

    A function in the tunnel passes gates at all places between the data, too, so every three places can force a bend.
    Of each sign as many bends are counted as do not overlap, each ending as soon as can be: the outer places are a
    corner of the tunnel, or where the bend before ended, and any place; the inner one is a corner.

    Examples
    --------
    >>> labels = tuple(map(fmpq, (0, 0, 1, 3)))
    >>> least_in_tunnel(PlainGates(tuple(map(fmpq, range(4))), labels, labels))
    2
    """
    total = 0
    for some in (gates, gates.upside_down):
        floors, ceilings = ([(x, v) for x, v in zip(gates.x, ends, strict=True) if v is not None] for ends in some[1:])
        while (end := _first_end(floors, ceilings)) is not None:
            total += 1
            floors = [point for point in floors if point[0] > end[0]]
            ceilings = [end, *(point for point in ceilings if point[0] > end[0])]
    return total


def _first_end(floors: _Points, ceilings: _Points) -> tuple[fmpq, fmpq] | None:
    """Return up to where no bend ends, if one does: beyond it, one that starts at the first ceiling or later."""
    found: tuple[fmpq, fmpq] | None = None
    for x, low in floors:
        slopes = [(low - high) / (x - a) for a, high in ceilings if a < x]
        if not slopes:
            continue
        end = _crossing(x, low, max(slopes), ceilings)
        if end is not None and (found is None or end[0] < found[0]):
            found = end
    return found


def _crossing(x: fmpq, low: fmpq, slope: fmpq, ceilings: _Points) -> tuple[fmpq, fmpq] | None:
    """Return where, from x on, the line through (x, low) first rises above the broken line of the ceilings."""
    for (a, v), (b, w) in pairwise(ceilings):
        if b <= x or low + slope * (b - x) <= w:
            continue
        rise = (w - v) / (b - a)
        at = x + (v + rise * (x - a) - low) / (slope - rise)
        return at, v + rise * (at - a)
    return None
