"""Functions that are claimed to be minimisers: splines of pairs of gaps, and what one can do wrong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from proofs_check.conformance.making.faults import Asked1D, pairs_cost
from proofs_check.conformance.making.recount import gaps_of_points
from proofs_check.conformance.making.table import PlanePoints

__all__ = [
    "SplineJson",
    "bumped",
    "few_pairings",
    "moved_knot",
    "pairings",
    "spline_of_pairs",
    "with_change",
    "without_knot",
]

#: A spline as in the solution format.
SplineJson = dict[str, Any]

#: Of so many gaps all pairings are listed.
_MOST_GAPS = 9


def spline_of_pairs(points: PlanePoints, pairs: Iterable[int]) -> SplineJson:
    """Return the spline with one knot for each of these pairs of gaps, where the lines on both sides meet.

    Examples
    --------
    >>> spline_of_pairs(((0, 1, 2, 3), (Fraction(0), Fraction(0), Fraction(1), Fraction(3))), [0])["knots"]
    [{'x': '3/2', 'slope_change': '2'}]
    """
    x, y = points
    gaps, paired = gaps_of_points(points), set(pairs)
    slope = (y[1] - y[0]) / Fraction(x[1] - x[0]) if len(x) > 1 else Fraction(0)
    knots, here = [], slope
    for k, d in enumerate(gaps):
        if k in paired:
            turn = d + gaps[k + 1]
            # Before: through point k + 1 with slope `here`; after it through point k + 2 with slope here + turn.
            after = here + turn
            at = (y[k + 2] - after * x[k + 2] - y[k + 1] + here * x[k + 1]) / (here - after)
            knots.append((at, turn))
        elif k - 1 not in paired and d != 0:
            knots.append((Fraction(x[k + 1]), d))
        here += d
    return _spline(slope, y[0] - slope * x[0], knots)


def _spline(slope: Fraction, intercept: Fraction, knots: Iterable[tuple[Fraction, Fraction]]) -> SplineJson:
    return {
        "left": {"slope": str(slope), "intercept": str(intercept)},
        "knots": [{"x": str(t), "slope_change": str(c)} for t, c in knots],
    }


def pairings(gaps: int) -> list[tuple[int, ...]]:
    """Return all sets of left gaps of pairs in a run of so many gaps.

    Examples
    --------
    >>> pairings(3)
    [(), (1,), (0,)]
    """
    if gaps < 2:
        return [()]
    longer = [tuple(k + 1 for k in some) for some in pairings(gaps - 1)]
    return longer + [(0, *(k + 2 for k in some)) for some in pairings(gaps - 2)]


def few_pairings(asked: Asked1D) -> Iterator[tuple[list[int], int]]:
    """Yield pairings of all runs, with the sign of what each costs more than the minimum; none if there are too many.

    Examples
    --------
    >>> from proofs_check.conformance.making.table import table_from_gaps
    >>> list(few_pairings(Asked1D(table_from_gaps("", [1, 1]), "1/2")))
    [([], 1), ([0], 0)]
    """
    runs = asked.truth.runs
    if sum(b - a for a, b in runs) > _MOST_GAPS:
        return
    for chosen in product(*(pairings(b - a) for a, b in runs)):
        pairs = [a + k for (a, _), some in zip(runs, chosen, strict=True) for k in some]
        order = pairs_cost(asked, pairs)
        if order is not None:
            yield pairs, order


def moved_knot(spline: SplineJson, number: int, by: Fraction) -> SplineJson:
    """Return the spline with one knot moved.

    Examples
    --------
    >>> moved_knot({"left": {}, "knots": [{"x": "1", "slope_change": "2"}]}, 0, Fraction(1, 2))["knots"][0]["x"]
    '3/2'
    """
    found = deepcopy(spline)
    knot = found["knots"][number]
    knot["x"] = str(Fraction(knot["x"]) + by)
    return found


def with_change(spline: SplineJson, number: int, by: Fraction) -> SplineJson:
    """Return the spline with one slope change enlarged.

    Examples
    --------
    >>> with_change({"left": {}, "knots": [{"x": "1", "slope_change": "2"}]}, 0, Fraction(1))["knots"]
    [{'x': '1', 'slope_change': '3'}]
    """
    found = deepcopy(spline)
    knot = found["knots"][number]
    knot["slope_change"] = str(Fraction(knot["slope_change"]) + by)
    return found


def without_knot(spline: SplineJson, number: int) -> SplineJson:
    """Return the spline without one of its knots: fewer, and cheaper, and it misses points to the right.

    Examples
    --------
    >>> without_knot({"left": {}, "knots": [{"x": "1", "slope_change": "2"}]}, 0)["knots"]
    []
    """
    found = deepcopy(spline)
    del found["knots"][number]
    return found


def bumped(spline: SplineJson, points: PlanePoints) -> SplineJson:
    """Return the spline with a small tent between two points where it has no knot: it still goes through all of them.

    Examples
    --------
    >>> line = {"left": {"slope": "0", "intercept": "0"}, "knots": []}
    >>> [knot["slope_change"] for knot in bumped(line, ((0, 1), (0, 0)))["knots"]]
    ['1/10', '-1/5', '1/10']
    """
    found = deepcopy(spline)
    places = [Fraction(knot["x"]) for knot in found["knots"]]
    left, right = _free(points[0], places)
    step = Fraction(right - left) / 4
    tent = [(left + step, "1/10"), (left + 2 * step, "-1/5"), (left + 3 * step, "1/10")]
    found["knots"] += [{"x": str(t), "slope_change": c} for t, c in tent]
    found["knots"].sort(key=lambda knot: Fraction(knot["x"]))
    return found


def _free(x: Sequence[Fraction], knots: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    for a, b in pairwise(x):
        if not any(a < t < b for t in knots):
            return Fraction(a), Fraction(b)
    return Fraction(x[-1]), Fraction(x[-1]) + 1
