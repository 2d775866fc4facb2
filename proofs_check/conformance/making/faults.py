"""Faults committed on purpose: a flag that names one is given only where the fault gives a wrong answer.

Each takes the table, p and what is true, and says whether a solver with this fault would be wrong here.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from flint import fmpq

from proofs_check.conformance.making.recount import Recount, cost_order, fewest_within, recount
from proofs_check.conformance.making.table import PlanePoints, PointTable
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational

__all__ = ["ALWAYS", "FAULTS", "FAULTY_PAIRS", "Asked1D", "flags_of", "float_gaps", "pairs_cost"]


@dataclass(frozen=True)
class Asked1D:
    """A table asked about at some p, with what is true.

    Parameters
    ----------
    table : PointTable
        The rows as they stand.
    p : str
        The exponent.
    """

    table: PointTable
    p: str

    @cached_property
    def points(self) -> PlanePoints:
        """The points in order."""
        return self.table.points

    @cached_property
    def truth(self) -> Recount:
        """What is true at p."""
        return recount(self.points, self.p)

    @property
    def exponent(self) -> Exponent:
        """The exponent p, read."""
        return Exponent.read(self.p)

    def is_dear(self, pairs: Iterable[int]) -> bool:
        """Return whether a solver that pairs these gaps is wrong: some cannot be paired, or it costs more."""
        return pairs_cost(self, pairs) != 0


def pairs_cost(asked: Asked1D, pairs: Iterable[int]) -> int | None:
    """Return the sign of what these pairs of gaps cost more than the minimum; None if they cannot be paired.

    Examples
    --------
    >>> from proofs_check.conformance.making.table import table_from_gaps
    >>> asked = Asked1D(table_from_gaps("", [1, 9, 9, 1]), "1/2")
    >>> pairs_cost(asked, [0, 2]), pairs_cost(asked, [1]), pairs_cost(asked, [3])
    (1, 0, None)
    """
    gaps, left = asked.truth.gaps, set(pairs)
    if any(k + 1 >= len(gaps) or gaps[k] * gaps[k + 1] <= 0 or k + 1 in left for k in left):
        return None
    changes = [
        to_rational(abs(d + gaps[k + 1] if k in left else d))
        for k, d in enumerate(gaps)
        if d != 0 and k - 1 not in left
    ]
    return cost_order(changes, asked.truth.changes, asked.exponent)


def _left_to_right(asked: Asked1D) -> list[int]:
    return [k for start, stop in asked.truth.runs for k in range(start, stop - 1, 2)]


def _greedy(asked: Asked1D) -> list[int]:
    """Return the pairs of one who takes the pair that saves most first; of several the leftmost one."""
    sizes = [to_rational(abs(d)) for d in asked.truth.gaps]
    chosen: list[int] = []
    left = [k for start, stop in asked.truth.runs for k in range(start, stop - 1)]
    while left:
        most = left[0]
        for k in left[1:]:
            if _saving_order(sizes, k, most, asked.exponent) > 0:
                most = k
        chosen.append(most)
        left = [k for k in left if abs(k - most) > 1]
    return chosen


def _saving_order(sizes: Sequence[fmpq], j: int, k: int, p: Exponent) -> int:
    one, other = ([sizes[i], sizes[i + 1]] for i in (j, k))
    return cost_order([*one, sum(other, fmpq(0))], [*other, sum(one, fmpq(0))], p)


def _second_differences(asked: Asked1D) -> list[int]:
    """Gaps as if all x were one apart; the pairs that are best for those."""
    x, y = asked.points
    return recount((tuple(map(Fraction, range(len(x)))), y), asked.p).pairs


def _moved_pairs(asked: Asked1D) -> list[int]:
    """Pairs one gap further on, where the run has room."""
    moved = []
    for (start, stop), best in zip(asked.truth.runs, asked.truth.best, strict=True):
        moved += [start + k + 1 for k in best.pairs if start + k + 2 < stop]
    return moved


def _at_other_p(p: str) -> Callable[[Asked1D], list[int]]:
    return lambda asked: asked.truth.pairs if asked.p == p else recount(asked.points, p).pairs


#: Which gaps a solver with a fault pairs, by the flag that names it.
FAULTY_PAIRS: dict[str, Callable[[Asked1D], list[int]]] = {
    "JoinDots": lambda _: [],
    "KnotsBetweenPoints": lambda _: [],
    "LeftToRight": _left_to_right,
    "Greedy": _greedy,
    "POne": _at_other_p("1-"),
    "PHalf": _at_other_p("1/2"),
    "OffByOne": _moved_pairs,
    "UnevenSpacing": _second_differences,
}


def _ways(asked: Asked1D) -> bool:
    return asked.truth.ways > 1 and asked.p != "0"


def _several_counts(asked: Asked1D) -> bool:
    return len(asked.truth.knots) > 1


def _near_tie(asked: Asked1D) -> bool:
    """Costs as floats, equal if they differ by 1e-12 of themselves: more ways than there are."""
    if not asked.exponent.is_rational:
        return False
    p = float(asked.exponent.fraction)
    counted = [_float_ways([float(abs(d)) for d in asked.truth.gaps[a:b]], p) for a, b in asked.truth.runs]
    return any(ways > best.ways for ways, best in zip(counted, asked.truth.best, strict=True))


def _float_ways(sizes: Sequence[float], p: float) -> int:
    costs, ways = [0.0], [1]
    for k, size in enumerate(sizes):
        single, pair = costs[k] + size**p, costs[k - 1] + (sizes[k - 1] + size) ** p if k else float("inf")
        least = min(single, pair)
        costs.append(least)
        near = [abs(cost - least) <= 1e-12 * least for cost in (single, pair)]
        ways.append(ways[k] * near[0] + (ways[k - 1] if k else 0) * near[1])
    return ways[-1]


def float_gaps(points: PlanePoints) -> list[float] | None:
    """Return the slope gaps in double precision; None if that overflows.

    Examples
    --------
    >>> float_gaps(((0, 1, 2), (Fraction(0), Fraction(1, 10), Fraction(2, 10))))
    [0.0]
    """
    try:
        x, y = ([float(v) for v in side] for side in points)
        slopes = [(y[k + 1] - y[k]) / (x[k + 1] - x[k]) for k in range(len(x) - 1)]
    except (OverflowError, ZeroDivisionError):
        return None
    return [b - a for a, b in pairwise(slopes)]


def _float_bits(asked: Asked1D) -> bool:
    gaps = float_gaps(asked.points)
    return gaps is None or any(
        (d > 0) - (d < 0) != (e > 0) - (e < 0) for d, e in zip(asked.truth.gaps, gaps, strict=True)
    )


def _single_precision(asked: Asked1D) -> bool:
    for side in asked.points:
        scale = max(map(abs, side))
        if any(abs(_single(v) - v) * 10**9 > scale for v in side):
            return True
    return False


def _single(value: Fraction) -> Fraction:
    try:
        return Fraction(struct.unpack("f", struct.pack("f", float(value)))[0])
    except (OverflowError, ValueError):  # 0 where the number is too large: wrong enough
        return Fraction(0)


def _bytes(asked: Asked1D) -> bool:
    y = asked.points[1]
    fits = all(v.denominator == 1 and 0 <= v <= 255 for v in y)
    return fits and any(b < a for a, b in pairwise(y))


def _sorted(asked: Asked1D) -> bool:
    return list(asked.points[1]) != sorted(asked.points[1])


def _small_tolerance(asked: Asked1D) -> bool:
    return fewest_within(asked.points, Fraction(1, 10**6)) < asked.truth.fewest_knots


def _absolute_zero(asked: Asked1D) -> bool:
    sizes = [abs(d) for d in asked.truth.gaps if d]
    return bool(sizes) and max(sizes) <= Fraction(1, 10**9)


def _pairs_are_dear(pairs: Callable[[Asked1D], list[int]]) -> Callable[[Asked1D], bool]:
    return lambda asked: asked.is_dear(pairs(asked))


#: Whether a fault gives a wrong answer, by the flag that names it.
FAULTS: dict[str, Callable[[Asked1D], bool]] = {
    **{flag: _pairs_are_dear(pairs) for flag, pairs in FAULTY_PAIRS.items()},
    "SortedLabels": _sorted,
    "Tie": _ways,
    "TiedKnots": _several_counts,
    "NearTie": _near_tie,
    "TinyScale": _absolute_zero,
    "SmallTolerance": _small_tolerance,
    "FloatBits": _float_bits,
    "Float32": _single_precision,
    "UInt8": _bytes,
    "Collinear": lambda asked: 0 in asked.truth.gaps,
    "ZeroGaps": lambda asked: any(b == c - 1 for (_, b), (c, _) in pairwise(asked.truth.runs)),
    "FewPoints": lambda asked: len(asked.points[0]) <= 3,
    "Large": lambda asked: len(asked.points[0]) > 100,
    "LongRun": lambda asked: any(b - a > 10 for a, b in asked.truth.runs),
}

#: Faults that are looked for everywhere; the others where a family says so, for they show almost everywhere.
ALWAYS = (
    "LeftToRight", "Greedy", "PHalf", "POne", "UnevenSpacing", "Tie", "TiedKnots", "NearTie", "TinyScale",
    "SmallTolerance", "FloatBits", "UInt8", "Collinear", "ZeroGaps", "FewPoints", "Large", "LongRun",
)  # fmt: skip


def flags_of(table: PointTable, p: str) -> tuple[str, ...]:
    """Return the flags of a table asked about at p: what its family says, less the faults that do not show here.

    Examples
    --------
    >>> from proofs_check.conformance.making.table import table_from_gaps
    >>> flags_of(table_from_gaps("", [1, 9, 9, 1], "Greedy", "Tie"), "1/2")
    ('LeftToRight',)
    """
    asked = Asked1D(table, p)
    shown = {flag for flag in {*ALWAYS, *table.flags} if flag not in FAULTS or FAULTS[flag](asked)}
    return tuple(sorted(shown or {"Ordinary"}))
