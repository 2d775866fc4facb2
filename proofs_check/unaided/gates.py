"""Gates and the fewest knots through them, counted without the solver: by blocks, by triples, by lines.

A convex function passes the gates of neighbouring points unless some floor is above the lower hull of their ceilings;
for a concave one everything is turned upside down. Numbers are `fmpq`; an end that is missing is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple, TypeAlias

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import refute
from proofs_check.unaided.functions import Function, values

__all__ = [
    "End", "PlainGates", "band", "chebyshev_error", "fewest_blocks", "fewest_lines", "limits", "line_passes",
    "most_bends", "require_passage", "shown_gates", "steps_by_triples",
]  # fmt: skip

#: An end of a gate, or None where there is none.
End: TypeAlias = "fmpq | None"
_Point: TypeAlias = tuple[fmpq, fmpq]


class PlainGates(NamedTuple):
    """Gates at increasing places: floors and ceilings."""

    x: tuple[fmpq, ...]
    low: tuple[End, ...]
    high: tuple[End, ...]

    @property
    def upside_down(self) -> PlainGates:
        """The mirror image: -f passes it if and only if f passes these."""
        low, high = (tuple(None if v is None else -v for v in ends) for ends in (self.low, self.high))
        return PlainGates(self.x, high, low)


def band(case: SplineCase, tolerance: fmpq) -> PlainGates:
    """Return the gates from y_i - tolerance to y_i + tolerance.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> band(SplineCase(Dataset([0, 1], [2, 3])), fmpq(1)).low
    (1, 2)
    """
    x, y = case.data.flint
    return PlainGates(tuple(x), tuple(v - tolerance for v in y), tuple(v + tolerance for v in y))


def require_passage(gates: PlainGates, function: Function) -> None:
    """Refute where the function misses a gate, or has a knot that is none or out of order.

    Raises
    ------
    FindingError
        In these cases.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> gates, zero = PlainGates((fmpq(0),), (fmpq(1),), (None,)), Function(fmpq(0), fmpq(0), (), ())
    >>> examine(lambda case: require_passage(gates, zero), None).reason
    'the function misses gate 1'
    """
    knots = function.knots
    if 0 in function.changes or any(a >= b for a, b in pairwise(knots)):
        refute("the knots do not increase, or one is none", knots=function.shown)
    for k, (value, low, high) in enumerate(zip(values(function, gates.x), gates.low, gates.high, strict=True), 1):
        if (low is not None and value < low) or (high is not None and value > high):
            refute(f"the function misses gate {k}", value=str(value), gate=_shown(low, high))


def shown_gates(gates: PlainGates) -> list[str]:
    """Return the gates as a witness shows them.

    Examples
    --------
    >>> shown_gates(PlainGates((fmpq(0),), (None,), (fmpq(1, 2),)))
    ['at 0 from -inf to 1/2']
    """
    return [f"at {x} {_shown(low, high)}" for x, low, high in zip(*gates, strict=True)]


def _shown(low: End, high: End) -> str:
    return f"from {'-inf' if low is None else low} to {'inf' if high is None else high}"


def fewest_blocks(gates: PlainGates, *, strict: bool = False) -> int:
    """Return the fewest blocks that a convex function passes, and concave ones, each less 1, added up (Theorem D).

    Parameters
    ----------
    gates : PlainGates
        The gates.
    strict : bool
        The false variant in which a floor must not touch the hull either.

    Examples
    --------
    >>> tent = PlainGates((fmpq(0), fmpq(1), fmpq(2)), (fmpq(0), fmpq(3), fmpq(0)), (fmpq(1), fmpq(4), fmpq(1)))
    >>> fewest_blocks(tent), fewest_blocks(tent.upside_down)
    (1, 1)
    """
    return sum(_cuts(len(some.x), _convex(some, strict)) for some in (gates, gates.upside_down))


def fewest_lines(gates: PlainGates) -> int:
    """Return the fewest blocks of gates that one line passes each, less 1: pieces that need not meet.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> fewest_lines(band(SplineCase(Dataset([0, 1, 2, 3], [0, 1, 0, 1])), fmpq(0)))
    1
    """
    return _cuts(len(gates.x), lambda a, b: line_passes(gates, a, b))


def line_passes(gates: PlainGates, start: int, stop: int) -> bool:
    """Return whether a line passes the gates [start, stop): if a convex and a concave function do.

    Among three gates that no line passes there is a bend, and by Helly's theorem three decide (lines have two numbers).

    Examples
    --------
    >>> from sparsest import Dataset
    >>> tent = SplineCase(Dataset([0, 1, 2], [0, 1, 0]))
    >>> line_passes(band(tent, fmpq(1, 2)), 0, 3), line_passes(band(tent, fmpq(1, 3)), 0, 3)
    (True, False)
    """
    return all(_convex(some, False)(start, stop) for some in (gates, gates.upside_down))


def _cuts(size: int, passes: Callable[[int, int], bool]) -> int:
    """Return how often a block [start, stop) ends, each as late as possible; a part of a block that passes does, too.

    The length of a block is found by doubling and halving, so that the blocks of all gates are looked at a few times.
    """
    start = found = 0
    while True:
        good, step = start + 1, 1
        while good < size and passes(start, min(good + step, size)):
            good, step = min(good + step, size), 2 * step
        if good == size:
            return found
        bad = min(good + step, size)
        while bad - good > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if passes(start, middle) else (good, middle)
        start, found = good, found + 1


def _convex(gates: PlainGates, strict: bool) -> Callable[[int, int], bool]:
    """Return what tells whether a convex function passes the gates [start, stop): no floor is above the hull."""

    def passes(start: int, stop: int) -> bool:
        hull = _lower_hull([(gates.x[k], high) for k in range(start, stop) if (high := gates.high[k]) is not None])
        edge = 0
        for k in range(start, stop):
            x, low = gates.x[k], gates.low[k]
            while edge < len(hull) and hull[edge][0] <= x:
                edge += 1
            if low is None or not 0 < edge < len(hull) or hull[edge - 1][0] == x:
                continue
            above = _turn(hull[edge - 1], (x, low), hull[edge])
            if above > 0 or (strict and above == 0):
                return False
        return True

    return passes


def _lower_hull(points: Sequence[_Point]) -> list[_Point]:
    hull = list[_Point]()
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) >= 0:
            hull.pop()
        hull.append(point)
    return hull


def _turn(a: _Point, b: _Point, c: _Point) -> fmpq:
    """Return a number with the sign of how far b is above the line from a to c."""
    return (b[1] - a[1]) * (c[0] - a[0]) - (c[1] - a[1]) * (b[0] - a[0])


def most_bends(gates: PlainGates, *, overlapping: bool = False) -> int:
    """Return the most forced bends of which no two of one sign overlap, by all triples; or all bends, for a fault.

    Of intervals from gate a to gate c, taken by their right ends, each is good that overlaps none before it.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> gates = band(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])), fmpq(0))
    >>> most_bends(gates), most_bends(gates, overlapping=True)
    (1, 4)
    """
    total = 0
    for some in (gates, gates.upside_down):
        free_from = 0
        for c, a in sorted((c, a) for a, c in _bends(some)):
            if overlapping or a >= free_from:
                total, free_from = total + 1, c
    return total


def _bends(gates: PlainGates) -> Iterator[tuple[int, int]]:
    for a, b, c in combinations(range(len(gates.x)), 3):
        left, middle, right = gates.high[a], gates.low[b], gates.high[c]
        if left is None or middle is None or right is None:
            continue
        if _turn((gates.x[a], left), (gates.x[b], middle), (gates.x[c], right)) > 0:
            yield a, c


def limits(case: SplineCase, triples: Iterator[tuple[int, int, int]] | None = None) -> list[fmpq]:
    """Return the tolerances at which the ends of three gates are in line, increasing: of all triples, or of these.

    They are half of how far the middle point is above or below the line through the other two.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> limits(SplineCase(Dataset([0, 1, 2], [0, 3, 0])))
    [3/2]
    """
    x, y = case.data.flint
    found = set[tuple[int, int]]()
    for a, b, c in triples or combinations(range(len(x)), 3):
        half = abs(_turn((x[a], y[a]), (x[b], y[b]), (x[c], y[c])) / (x[c] - x[a])) / 2
        found.add((int(half.p), int(half.q)))
    return [fmpq(half.numerator, half.denominator) for half in sorted(Fraction(*pair) for pair in found)]


def steps_by_triples(case: SplineCase) -> list[tuple[Fraction, int]]:
    """Return the whole staircase: each tolerance from which on fewer knots suffice, and how many.

    Between two neighbouring limits no bend comes or goes; this, too, is looked at, in the middle.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [(str(tolerance), knots) for tolerance, knots in steps_by_triples(SplineCase(Dataset([0, 1, 2], [0, 3, 0])))]
    [('0', 1), ('3/2', 0)]
    """
    found = list[tuple[Fraction, int]]()
    places = [fmpq(0), *(limit for limit in limits(case) if limit != 0)]
    for k, here in enumerate(places):
        knots = fewest_blocks(band(case, here))
        beyond = (here + places[k + 1]) / 2 if k + 1 < len(places) else 2 * here + 1
        if (between := fewest_blocks(band(case, beyond))) != knots:
            refute(f"{knots} knots at tolerance {here}, {between} at {beyond}, where no three ends come in line")
        if not found or found[-1][1] != knots:
            found.append((Fraction(int(here.p), int(here.q)), knots))
    return found


def chebyshev_error(case: SplineCase) -> fmpq:
    """Return the error of the best line: half of how far the hull of the points extends upwards, where it does most.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> chebyshev_error(SplineCase(Dataset([0, 1, 2, 3], [0, 3, 0, 3])))
    3/2
    """
    x, y = case.data.flint
    low = _lower_hull(list(zip(x, y, strict=True)))
    high = [(t, -v) for t, v in _lower_hull([(t, -v) for t, v in zip(x, y, strict=True)])]
    # The extent is concave and bends at corners only.
    corners = sorted(t for hull in (low, high) for t, _ in hull)
    extents = (b - a for a, b in zip(_along(low, corners), _along(high, corners), strict=True))
    return max(extents) / 2


def _along(hull: list[_Point], at: Sequence[fmpq]) -> Iterator[fmpq]:
    edge = 0
    for t in at:
        while edge + 2 < len(hull) and hull[edge + 1][0] < t:
            edge += 1
        (a, v), (b, w) = hull[edge], hull[min(edge + 1, len(hull) - 1)]
        yield v if a == b else v + (w - v) * (t - a) / (b - a)
