"""Corollary 3.1.2: minimisers of V_p have at most N - 2 knots, minimisers of V_1 any number."""

from __future__ import annotations

from itertools import pairwise

from flint import fmpq

from proofs_check.answers import LOOKED_AT, minimizers, networks, some_minimizers
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.claims.corollary_3_1_1 import least_variation, total_variation
from proofs_check.unaided.functions import Function, misses, through
from proofs_check.unaided.rivals import compare_costs, rival

__all__ = ["CLAIM", "with_knots_added"]


def with_knots_added(case: SplineCase, pair: int, number: int) -> Function:
    """Return the connected dots with so many knots in the place of those at points `pair`, `pair + 1` (counted from 0).

    The two gaps must have one sign. The knots share d_i + d_{i+1} equally and stand evenly around the place where one
    alone would, so that they pay the same: the same V_1.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> with_knots_added(case, 1, 3)
    Function(slope=0, intercept=0, knots=(5/4, 3/2, 7/4), changes=(2/3, 2/3, 2/3))
    """
    x, gaps = case.data.flint.x, case.flint_gaps
    first, second = gaps[pair - 1], gaps[pair]
    middle = second / (first + second)
    reach = min(middle, 1 - middle)
    kept = [(x[k + 1], d) for k, d in enumerate(gaps) if k not in (pair - 1, pair)]
    change, step = (first + second) / number, x[pair + 1] - x[pair]
    places = (middle + reach * fmpq(2 * k - number + 1, number + 1) for k in range(number))
    return through(case, [*kept, *((x[pair] + step * tau, change) for tau in places)])


def _pairs(case: SplineCase) -> list[int]:
    """Return the points x[i] whose gap and the next one have one sign."""
    return [k + 1 for k, (one, two) in enumerate(pairwise(case.curvature)) if one * two > 0]


def _many_knots(case: SplineCase) -> Function | None:
    """Return an interpolant of more than N - 2 knots that is to minimise V_1; None if no two gaps in a row agree."""
    if not (found := _pairs(case)):
        return None
    rng = case.rng()
    return with_knots_added(case, rng.choice(found), len(case.data) - 1 + rng.randrange(4))


def _check(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    most = len(case.data) - 2
    for (network, realized), (function, missed) in zip(networks(case), minimizers(case), strict=True):
        if missed is not None or realized != function:
            refute("the minimiser or its network does not go through the data", point=missed)
        active = sum(n.output_weight * n.input_weight != 0 for n in network.neurons)
        if len(function.knots) > most or active > most:
            refute(f"more than {most} knots or active neurons", knots=[str(t) for t in function.knots])
    return _others(case)


def _others(case: SplineCase) -> Finding:
    """Look at an interpolant of more knots: at p < 1 it is dearer, at 1 it need not be."""
    many = _many_knots(case)
    other, missed = rival(case) if many is None else (many, misses(case, many))
    if missed is not None:
        refute(f"the rival does not go through point {missed + 1}", knots=[str(t) for t in other.knots])
    if many is not None and (len(many.knots) <= len(case.data) - 2 or total_variation(many) != least_variation(case)):
        refute("no minimiser of V_1 of more than N - 2 knots", knots=[str(t) for t in many.knots])
    least = minimizers(case)[0].function
    if len(other.knots) > len(case.data) - 2 and compare_costs(other.sizes, least.sizes, case.p) <= 0:
        refute("more than N - 2 knots are no dearer", knots=[str(t) for t in other.knots])
    return holds()


def _one_less(case: SplineCase) -> Finding:
    if len(case.data) < 3:
        not_met("fewer than 3 points")
    for spline in some_minimizers(case):
        if len(spline.flint.knots) > len(case.data) - 3:
            refute("N - 2 knots", knots=[str(t) for t in spline.knots])
    return holds()


def _at_1(case: SplineCase) -> Finding:
    many = _many_knots(case) if len(case.data) >= 2 else None
    if many is None:
        not_met("no two gaps in a row of one sign")
    if misses(case, many) is not None or total_variation(many) != least_variation(case):
        return holds()
    if len(many.knots) <= len(case.data) - 2:
        return holds()
    refute(f"a minimiser of V_1 with {len(many.knots)} knots", knots=[str(t) for t in many.knots])


def _exactly(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    number, most = len(case.solution.spline.flint.knots), len(case.data) - 2
    if number != most:
        refute(f"a minimiser of {number} knots, not {most}")
    return holds()


CLAIM = Claim(
    id="corollary-3.1.2",
    number="Corollary 3.1.2",
    title="at most N - 2 knots",
    statement="Every minimiser of V_p, 0 < p < 1, has at most N - 2 knots, so an optimal network at most N - 2 active "
    "neurons; minimisers of V_1 have arbitrarily many knots where two neighbouring points have one nonzero curvature.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="Each minimiser for these data, and its network, has at most N - 2. Where two gaps in a row agree in "
    "sign, an interpolant of more than N - 2 knots is built that has the least V_1, sum |d_i|, and a larger V_p; else "
    "a random interpolant, if it has more than N - 2 knots, has a larger V_p. " + LOOKED_AT,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a. "
    "Which of the two corollaries says what is this project's reading; the numbering may differ in print.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("at most N - 3", "Every minimiser has at most N - 3 knots (N >= 3).", _one_less),
        Fault("p = 1", "Every minimiser of V_1 has at most N - 2 knots.", _at_1),
        Fault("always N - 2", "Every minimiser has exactly N - 2 knots.", _exactly),
    ),
)
