"""Impostors for the other tasks: tolerances, paths, several inputs, claims."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.conformance.contestants.rows import read_rows
from proofs_check.conformance.impostors.parts import Case, Found, Impostor, answer_exactly, gaps_of
from sparsest.data import Dataset
from sparsest.univariate.solve import solve

__all__ = ["IMPOSTORS"]


def _tolerance(change: Callable[[Fraction], Fraction]) -> Callable[[Case], Found]:
    """Return the solver that keeps another tolerance."""
    return lambda case: answer_exactly({**case, "tolerance": str(change(Fraction(case["tolerance"])))})


def _through_points(case: Case) -> Found:
    """Join some of the data points, each time the farthest that can be joined within the tolerance."""
    data, tolerance = Dataset.from_csv(io.StringIO(case["csv"]), "the case"), Fraction(case["tolerance"])
    x, y = data.x, data.y
    kept = [0]
    while kept[-1] < len(x) - 1:
        a = kept[-1]
        near = [b for b in range(a + 1, len(x)) if _is_near(x, y, a, b, tolerance)]
        kept.append(max(near))
    rows = "".join(f"{x[k]},{y[k]}\n" for k in kept)
    gaps = gaps_of({"csv": f"x,y\n{rows}"})
    spline = gaps.spline([])
    return {"spline": spline.to_json(), "knots": len(spline.knots)}


def _is_near(x: tuple[Fraction, ...], y: tuple[Fraction, ...], a: int, b: int, tolerance: Fraction) -> bool:
    slope = (y[b] - y[a]) / (x[b] - x[a])
    return all(abs(y[a] + slope * (x[k] - x[a]) - y[k]) <= tolerance for k in range(a, b + 1))


# --- Paths -----------------------------------------------------------------------------------------------------------


def _first_change_only(case: Case) -> Found:
    """Stop at the first change of the minimiser."""
    found = answer_exactly(case)
    return {**found, "pieces": found["pieces"][:2], "breakpoints": found["breakpoints"][:1]}


def _one_piece(case: Case) -> Found:
    """Take the answer at p = 1/2 for that at every p."""
    data = Dataset.from_csv(io.StringIO(case["csv"]), "the case")
    spline = solve(data, "1/2").spline
    return {"pieces": [{"knots": len(spline.knots), "spline": spline.to_json()}], "breakpoints": []}


# --- Several inputs ------------------------------------------------------------------------------------------------


def _halved(case: Case) -> Found:
    """Give every neuron twice, each with half of its output weight."""
    found = answer_exactly(case)
    if "network" not in found:
        return found
    halves = [
        {**neuron, "output_weight": str(Fraction(neuron["output_weight"]) / 2)}
        for neuron in found["network"]["neurons"]
    ]
    return {"network": {"neurons": halves * 2}}


def _without_bias(case: Case) -> Found:
    found = answer_exactly(case)
    if "network" not in found:
        return found
    return {"network": {"neurons": [{**neuron, "bias": "0"} for neuron in found["network"]["neurons"]]}}


# --- Claims ----------------------------------------------------------------------------------------------------------


def _value(spline: dict[str, Any], x: Fraction) -> Fraction:
    left = spline["left"]
    bends = ((Fraction(knot["x"]), Fraction(knot["slope_change"])) for knot in spline["knots"])
    return (
        Fraction(left["slope"]) * x + Fraction(left["intercept"]) + sum(c * max(x - t, Fraction(0)) for t, c in bends)
    )


def _if_it_fits(case: Case) -> Found:
    """Accept whatever passes the points to six digits."""
    if "spline" not in case["claim"]:
        return {"declined": True, "reason": "only functions of one input"}
    near = Fraction(case.get("tolerance", 0)) + Fraction(1, 10**6)
    rows = read_rows(case["csv"])
    return {"accept": all(abs(_value(case["claim"]["spline"], Fraction(x)) - Fraction(y)) <= near for x, y in rows)}


def _if_it_counts(case: Case) -> Found:
    """Accept whatever has as many knots as the minimiser found."""
    if "spline" not in case["claim"]:
        return {"declined": True, "reason": "only functions of one input"}
    found = answer_exactly({name: value for name, value in case.items() if name != "claim"})
    return {"accept": len(case["claim"]["spline"]["knots"]) == found["knots"]}


def _if_it_is_ours(case: Case) -> Found:
    """Accept the minimiser found and no other."""
    if "spline" not in case["claim"] or "tolerance" in case:
        return {"declined": True, "reason": "only functions of one input"}
    found = answer_exactly({name: value for name, value in case.items() if name != "claim"})
    return {"accept": case["claim"]["spline"] == found["spline"]}


#: Those for other tasks than `solve`.
IMPOSTORS = (
    Impostor(
        "half the tolerance",
        "takes the tolerance for the width of the gates",
        ("Staircase",),
        _tolerance(lambda t: t / 2),
        ("tolerance",),
    ),
    Impostor(
        "strict gates",
        "labels have to be nearer than the tolerance",
        ("Staircase",),
        _tolerance(lambda t: t * (1 - Fraction(1, 10**12))),
        ("tolerance",),
    ),
    Impostor(
        "rounded tolerance",
        "rounds the tolerance up in the fourth digit",
        ("JustBelow",),
        _tolerance(lambda t: t * (1 + Fraction(1, 10**4))),
        ("tolerance",),
    ),
    Impostor(
        "through points",
        "joins data points only, within the tolerance",
        ("Staircase",),
        _through_points,
        ("tolerance",),
    ),
    Impostor(
        "first change", "stops at the first change of the minimiser", ("ChangesTwice",), _first_change_only, ("path",)
    ),
    Impostor("one piece", "takes the minimiser at p = 1/2 for that at every p", ("Changes",), _one_piece, ("path",)),
    Impostor(
        "twice each neuron",
        "every neuron twice, with half the weight",
        ("ManyInputs",),
        _halved,
        ("network:p=0", "network:p"),
    ),
    Impostor("no bias", "leaves the biases out", ("ManyInputs",), _without_bias, ("network:p=0", "network:p")),
    Impostor("accepts what fits", "accepts a claim that passes the points", ("WrongCount",), _if_it_fits, ("judge",)),
    Impostor(
        "accepts by count",
        "accepts a claim with the right number of knots",
        ("WrongKnot", "MissesPoint"),
        _if_it_counts,
        ("judge",),
    ),
    Impostor("only its own", "rejects minimisers that are not the one it found", ("Tie",), _if_it_is_ours, ("judge",)),
)
