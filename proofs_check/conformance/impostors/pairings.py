"""Impostors that read the data and their gaps rightly, and choose the wrong pairs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

from flint import fmpq

from proofs_check.conformance.impostors.parts import (
    Case,
    Found,
    Impostor,
    answer_exactly,
    gaps_of,
    pairing,
    with_function,
)
from sparsest.data import Dataset
from sparsest.exact.rationals import to_rational
from sparsest.univariate.gaps import Gaps
from sparsest.univariate.solve import solve

__all__ = ["IMPOSTORS"]


def _left_to_right(sizes: list[fmpq], _p: str) -> Iterator[int]:
    return iter(range(0, len(sizes) - 1, 2))


def _greedy(sizes: list[fmpq], p: str) -> list[int]:
    """Take the pair that saves most, then of the rest the one that saves most, ..."""
    power = {"0": 1e-9, "0+": 1e-9, "1-": 1 - 1e-9}.get(p) or float(_rational(p))
    a = [float(size) for size in sizes]
    left = range(len(a) - 1)
    chosen: list[int] = []
    while left:
        most = max(left, key=lambda k: (a[k] ** power + a[k + 1] ** power - (a[k] + a[k + 1]) ** power, -k))
        chosen.append(most)
        left = [k for k in left if abs(k - most) > 1]  # type: ignore[assignment]
    return sorted(chosen)


def _rational(p: str) -> fmpq:
    top, _, bottom = p.partition("/")
    return fmpq(int(top), int(bottom)) if bottom else fmpq(*float(p).as_integer_ratio())


def _best(case: Case) -> tuple[Gaps, tuple[int, ...]]:
    data = Dataset.from_csv(io.StringIO(case["csv"]), "the case")
    solution = solve(data, case["p"])
    return solution.gaps, solution.matches


def _moved(case: Case) -> Found:
    """Move each pair one gap on, where the run has room for it."""
    gaps, matches = _best(case)
    room = {k for start, stop in gaps.runs for k in range(start, stop - 1)}
    return with_function(gaps, [k + 1 for k in matches if k + 1 in room])


def _without_last(case: Case) -> Found:
    gaps, matches = _best(case)
    return with_function(gaps, matches[:-1])


def _across_signs(case: Case) -> Found:
    """Pair gaps whatever their signs, as long as none is 0 and they do not cancel."""
    gaps = gaps_of(case)
    matches = []
    for nonzero, run in groupby(range(len(gaps.gaps)), key=lambda k: gaps.gaps[k] != 0):
        places = list(run)
        matches += [k for k in places[:-1:2] if nonzero and gaps.gaps[k] + gaps.gaps[k + 1] != 0]
    atoms = [
        (gaps.x[k + 1], gaps.gaps[k])
        if not joined
        else (gaps.x[k + 1] + (gaps.x[k + 2] - gaps.x[k + 1]) * gaps.gaps[k + 1] / (gaps.gaps[k] + gaps.gaps[k + 1]),
              gaps.gaps[k] + gaps.gaps[k + 1])
        for k, joined in gaps.places(matches)
    ]  # fmt: skip
    return {"spline": _json(gaps, sorted(atoms)), "knots": len(atoms)}


def _json(gaps: Gaps, atoms: list[tuple[fmpq, fmpq]]) -> Found:
    slope = gaps.slopes[0] if gaps.slopes else fmpq(0)
    left = {"slope": str(slope), "intercept": str(gaps.y[0] - slope * gaps.x[0])}
    return {"left": left, "knots": [{"x": str(x), "slope_change": str(change)} for x, change in atoms]}


def _collinear_as_gaps(case: Case) -> Found:
    """Give every inner point a knot, a collinear one too."""
    gaps = gaps_of(case)
    return {"spline": _json(gaps, list(zip(gaps.x[1:], gaps.gaps, strict=False))), "knots": len(gaps.gaps)}


def _across_collinear(case: Case) -> Found:
    """Leave collinear points out, so that gaps on both sides of them become neighbours."""
    gaps = gaps_of(case)
    inner = [k + 1 for k, d in enumerate(gaps.gaps) if d != 0]
    kept = sorted({0, *inner, len(gaps.x) - 1})
    return answer_exactly({**case, "csv": "x,y\n" + "".join(f"{gaps.x[k]},{gaps.y[k]}\n" for k in kept)})


def _at_points(case: Case) -> Found:
    """Put each knot on the nearest data point."""
    gaps, matches = _best(case)
    spline = gaps.spline(matches)
    near = [min(gaps.x, key=lambda x, t=t: abs(x - t)) for t in spline.flint.knots]  # type: ignore[misc]
    changes = [to_rational(change) for change in spline.slope_changes]
    return {"spline": _json(gaps, list(zip(near, changes, strict=True))), "knots": len(near)}


def _unit_steps(case: Case) -> Found:
    """Choose pairs as if all inputs were one apart."""
    gaps = gaps_of(case)
    as_if = solve(Dataset(range(len(gaps.x)), gaps.y), case["p"])
    return with_function(gaps, [k for k in as_if.matches if gaps.gaps[k] + gaps.gaps[k + 1] != 0])


def _at(p: str):  # type: ignore[no-untyped-def]
    return lambda case: {k: v for k, v in answer_exactly({**case, "p": p}).items() if k in ("spline", "knots")}


#: Those with wrong pairs.
IMPOSTORS = (
    Impostor("joins the dots", "a knot at every point where the slope changes", ("JoinDots",), pairing(lambda *_: [])),
    Impostor("left to right", "pairs the gaps of a run from left to right", ("LeftToRight",), pairing(_left_to_right)),
    Impostor("greedy", "takes the pair that saves most, over and over", ("Greedy",), pairing(_greedy)),
    Impostor("p = 1", "the answer for p -> 1, whatever p is", ("POne",), _at("1-")),
    Impostor("p = 1/2", "the answer for p = 1/2, whatever p is", ("PHalf",), _at("1/2")),
    Impostor("fewest knots", "the answer for p -> 0, whatever p is", ("POne", "PHalf"), _at("0+")),
    Impostor("off by one", "each pair one gap too far on the right", ("OffByOne",), _moved),
    Impostor("loses a pair", "the last pair is left out", ("SecondBest", "JoinDots"), _without_last),
    Impostor("across signs", "pairs gaps of opposite sign", ("OppositeSigns",), _across_signs),
    Impostor("collinear gaps", "a gap of 0 gets a knot like any other", ("Collinear",), _collinear_as_gaps),
    Impostor("across collinear", "pairs gaps over collinear points", ("ZeroGaps",), _across_collinear),
    Impostor("data points only", "knots stand at data points", ("KnotsBetweenPoints",), _at_points),
    Impostor("unit spacing", "right where all inputs are one apart", ("UnevenSpacing",), _unit_steps),
)
