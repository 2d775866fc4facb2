"""Functions claimed to be minimisers: true ones, and each false one for a fault of the judge that believes it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt

from proofs_check.conformance.making.claims import (
    SplineJson,
    bumped,
    few_pairings,
    moved_knot,
    spline_of_pairs,
    with_change,
    without_knot,
)
from proofs_check.conformance.making.families import FAMILIES
from proofs_check.conformance.making.faults import FAULTY_PAIRS, Asked1D
from proofs_check.conformance.making.recount import recount
from proofs_check.conformance.making.table import Draft, Group, PointTable
from proofs_check.conformance.suite import Expected

__all__ = ["groups"]

#: Of each family every so manieth table, of so many characters at most.
_EVERY = {"traps": 7, "ties and near ties": 2, "rows": 4}
_LONGEST = 260

_LIMITS = ("1/2", "0", "2/3", "0+", "1/3", "1-", "1/10")
_OTHERS = ("1-", "9/10", "0+", "1/10")


def groups() -> list[Group]:
    """Return the groups."""
    found = []
    for name, why, tables in FAMILIES:
        some = [table for table in tables()[:: _EVERY.get(name, 8)] if len(table.csv) < _LONGEST]
        drafts = [draft for k, table in enumerate(some) for draft in _drafts(table, k)]
        found.append(Group(f"claims: {name}", f"{why} Here as claims of what is a minimiser.", tuple(drafts)))
    return [*found, _near_ties(), _other_exponents(), _no_tables()]


def _drafts(table: PointTable, k: int) -> Iterator[Draft]:
    p = table.exponents[0] if table.exponents else _LIMITS[k % len(_LIMITS)]
    asked = Asked1D(table, p)
    best = spline_of_pairs(asked.points, asked.truth.pairs)
    yield _draft(asked, best, "a minimiser", (), "accept")
    yield from _other_minimiser(asked)
    if k % 2 == 0 and best["knots"]:
        yield from _missing(asked, best, k)
    else:
        yield from _dear(asked, best, k)
    yield from _faulty(asked, k)


def _draft(asked: Asked1D, spline: SplineJson, said: str, flags: tuple[str, ...], result: Expected = "reject") -> Draft:
    comment = f"{said}; {asked.table.comment}"
    case: dict[str, object] = {"csv": asked.table.csv, "p": asked.p, "claim": {"spline": spline}}
    return Draft(comment, flags or _kept(asked), case, result, said)


def _kept(asked: Asked1D) -> tuple[str, ...]:
    described = ("Collinear", "Tie", "FloatBits", "TinyScale", "HugeScale", "UnsortedRows", "BigIntegers", "Fractions")
    return tuple(flag for flag in described if flag in asked.table.flags) or ("Ordinary",)


def _other_minimiser(asked: Asked1D) -> Iterator[Draft]:
    """Yield another minimiser where there is one, and the same number of knots elsewhere at p = 0."""
    others = [pairs for pairs, order in few_pairings(asked) if order == 0 and pairs != asked.truth.pairs]
    if others:
        spline = spline_of_pairs(asked.points, others[0])
        yield _draft(asked, spline, "another minimiser", ("Tie",), "accept")


def _missing(asked: Asked1D, best: SplineJson, k: int) -> Iterator[Draft]:
    """Yield one claim that misses a point, each time another one."""
    number = k // 2 % len(best["knots"])
    change = Fraction(best["knots"][number]["slope_change"])
    ways = (
        (without_knot(best, len(best["knots"]) - 1), "cheaper, for it misses the last points", "MissesPoint"),
        (moved_knot(best, number, Fraction(1, 10**9)), "a knot moved by 1e-9", "WrongKnot"),
        (with_change(best, number, change / 10**12), "a slope change larger by a part of 1e-12", "MissesPoint"),
        (moved_knot(best, number, (asked.points[0][1] - asked.points[0][0]) / 3), "a knot elsewhere", "WrongKnot"),
    )
    spline, said, flag = ways[k // 2 % len(ways)]
    places = [Fraction(knot["x"]) for knot in spline["knots"]]
    inside = [t for t in places if t < asked.points[0][-1]]
    if places == sorted(set(places)) and inside == places:
        yield _draft(asked, spline, said, (flag,))


def _dear(asked: Asked1D, best: SplineJson, k: int) -> Iterator[Draft]:
    """Yield one claim that goes through all points and costs too much, or is a minimiser of other data."""
    if k % 3 == 0 or len(asked.points[0]) < 3:
        lifted = {**best, "left": {**best["left"], "intercept": str(Fraction(best["left"]["intercept"]) + 1)}}
        yield _draft(asked, lifted, "a minimiser of labels larger by 1", ("OtherData",))
    else:
        yield _draft(asked, bumped(best, asked.points), "a tent between two points on top", ("WrongCount",))


def _faulty(asked: Asked1D, k: int) -> Iterator[Draft]:
    """Yield what two solvers with a fault answer, where that is wrong; the second best; the right answer at other p."""
    if asked.p == "0":
        wrong = [(f, pairs(asked)) for f, pairs in FAULTY_PAIRS.items() if f in ("JoinDots", "OffByOne")]
    else:
        wrong = [(f, pairs(asked)) for f, pairs in FAULTY_PAIRS.items() if f != "KnotsBetweenPoints"]
        others = [("OtherExponent", recount(asked.points, p).pairs) for p in _OTHERS if p != asked.p]
        wrong = [*others, *wrong] if k % 3 == 0 else [*wrong, *others]
    wrong += [("SecondBest", pairs) for pairs, order in few_pairings(asked) if order > 0]
    shown = dict[tuple[int, ...], str]()
    for flag, pairs in wrong:
        if _is_a_function(asked, pairs):
            shown.setdefault(tuple(pairs), flag)
    told = [(flag, pairs) for pairs, flag in shown.items()]
    start = k % max(1, len(told) - 1)
    for flag, some in told[start : start + 2]:
        yield _draft(asked, spline_of_pairs(asked.points, some), _SAID.get(flag, "too dear"), (flag,))


_SAID = {
    "JoinDots": "the dots joined",
    "LeftToRight": "gaps paired from left to right",
    "Greedy": "pairs chosen one by one",
    "POne": "the limit p -> 1",
    "PHalf": "the minimiser at p = 1/2",
    "OffByOne": "pairs moved by one gap",
    "UnevenSpacing": "pairs by second differences",
    "OtherExponent": "a minimiser at another p",
    "SecondBest": "through all points, and not cheapest",
}


def _is_a_function(asked: Asked1D, pairs: list[int]) -> bool:
    """Return whether gaps can be paired so, and that is too dear."""
    gaps, left = asked.truth.gaps, set(pairs)
    fits = all(k + 1 < len(gaps) and gaps[k] * gaps[k + 1] > 0 and k + 1 not in left for k in left)
    return fits and asked.is_dear(pairs)


def _near_ties() -> Group:
    """Return the second best functions of near ties, dearer by a part of 1e-9 to 1e-25."""
    tables = next(make() for name, _, make in FAMILIES if name.startswith("ties"))
    drafts = []
    for table in (t for t in tables if "NearTie" in t.flags):
        asked = Asked1D(table, "1/2")
        best = spline_of_pairs(asked.points, asked.truth.pairs)
        drafts.append(_draft(asked, best, "the one minimiser", ("NearTie",), "accept"))
        dear = [pairs for pairs, order in few_pairings(asked) if order > 0]
        near = min(dear, key=lambda pairs: _float_cost(asked, pairs))
        spline = spline_of_pairs(asked.points, near)
        drafts.append(_draft(asked, spline, "second best by a hair", ("NearTie", "SecondBest")))
    why = "A judge that compares costs as floats takes the second best, which is no minimiser, for one."
    return Group("claims: near ties", why, tuple(drafts))


def _other_exponents() -> Group:
    """Return minimisers at one p, claimed at another one where they are too dear, and the right ones there."""
    tables = next(make() for name, _, make in FAMILIES if name == "traps")
    drafts = []
    for table in [table for table in tables if {"PHalf", "POne"} & set(table.flags)][::3]:
        asked = Asked1D(table, table.exponents[0])
        other = "1/2" if "PHalf" in table.flags else "1-"
        best, elsewhere = (spline_of_pairs(asked.points, recount(asked.points, p).pairs) for p in (asked.p, other))
        drafts.append(_draft(asked, best, f"a minimiser, and not at p = {other}", (), "accept"))
        drafts.append(_draft(asked, elsewhere, f"a minimiser at p = {other}", ("OtherExponent",)))
    return Group("claims: another p", "A judge that does not look at p takes either for the other.", tuple(drafts))


def _float_cost(asked: Asked1D, pairs: list[int]) -> float:
    spline = spline_of_pairs(asked.points, pairs)
    return sum(sqrt(abs(Fraction(knot["slope_change"]))) for knot in spline["knots"])


def _no_tables() -> Group:
    zero = {"left": {"slope": "0", "intercept": "0"}, "knots": []}
    texts = (("two labels at one place", "x,y\n0,0\n0,1\n"), ("no rows", "x,y\n"), ("text", "x,y\n0,0\n1,zero\n"))
    drafts = tuple(
        Draft(
            f"claimed of no table: {said}",
            ("Refuse",),
            {"csv": csv, "p": "1/2", "claim": {"spline": zero}},
            "reject",
            said,
        )
        for said, csv in texts
    )
    return Group("claims of what has no answer", "No function is a minimiser for a table that is none.", drafts)
