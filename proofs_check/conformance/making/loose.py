"""Whether there are several interpolants of the fewest knots, by turning the lines of one of them a little."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from proofs_check.conformance.making.claims import SplineJson, spline_of_pairs
from proofs_check.conformance.making.recount import missed_point, read_spline, recount
from proofs_check.conformance.making.table import PlanePoints

__all__ = ["is_loose"]

_TURNS = (Fraction(1, 7), Fraction(1, 10**4), Fraction(1, 10**9))

_Line = tuple[Fraction, Fraction]  # slope, intercept


def is_loose(points: PlanePoints) -> bool:
    """Return whether the interpolants of fewest knots are infinitely many and not one.

    Several matchings are several of them. Otherwise each line of the only one, that has no more than one point between
    its knots, is turned: what then still goes through all points is another one. That no turn of one line is left is
    taken for the proof that there is none; here the solver's own reasoning has to come to the same.

    Examples
    --------
    >>> x = tuple(map(Fraction, range(4)))
    >>> [is_loose((x, tuple(map(Fraction, y)))) for y in ((0, 0, 1, 1), (0, 0, 1, 3))]
    [True, False]
    """
    found = recount(points, "0")
    if found.ways > 1 or len(points[0]) == 1:
        return True
    spline = spline_of_pairs(points, found.pairs)
    return any(missed_point(turned, points) is None for turned in _turned(spline, points))


def _turned(spline: SplineJson, points: PlanePoints) -> Iterator[SplineJson]:
    lines, places = _lines(spline)
    for j, (slope, intercept) in enumerate(lines):
        for pivot in _pivots(j, places, points[0]):
            for part in _TURNS:
                for turn in (part, -part):
                    new = (slope + turn, intercept - turn * pivot)
                    yield from _joined([*lines[:j], new, *lines[j + 1 :]])


def _lines(spline: SplineJson) -> tuple[list[_Line], list[Fraction]]:
    slope, intercept, knots = read_spline(spline)
    lines = [(slope, intercept)]
    for t, c in knots:
        slope, intercept = lines[-1]
        lines.append((slope + c, intercept - c * t))
    return lines, [t for t, _ in knots]


def _pivots(j: int, knots: list[Fraction], x: tuple[Fraction, ...]) -> list[Fraction]:
    """Return about which places line j may be turned: the one point that it has between its knots, or else its ends."""
    left = knots[j - 1] if j else None
    right = knots[j] if j < len(knots) else None
    inside = [Fraction(t) for t in x if (left is None or left < t) and (right is None or t < right)]
    if len(inside) > 1:
        return []
    return inside or [t for t in (left, right) if t is not None]


def _joined(lines: list[_Line]) -> Iterator[SplineJson]:
    """Yield the function that goes from each line to the next where they meet, if they meet one after the other."""
    if any(a[0] == b[0] for a, b in pairwise(lines)):
        return
    meets = [(a[1] - b[1]) / (b[0] - a[0]) for a, b in pairwise(lines)]
    if all(s < t for s, t in pairwise(meets)):
        knots = [
            {"x": str(t), "slope_change": str(b[0] - a[0])} for t, (a, b) in zip(meets, pairwise(lines), strict=True)
        ]
        yield {"left": {"slope": str(lines[0][0]), "intercept": str(lines[0][1])}, "knots": knots}
