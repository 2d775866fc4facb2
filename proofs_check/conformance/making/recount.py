"""What is true of one-input data, found without the solver: an exact programme over each run, from its own gaps.

The cheapest way to pay the first k gaps of a run ends with a knot for gap k alone, or with one for the last two. Whole
lists of slope changes are compared, exactly, by `unaided.compare`; all ways that cost the same are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from flint import fmpq

from proofs_check.conformance.making.table import PlanePoints
from proofs_check.unaided.compare import compare
from proofs_check.unaided.gates import PlainGates, fewest_blocks, most_bends
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational

__all__ = [
    "BestOfRun",
    "Recount",
    "cost_order",
    "fewest_within",
    "gaps_of_points",
    "missed_point",
    "read_spline",
    "recount",
    "runs_of",
]  # fmt: skip

_Knots = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class BestOfRun:
    """The cheapest ways to pay the gaps of a run.

    Parameters
    ----------
    changes : tuple of fmpq
        The sizes of the slope changes of one of them.
    pairs : tuple of int
        The left gaps that it pays together with the next one.
    ways : int
        How many there are.
    knots : frozenset of int
        The numbers of knots that they have.
    """

    changes: tuple[fmpq, ...] = ()
    pairs: tuple[int, ...] = ()
    ways: int = 1
    knots: frozenset[int] = frozenset({0})


@dataclass(frozen=True)
class Recount:
    """What is true of some points at some p.

    Parameters
    ----------
    gaps : tuple of Fraction
        The slope gaps, zeros too.
    runs : tuple of pairs
        First gap of each run, and the one after its last.
    best : tuple of BestOfRun
        For each run.
    """

    gaps: tuple[Fraction, ...]
    runs: tuple[tuple[int, int], ...]
    best: tuple[BestOfRun, ...]

    @property
    def changes(self) -> list[fmpq]:
        """The sizes of the slope changes of a minimiser."""
        return [c for best in self.best for c in best.changes]

    @property
    def pairs(self) -> list[int]:
        """The left gaps of the pairs of a minimiser, counted from the first gap of all."""
        return [start + k for (start, _), best in zip(self.runs, self.best, strict=True) for k in best.pairs]

    @property
    def ways(self) -> int:
        """How many matchings are best."""
        found = 1
        for best in self.best:
            found *= best.ways
        return found

    @property
    def knots(self) -> list[int]:
        """The numbers of knots that minimisers have."""
        sums = {0}
        for best in self.best:
            sums = {a + b for a, b in product(sums, best.knots)}
        return sorted(sums)

    @property
    def fewest_knots(self) -> int:
        """The fewest knots of any interpolant: half of each run, rounded up."""
        return sum((stop - start + 1) // 2 for start, stop in self.runs)


def gaps_of_points(points: PlanePoints) -> tuple[Fraction, ...]:
    """Return the slope gaps.

    Examples
    --------
    >>> [int(d) for d in gaps_of_points(((0, 1, 3), (Fraction(0), Fraction(1), Fraction(7))))]
    [2]
    """
    x, y = points
    slopes = [(y[i + 1] - y[i]) / Fraction(x[i + 1] - x[i]) for i in range(len(x) - 1)]
    return tuple(slopes[i + 1] - slopes[i] for i in range(len(slopes) - 1))


def runs_of(gaps: Sequence[Fraction]) -> tuple[tuple[int, int], ...]:
    """Return first gap and the one after the last of each longest stretch of gaps of one sign, not 0.

    Examples
    --------
    >>> runs_of([1, 2, 0, -1, 3])
    ((0, 2), (3, 4), (4, 5))
    """
    found: list[tuple[int, int]] = []
    for k, gap in enumerate(gaps):
        if gap == 0:
            continue
        if found and found[-1][1] == k and (gaps[k - 1] > 0) == (gap > 0):
            found[-1] = (found[-1][0], k + 1)
        else:
            found.append((k, k + 1))
    return tuple(found)


@lru_cache(maxsize=4096)
def recount(points: PlanePoints, p: str) -> Recount:
    """Return what is true of points at p: "0", "0+", "1-" or a rational.

    Examples
    --------
    >>> one = recount((tuple(range(5)), tuple(map(Fraction, (0, 0, 1, 4, 8)))), "1/2")
    >>> one.ways, one.knots, one.changes
    (2, [2], [1, 3])
    """
    gaps = gaps_of_points(points)
    runs = runs_of(gaps)
    exponent = Exponent.read(p)
    best = tuple(_best_of_run([abs(to_rational(d)) for d in gaps[a:b]], exponent) for a, b in runs)
    return Recount(gaps, runs, best)


def _best_of_run(sizes: Sequence[fmpq], p: Exponent) -> BestOfRun:
    two, one = BestOfRun(), BestOfRun()
    for k, size in enumerate(sizes):
        single = _longer(one, (size,), ())
        if k == 0:
            one = single
            continue
        pair = _longer(two, (sizes[k - 1] + size,), (k - 1,))
        two, one = one, _better(single, pair, cost_order(single.changes, pair.changes, p))
    return one


def _longer(best: BestOfRun, changes: tuple[fmpq, ...], pairs: tuple[int, ...]) -> BestOfRun:
    return BestOfRun((*best.changes, *changes), (*best.pairs, *pairs), best.ways, frozenset(n + 1 for n in best.knots))


def _better(one: BestOfRun, other: BestOfRun, order: int) -> BestOfRun:
    if order:
        return one if order < 0 else other
    return BestOfRun(other.changes, other.pairs, one.ways + other.ways, one.knots | other.knots)


def cost_order(one: Sequence[fmpq], other: Sequence[fmpq], p: Exponent) -> int:
    """Return the sign of the difference of two costs; at p = 0 that of the numbers of knots.

    Examples
    --------
    >>> cost_order([fmpq(1), fmpq(1)], [fmpq(4)], Exponent.read("1/2")), cost_order([fmpq(9)], [], Exponent.read("0"))
    (0, 1)
    """
    if p.name == "0":
        a, b = (sum(1 for c in side if c != 0) for side in (one, other))
        return (a > b) - (a < b)
    return compare(one, other, p)


def fewest_within(points: PlanePoints, tolerance: Fraction) -> int:
    """Return the fewest knots of a function within a tolerance of the labels: Theorem D, and all forced bends.

    Raises
    ------
    ArithmeticError
        If these two, which bound the number from above and from below, do not agree.

    Examples
    --------
    >>> fewest_within((tuple(map(Fraction, (0, 1, 2))), tuple(map(Fraction, (0, 3, 0)))), Fraction(1))
    1
    """
    x, y = ([to_rational(v) for v in side] for side in points)
    width = to_rational(tolerance)
    gates = PlainGates(tuple(x), tuple(v - width for v in y), tuple(v + width for v in y))
    blocks = fewest_blocks(gates)
    if len(x) <= 60 and most_bends(gates) != blocks:
        raise ArithmeticError(f"{blocks} blocks, {most_bends(gates)} bends")
    return blocks


def read_spline(spline: Mapping[str, Any]) -> tuple[Fraction, Fraction, _Knots]:
    """Return left slope, left intercept and knots of a spline in JSON.

    Examples
    --------
    >>> read_spline({"left": {"slope": "1/2", "intercept": "0"}, "knots": []})
    (Fraction(1, 2), Fraction(0, 1), ())
    """
    left = spline["left"]
    knots = tuple((Fraction(knot["x"]), Fraction(knot["slope_change"])) for knot in spline["knots"])
    return Fraction(left["slope"]), Fraction(left["intercept"]), knots


def missed_point(spline: Mapping[str, Any], points: PlanePoints, tolerance: Fraction = Fraction(0)) -> int | None:
    """Return the number, from 1, of the first point that the spline misses by more than the tolerance, or None.

    Examples
    --------
    >>> missed_point({"left": {"slope": "1", "intercept": "0"}, "knots": []}, ((0, 1, 2), (0, 1, 3)))
    3
    """
    slope, intercept, knots = read_spline(spline)
    for k, (x, y) in enumerate(zip(*points, strict=True), 1):
        value = slope * x + intercept + sum((c * (x - t) for t, c in knots if t < x), Fraction(0))
        if abs(value - y) > tolerance:
            return k
    return None
