"""All minimisers over 0 < p < 1: pieces, breakpoints and the critical exponent."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from proofs_check.conformance.making.families import FAMILIES
from proofs_check.conformance.making.faults import FAULTS, Asked1D
from proofs_check.conformance.making.recount import gaps_of_points, recount, runs_of
from proofs_check.conformance.making.table import Draft, Group, PointTable, drawing, table_from_gaps
from proofs_check.conformance.making.tasks.refused import refused
from proofs_check.conformance.suite import Expected

__all__ = ["groups"]

#: Of each family every so manieth table, of so many points at most.
_EVERY = {"traps": 6, "runs of all lengths": 2, "ties and near ties": 3, "drawn at random": 4}
_MOST_POINTS = 14

_DESCRIBED = (
    "FewPoints", "Collinear", "ZeroGaps", "OppositeSigns", "FloatBits", "Float32", "TinyScale", "HugeScale", "Tie",
    "UnevenSpacing", "UnsortedRows", "NotMonotone", "EqualGaps",
)  # fmt: skip

#: Where changes of the minimiser are looked for.
_LOOKED_AT = ("1/50", "1/8", "1/4", "3/8", "1/2", "5/8", "3/4", "7/8", "49/50")


def groups() -> list[Group]:
    """Return the groups."""
    found = []
    for name, why, tables in FAMILIES:
        some = [t for t in tables()[:: _EVERY.get(name, 6)] if len(t.rows) <= _MOST_POINTS and _is_moderate(t)]
        drafts = tuple(_draft(table) for table in some if "1/3" not in table.exponents)
        found.append(Group(name, f"{why} Here over all p.", drafts))
    return [*found, _turning(), refused("x,y", {})]


def _is_moderate(table: PointTable) -> bool:
    """Return whether two gaps of a run differ by less than 15 orders: p* may be 0.001, and none below."""
    gaps = gaps_of_points(table.points)
    return all(max(map(abs, gaps[a:b])) < 10**15 * min(map(abs, gaps[a:b])) for a, b in runs_of(gaps))


def _turning() -> Group:
    """Return runs with a cheap gap at each end, whose breakpoints run through (0, 1); and two and three of them."""
    rng, drafts = drawing("turning"), []
    for k in range(40):
        gaps: list[Fraction | int] = [Fraction(1, rng.choice((2, 3, 10, 100)))]
        gaps += [rng.choice((1, 1, 2, 3, 5)) for _ in range(2 + 2 * (k % 3))]
        gaps += [Fraction(1, rng.choice((2, 4, 10, 50)))]
        if k % 4 == 3:
            gaps += [-1, Fraction(-7, 2), -4, Fraction(-1, 3)]
        drafts.append(_draft(table_from_gaps("cheap gaps at both ends of a run", gaps, start=(0, -1))))
    return Group("minimisers that change", "A minimiser that has the fewest knots up to p* only.", tuple(drafts))


def _draft(table: PointTable) -> Draft:
    asked = Asked1D(table, "1/2")
    looked_for = {*table.flags, "FewPoints", "Collinear", "FloatBits"} & set(_DESCRIBED)
    flags = tuple(f for f in _DESCRIBED if f in looked_for and (f not in FAULTS or FAULTS[f](asked)))
    flags += ("Changes", "ChangesTwice")[: _changes(table)]
    result: Expected = "either" if "Duplicates" in table.flags else "accept"
    return Draft(table.comment, flags or ("Ordinary",), {"csv": table.csv}, result)


def _changes(table: PointTable) -> int:
    """Return how often the minimiser changes, at least: from one to the next of some exponents."""
    found = [sorted(recount(table.points, p).changes) for p in _LOOKED_AT]
    return sum(a != b for a, b in pairwise(found))
