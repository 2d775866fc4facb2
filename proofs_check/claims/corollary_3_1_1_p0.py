"""Text after Corollary 3.1.1: interpolants of fewest knots whose slope changes no function of the data bounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, least_points, refute
from proofs_check.unaided.bounds import least_knots, least_variation
from proofs_check.unaided.functions import Function, require_interpolation, steepest
from proofs_check.unaided.rivals import overshooting

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

_TIMES = (10, 10**3, 10**9)


def _beyond(case: SplineCase, bound: fmpq) -> Function | None:
    """Return an interpolant of fewest knots with a slope change beyond the bound, if one is known."""
    first = Function.of(case.fewest.spline)
    if not first.changes:
        return None
    return overshooting(case, first, 1 - min(first.sizes) / (2 * bound + 2 * min(first.sizes)))


def _family(case: SplineCase) -> Function | None:
    return _beyond(case, least_variation(case))


def _check(case: SplineCase) -> None:
    least = least_variation(case)
    for times in _TIMES:
        bound = times * least
        function = _beyond(case, bound)
        if function is None:
            refute("there is no such function")
        require_interpolation(case, function, f"the function beyond {bound}")
        if len(function.knots) != least_knots(case):
            refute(f"{len(function.knots)} knots, and {least_knots(case)} are the fewest", knots=function.shown)
        if max(function.sizes) <= bound or function.variation <= least:
            refute(f"no slope change beyond {bound}", knots=function.shown)


def _bounded(case: SplineCase) -> None:
    function, bound = _beyond(case, 10 * least_variation(case)), 2 * max(map(abs, case.flint_slopes))
    if function is not None and max(function.sizes) > bound:
        refute(f"a slope change beyond {bound}", knots=function.shown)


def _minimises_v_1(case: SplineCase) -> None:
    if (function := _family(case)) is not None and function.variation > least_variation(case):
        refute(f"V_1 is {function.variation}", slope=str(steepest(function)))


def _always(case: SplineCase) -> None:
    if case.fewest.minimizers != math.inf:
        refute(f"{case.fewest.minimizers} spline has the fewest knots")


def _cases() -> SearchStrategy[SplineCase]:
    """Draw data of all kinds, and gaps of alternating signs."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import rationals

    sizes = st.lists(rationals(positive=True), min_size=1, max_size=5)
    turning = sizes.map(lambda some: tuple(d * (-1) ** k for k, d in enumerate(some)))
    return st.one_of(spline_cases(), spline_cases(gaps=turning))


CLAIM = Claim(
    id="corollary-3.1.1-p0",
    number="Text after Corollary 3.1.1, p = 0",
    title="interpolants of fewest knots with unbounded slope changes",
    statement="At p = 0 there are usually several solutions, of which many do not minimise V_1, with slope changes "
    "that no function of the data bounds. So it is where the spline of `solve` has a knot at x_2, or knots of "
    "opposite signs at two neighbouring points: moving one knot away from its point gives interpolants of fewest "
    "knots with a slope change beyond any bound.",
    hypotheses="p = 0, N >= 3; such a spline.",
    establishes="For these data, interpolants with slope changes beyond 10, 10^3 and 10^9 times sum |d_i|, the least "
    "V_1; they go through the points and have the fewest knots that any interpolant can have.",
    leaves_open="Other data. Where there is no such pair of knots: there may be one solution only (theorem-c).",
    scope="one input",
    requires=(
        least_points(3),
        exists(_family, "neither a knot at x_2 nor two neighbouring points with knots of opposite signs"),
    ),
    check=_check,
    cases=_cases,
    faults=(
        Fault("within 2 max |s_i|", "Slope changes at p = 0 are at most 2 max |s_i|.", _bounded),
        Fault("minimise V_1", "Every interpolant of fewest knots minimises V_1.", _minimises_v_1),
        Fault("always", "There are always infinitely many.", _always, requires=(least_points(2),)),
    ),
    per_exponent=False,
)
