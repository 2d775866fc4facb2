"""Theorem 3.1 at p = 0: some interpolant of fewest knots has the form of items 1 and 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, least_points, refute
from proofs_check.unaided.bounds import least_knots, least_variation
from proofs_check.unaided.form import (
    equal_pairs,
    must_be_linear,
    require_linear,
    require_one_knot,
    require_slopes_between,
)
from proofs_check.unaided.functions import Function, connecting_the_dots, misses, require_interpolation
from proofs_check.unaided.rivals import overshooting, rival

__all__ = ["CLAIM"]


def _see_form(case: SplineCase, function: Function) -> None:
    """Look whether the function is as items 1, 2a and 2b say of minimisers."""
    require_linear(case, function, must_be_linear(case), "an interpolant of fewest knots")
    require_one_knot(case, function, equal_pairs(case))
    require_slopes_between(case, function)


def _check(case: SplineCase) -> None:
    function = require_interpolation(case, Function.of(case.fewest.spline), "the spline")
    knots, fewest = len(function.knots), least_knots(case)
    if case.fewest.fewest_knots != fewest:
        refute(f"{case.fewest.fewest_knots} are said to be the fewest knots, and {fewest} are")
    if knots != fewest or knots != sum((stop - start + 1) // 2 for start, stop in case.runs):
        refute(f"{knots} knots, where {fewest} are the least possible", knots=function.shown)
    dots = len(connecting_the_dots(case).knots)  # one at each gap that is not 0
    if not (dots + 1) // 2 <= fewest <= dots <= case.size - 2:
        refute(f"{fewest} knots for {dots} nonzero gaps of {case.size} points")
    if len(rival(case).knots) < fewest:
        refute(f"an interpolant with fewer than {fewest} knots", knots=rival(case).shown)
    _see_form(case, function)
    if function.variation != least_variation(case):
        refute(f"V_1 of an interpolant of fewest knots is {function.variation}", least=str(least_variation(case)))


def _overshooting(case: SplineCase) -> Function | None:
    return overshooting(case, Function.of(case.fewest.spline))


def _another(case: SplineCase) -> Iterator[Function]:
    """Yield an interpolant of fewest knots that bends more, if there is one."""
    other = _overshooting(case)
    if other is not None and misses(case, other) is None and len(other.knots) == least_knots(case):
        yield other


def _every_minimizer(case: SplineCase) -> None:
    for other in _another(case):
        _see_form(case, other)


def _always_of_least_variation(case: SplineCase) -> None:
    for other in _another(case):
        if other.variation != least_variation(case):
            refute(f"an interpolant of fewest knots has V_1 = {other.variation}", knots=other.shown)


def _half_the_points(case: SplineCase) -> None:
    if 2 * least_knots(case) < case.size - 2:
        refute(f"the fewest knots are {least_knots(case)} for {case.size} points")


def _at_most_n_3(case: SplineCase) -> None:
    if least_knots(case) > case.size - 3:
        refute(f"the fewest knots are {least_knots(case)} for {case.size} points")


def _counts(number: Callable[[SplineCase], int]) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about the fewest knots."""

    def check(case: SplineCase) -> None:
        if (fewest := least_knots(case)) != number(case):
            refute(f"the fewest knots are {fewest}, not {number(case)}")

    return check


def _half_the_gaps(case: SplineCase) -> int:
    return (sum(map(abs, case.curvature)) + 1) // 2


def _dots_are_fewest(case: SplineCase) -> None:
    dots = len(connecting_the_dots(case).knots)
    if dots != least_knots(case):
        refute(f"{dots} knots, where {least_knots(case)} do")


_HAS_OTHER = (exists(_overshooting, "neither a knot at x_2 nor two neighbouring points with knots of opposite signs"),)

CLAIM = Claim(
    id="theorem-3.1-p0",
    number="Theorem 3.1, p = 0",
    title="fewest knots",
    statement="At p = 0 some interpolant of fewest knots has the form that items 1, 2a and 2b give to minimisers; its "
    "number of knots is the sum of ceil(n/2) over the runs of n gaps: at least half of the nonzero gaps and at most N "
    "- 2. It minimises V_1 too. There are usually others of fewest knots, which need not.",
    hypotheses="p = 0, N >= 2.",
    establishes="The spline that `solve` returns for these data at p = 0 interpolates, has that form, that many knots "
    "and V_1 = sum |d_i|, the least; and no interpolant has fewer, since disjoint intervals around the data points "
    "each need a knot.",
    leaves_open="Other data. How many minimisers there are is not part of this claim.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault(
            "every minimiser",
            "Every interpolant of fewest knots has that form.",
            _every_minimizer,
            requires=_HAS_OTHER,
            examples=400,
        ),
        Fault(
            "every sparsest minimises V_1",
            "Every interpolant of fewest knots minimises V_1.",
            _always_of_least_variation,
            requires=_HAS_OTHER,
            examples=400,
        ),
        Fault("half of the points", "The fewest knots are at least (N - 2)/2.", _half_the_points),
        Fault("at most N - 3", "The fewest knots are at most N - 3.", _at_most_n_3, requires=(least_points(3),)),
        Fault(
            "number of runs", "The fewest knots are as many as there are runs.", _counts(lambda case: len(case.runs))
        ),
        Fault("half the gaps", "The fewest knots are half the nonzero gaps, rounded up.", _counts(_half_the_gaps)),
        Fault("connected dots", "Connecting the dots has the fewest knots.", _dots_are_fewest),
    ),
    per_exponent=False,
)
