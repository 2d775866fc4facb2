"""The fewest knots within a tolerance: at the tolerances where fewer knots begin to suffice, before and between."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from proofs_check.conformance.making.families import FAMILIES, doubt
from proofs_check.conformance.making.faults import FAULTS, Asked1D
from proofs_check.conformance.making.recount import fewest_within
from proofs_check.conformance.making.table import Draft, Group, PlanePoints, PointTable, numeral
from proofs_check.conformance.making.tasks.refused import refused
from proofs_check.conformance.suite import Expected

__all__ = ["groups"]

#: Of each family every so manieth table; of these all triples are looked at.
_EVERY, _MOST_POINTS = {"traps": 9, "drawn at random": 2}, 13
_STEPS_OF_EACH = 2

_DESCRIBED = ("FewPoints", "FloatBits", "Float32", "TinyScale", "UnsortedRows", "Collinear", "UInt8", "SortedLabels")


def groups() -> list[Group]:
    """Return the groups."""
    found = []
    for name, why, tables in FAMILIES:
        some = [table for table in tables()[:: _EVERY.get(name, 6)] if len(table.rows) <= _MOST_POINTS]
        drafts = tuple(draft for k, table in enumerate(some) for draft in _drafts(table, k))
        found.append(Group(name, f"{why} Here within a tolerance.", drafts))
    strange = ({"tolerance": "-1"}, {"tolerance": "wide"}, {"p": "2"})
    return [*found, _typed(), _doubtful(), refused("x,y", {"p": "0", "tolerance": "1/20"}, *strange)]


def _typed() -> Group:
    """Return tolerances as one types them, on one table."""
    rows = tuple((str(k), v) for k, v in enumerate(("0", "0.9", "2.1", "2.8", "1.9", "1.1", "0.2", "0.1", "0", "0.1")))
    table = PointTable("a noisy tent", rows)
    some = ("0", "0.05", "1/20", "0.1", "1/10", "0.15", "0.2", "1/3", "1", "2", "10", "1e-6", "1e-12", "1e12", "7/48")
    drafts = tuple(_draft(table, tolerance, ()) for tolerance in some)
    return Group("tolerances as typed", "One curve, from no tolerance to one that a line fits in.", drafts)


def _doubtful() -> Group:
    """Return tolerances at which doubles do not decide."""
    drafts = tuple(_draft(table, tolerance, table.flags) for table, tolerance in doubt.within())
    return Group("tolerances in doubt", f"{doubt.WHY} Here within a tolerance.", drafts)


def _drafts(table: PointTable, k: int) -> Iterator[Draft]:
    own = tuple(f for f in _DESCRIBED if f in table.flags or f in ("FewPoints", "FloatBits"))
    asked = Asked1D(table, "0")
    flags = tuple(f for f in own if f not in FAULTS or FAULTS[f](asked))
    steps = _steps(table.points)
    if k % 4 == 0:
        yield _draft(table, "0", flags)
    if not steps:
        yield _draft(table, "1/20", flags)
    start = k % max(1, len(steps) - _STEPS_OF_EACH + 1)
    for number, step in enumerate(steps[start : start + _STEPS_OF_EACH]):
        yield _draft(table, numeral(step), (*flags, "Staircase"))
        if number == 0:
            yield _draft(table, numeral(step - step / 10**12), (*flags, "JustBelow"))


def _draft(table: PointTable, tolerance: str, flags: tuple[str, ...]) -> Draft:
    result: Expected = "either" if "Duplicates" in table.flags else "accept"
    case: dict[str, object] = {"csv": table.csv, "p": "0", "tolerance": tolerance}
    return Draft(f"{table.comment}, within {_short(tolerance)}", flags or ("Ordinary",), case, result)


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:20]}..."


def _steps(points: PlanePoints) -> list[Fraction]:
    """Return the tolerances from which on fewer knots suffice: there the ends of three gates are in line."""
    x, y = points
    places = {Fraction(0)}
    for a, b, c in combinations(range(len(x)), 3):
        chord = y[a] + (y[c] - y[a]) * (x[b] - x[a]) / (x[c] - x[a])
        places.add(abs(y[b] - chord) / 2)
    limits = sorted(places)
    counts = [fewest_within(points, limit) for limit in limits]
    return [limit for limit, (before, after) in zip(limits[1:], pairwise(counts), strict=True) if after < before]
