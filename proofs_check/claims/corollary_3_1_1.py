"""Corollary 3.1.1: minimisers of V_p also minimise V_1, the total variation of the slope."""

from __future__ import annotations

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.function_view import PAYMENTS, TENT_SUMS
from proofs_check.unaided.bounds import least_variation
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Function, connecting_the_dots
from proofs_check.unaided.rivals import rival

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> None:
    least = least_variation(case)
    for function in minimal_functions(case):
        if function.variation != least:
            refute(f"V_1 of a minimiser is {function.variation}, not {least}", knots=function.shown)
    for function in (rival(case), connecting_the_dots(case)):
        if function.variation < least:
            refute(f"an interpolant of V_1 below {least}", knots=function.shown)


def _converse(case: SplineCase) -> None:
    dots, least = connecting_the_dots(case), Function.of(case.solution.spline)
    if dots.variation == least_variation(case) and compare(dots.sizes, least.sizes, case.p) > 0:
        refute("the connected dots minimise V_1 and not V_p")


def _change_of_slope(case: SplineCase) -> None:
    found = Function.of(case.solution.spline).variation
    least = abs(case.flint_slopes[-1] - case.flint_slopes[0])
    if found != least:
        refute(f"V_1 of a minimiser is {found}, not {least}")


def _only_minimizers(case: SplineCase) -> None:
    dots = connecting_the_dots(case)
    if dots.variation == least_variation(case) and dots != Function.of(case.solution.spline):
        refute("the connected dots are another minimiser of V_1")


CLAIM = Claim(
    id="corollary-3.1.1",
    number="Corollary 3.1.1",
    title="minimisers of V_p minimise V_1",
    statement="Every minimiser of V_p, 0 < p < 1, also minimises V_1, the total variation of the slope, over all "
    "interpolants: its V_1 is sum |d_i|.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="V_1 of each minimiser for these data is sum |d_i|, exactly; no interpolant has less, by the two "
    "derivations (and neither a random one nor the connected dots had). " + MINIMIZERS_SEEN,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a. "
    "Which of the two corollaries says what is this project's reading; the numbering may differ in print.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("the converse", "Every minimiser of V_1 minimises V_p.", _converse),
        Fault("|s_{N-1} - s_1|", "The least V_1 is the change of slope from end to end.", _change_of_slope),
        Fault("no others", "The minimiser of V_p is the only minimiser of V_1.", _only_minimizers),
    ),
    derivations=(PAYMENTS, TENT_SUMS),
)
