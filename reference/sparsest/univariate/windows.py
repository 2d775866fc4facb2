"""The greedy by windows: a function through gates with the fewest knots, and the bends that prove it (Theorem D).

A *gate* at x is a range of values, its *floor* and *ceiling* the ends of it; either may be missing. A link of the
function goes as far right as any line does. It ends at a gate C whose ceiling all its lines pass above: the lowest of
them touches a ceiling A and, right of it, a floor B, and whatever passes A, B and C has to *bend* down between A and C.
The next link crosses the *window*, the part of that line from B to C, from above. Mirrored for bends up. Numbers are
integers or `fmpq`, never both: the same code serves, integers being faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

__all__ = ["DOWN", "UP", "Bend", "Chain", "Line", "Number", "walk"]

#: An integer or a `fmpq`.
Number: TypeAlias = Any
#: An end of a gate: x, its value, and the number of the gate.
_End: TypeAlias = tuple[Number, Number, int]

#: The sign of the slope change that a bend asks for.
DOWN, UP = -1, 1


class Bend(NamedTuple):
    """Three gates a < b < c between which every function that passes them has a knot of this sign.

    Parameters
    ----------
    sign : int
        `DOWN` if the floor of b lies above the line through the ceilings of a and c; `UP` if the ceiling of b lies
        below the line through the floors of a and c.
    a, b, c : int
        Numbers of gates, from 0.
    """

    sign: int
    a: int
    b: int
    c: int


class Line(NamedTuple):
    """The line y = (rise * x + offset) / run, run > 0."""

    rise: Number
    offset: Number
    run: Number


class Chain(NamedTuple):
    """What the greedy found: as many bends as knots, and the lines of the links, one more than there are knots."""

    bends: list[Bend]
    lines: list[Line]


class _Lowest:
    """The line of a link that is lowest right of its gates: on or below all ceilings, on or above all floors.

    There is one once a floor stands right of a ceiling. What touches it only moves right, so each end is looked at
    a bounded number of times on average. For the highest line all values are taken with a minus.
    """

    def __init__(self) -> None:
        self._hull: list[_End] = []
        self._first = 0
        self.touched: tuple[_End, _End] | None = None
        # Where there is no line, one that is above nothing.
        self._line: tuple[Number, Number, Number, Number] = (0, 0, 0, 0)

    def passes_above(self, x: Number, y: Number) -> bool:
        """Return whether all lines of the link are above y at x, right of all its gates."""
        rise, run, bx, by = self._line
        return bool(rise * (x - bx) > (y - by) * run)

    def add_floor(self, end: _End) -> None:
        """Take a floor right of all gates: if the line is not above it, turn it up until it touches."""
        hull, k = self._hull, self._first
        if not hull or self.passes_above(end[0], end[1]):
            return
        x, y, _ = end
        while k + 1 < len(hull):
            (ax, ay, _), (cx, cy, _) = hull[k], hull[k + 1]
            if (cy - ay) * (x - ax) > (y - ay) * (cx - ax):
                break
            k += 1
        ax, ay, _ = hull[k]
        self._first, self.touched, self._line = k, (hull[k], end), (y - ay, x - ax, x, y)

    def add_ceiling(self, end: _End) -> None:
        """Take a ceiling right of all gates, that the line does not pass above."""
        hull, least, (x, y, _) = self._hull, self._first + 1, end
        while len(hull) > least:
            (ax, ay, _), (cx, cy, _) = hull[-2], hull[-1]
            if (cy - ay) * (x - ax) < (y - ay) * (cx - ax):
                break
            hull.pop()
        hull.append(end)


def walk(x: Sequence[Number], low: Sequence[Number | None], high: Sequence[Number | None]) -> Chain:
    """Return a function through gates with the fewest knots, and as many bends, those of one sign not overlapping.

    Parameters
    ----------
    x : sequence of int or of fmpq, shape (N,)
        Strictly increasing.
    low, high : sequence, shape (N,)
        Floors and ceilings, low_i <= high_i; None where there is none.

    Returns
    -------
    Chain
        Line k crosses line k+1 at the knot between them. Every gate is visited at most twice.

    Examples
    --------
    >>> found = walk([0, 1, 2, 3], [0, 2, 2, 0], [1, 3, 3, 1])
    >>> found.bends
    [Bend(sign=-1, a=0, b=1, c=3)]
    >>> found.lines
    [Line(rise=1, offset=1, run=1), Line(rise=-2, offset=8, run=2)]
    """
    bends, lines = list[Bend](), list[Line]()
    lowest, highest, floors, ceilings = _Lowest(), _Lowest(), 0, 0
    for j, (at, floor, ceiling) in enumerate(zip(x, low, high, strict=True)):
        if ceiling is not None and lowest.passes_above(at, ceiling):
            bends.append(_bend(DOWN, lowest, j))
            lines.append(_touching(lowest, 1))
            floors, ceilings = bends[-1].b, j
            lowest, highest = _Lowest(), _after(x, low, -1, floors, j)
        elif floor is not None and highest.passes_above(at, -floor):
            bends.append(_bend(UP, highest, j))
            lines.append(_touching(highest, -1))
            floors, ceilings = j, bends[-1].b
            lowest, highest = _after(x, high, 1, ceilings, j), _Lowest()
        # Floors first: a line touches a ceiling and a floor of two gates.
        if floor is not None:
            lowest.add_floor((at, floor, j))
        if ceiling is not None:
            highest.add_floor((at, -ceiling, j))
            lowest.add_ceiling((at, ceiling, j))
        if floor is not None:
            highest.add_ceiling((at, -floor, j))
    slope = _slope(lowest, highest)
    lines.append(_between(slope, (x, low, high), floors, ceilings))
    return Chain(bends, lines)


def _bend(sign: int, extreme: _Lowest, c: int) -> Bend:
    (_, _, a), (_, _, b) = extreme.touched or ((0, 0, 0), (0, 0, 0))
    return Bend(sign, a, b, c)


def _touching(extreme: _Lowest, sign: int) -> Line:
    (ax, ay, _), (bx, by, _) = extreme.touched or ((0, 0, 0), (1, 0, 0))
    rise, run = sign * (by - ay), bx - ax
    return Line(rise, sign * ay * run - rise * ax, run)


def _after(x: Sequence[Number], ends: Sequence[Number | None], sign: int, start: int, stop: int) -> _Lowest:
    """Return the extreme line's ceilings where a link begins: those ends that the link before does not see to."""
    # The link crosses the window from one side. There the ends of that side hold by themselves on the part of its line
    # that is used, which begins at the crossing; on the rest they need not.
    extreme = _Lowest()
    for i in range(start, stop):
        value = ends[i]
        if value is not None:
            extreme.add_ceiling((x[i], sign * value, i))
    return extreme


def _slope(lowest: _Lowest, highest: _Lowest) -> tuple[Number, Number]:
    """Return the middle one of the slopes that a link can have, as a quotient; if they have no end, that next to 0."""
    least = None if lowest.touched is None else _touching(lowest, 1)
    most = None if highest.touched is None else _touching(highest, -1)
    if least is not None and most is not None:
        return least.rise * most.run + most.rise * least.run, 2 * least.run * most.run
    if least is not None and least.rise > 0:
        return least.rise, least.run
    if most is not None and most.rise < 0:
        return most.rise, most.run
    return 0, 1


def _between(slope: tuple[Number, Number], gates: tuple[Any, Any, Any], floors: int, ceilings: int) -> Line:
    """Return the middle one of the lines of this slope through the floors and the ceilings from these gates on."""
    (rise, run), (x, low, high) = slope, gates
    above = [low[i] * run - rise * x[i] for i in range(floors, len(x)) if low[i] is not None]
    below = [high[i] * run - rise * x[i] for i in range(ceilings, len(x)) if high[i] is not None]
    if above and below:
        return Line(2 * rise, max(above) + min(below), 2 * run)
    return Line(rise, max(above, default=0) if above else min(below, default=0), run)
