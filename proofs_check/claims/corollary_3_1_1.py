"""Corollary 3.1.1: minimisers of V_p also minimise V_1, and have at most N - 2 neurons."""

from __future__ import annotations

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions, minimal_networks, some_minimizers
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, least_points, refute
from proofs_check.derivations.function_view import PAYMENTS, TENT_SUMS
from proofs_check.unaided.bounds import least_variation
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import equal_neighbours
from proofs_check.unaided.functions import Function, connecting_the_dots, require_interpolation
from proofs_check.unaided.rivals import rival, with_knots_added

__all__ = ["CLAIM"]


def _many_knots(case: SplineCase) -> Function:
    """Return an interpolant of more than N - 2 knots that is to minimise V_1, where two gaps in a row agree."""
    rng = case.rng()
    many = with_knots_added(case, rng.choice(equal_neighbours(case)), case.size - 1 + rng.randrange(4))
    return require_interpolation(case, many, "the rival")


def _check(case: SplineCase) -> None:
    least, most = least_variation(case), case.size - 2
    for (network, realized), function in zip(minimal_networks(case), minimal_functions(case), strict=True):
        if function.variation != least:
            refute(f"V_1 of a minimiser is {function.variation}, not {least}", knots=function.shown)
        if realized != function:
            refute("the minimiser's network is another function", knots=function.shown)
        active = sum(n.output_weight * n.input_weight != 0 for n in network.neurons)
        if len(function.knots) > most or active > most:
            refute(f"more than {most} knots or active neurons", knots=function.shown)
    for other in (rival(case), connecting_the_dots(case)):
        if other.variation < least:
            refute(f"an interpolant of V_1 below {least}", knots=other.shown)
    _see_others(case)


def _see_others(case: SplineCase) -> None:
    """Look at an interpolant of more knots: at p < 1 it is dearer, at 1 it need not be."""
    agree = equal_neighbours(case)
    other = _many_knots(case) if agree else rival(case)
    if agree and (len(other.knots) <= case.size - 2 or other.variation != least_variation(case)):
        refute("no minimiser of V_1 of more than N - 2 knots", knots=other.shown)
    least = minimal_functions(case)[0]
    if len(other.knots) > case.size - 2 and compare(other.sizes, least.sizes, case.p) <= 0:
        refute("more than N - 2 knots are no dearer", knots=other.shown)


def _converse(case: SplineCase) -> None:
    dots, least = connecting_the_dots(case), Function.of(case.solution.spline)
    if dots.variation == least_variation(case) and compare(dots.sizes, least.sizes, case.p) > 0:
        refute("the connected dots minimise V_1 and not V_p")


def _change_of_slope(case: SplineCase) -> None:
    found = Function.of(case.solution.spline).variation
    least = abs(case.flint_slopes[-1] - case.flint_slopes[0])
    if found != least:
        refute(f"V_1 of a minimiser is {found}, not {least}")


def _one_less(case: SplineCase) -> None:
    for spline in some_minimizers(case):
        if len(spline.flint.knots) > case.size - 3:
            refute("N - 2 knots", knots=[str(t) for t in spline.knots])


def _at_1(case: SplineCase) -> None:
    many = _many_knots(case)
    if many.variation == least_variation(case) and len(many.knots) > case.size - 2:
        refute(f"a minimiser of V_1 with {len(many.knots)} knots", knots=many.shown)


def _exactly(case: SplineCase) -> None:
    number = len(case.solution.spline.flint.knots)
    if number != case.size - 2:
        refute(f"a minimiser of {number} knots, not {case.size - 2}")


CLAIM = Claim(
    id="corollary-3.1.1",
    number="Corollary 3.1.1",
    title="minimisers of V_p minimise V_1, with at most N - 2 neurons",
    statement="Every minimiser of V_p, 0 < p < 1, also minimises V_1 over all interpolants (its V_1 is sum |d_i|), and "
    "has a network of at most N - 2 neurons. Minimisers of V_1 can have arbitrarily many knots where two neighbouring "
    "points have one nonzero curvature.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="V_1 of each minimiser for these data is sum |d_i|, exactly; no interpolant has less, by the two "
    "derivations (and neither a random one nor the connected dots had). Each minimiser, and its network, has at most "
    "N - 2 knots. Where two gaps in a row agree in sign, an interpolant of more than N - 2 knots is built that has the "
    "least V_1 and a larger V_p; else a random interpolant of more than N - 2 knots has a larger V_p. "
    + MINIMIZERS_SEEN,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("the converse", "Every minimiser of V_1 minimises V_p.", _converse),
        Fault("|s_{N-1} - s_1|", "The least V_1 is the change of slope from end to end.", _change_of_slope),
        Fault(
            "at most N - 3",
            "Every minimiser has at most N - 3 knots (N >= 3).",
            _one_less,
            requires=(least_points(3),),
        ),
        Fault(
            "p = 1",
            "Every minimiser of V_1 has at most N - 2 knots.",
            _at_1,
            requires=(exists(equal_neighbours, "no two gaps in a row of one sign"),),
        ),
        Fault("always N - 2", "Every minimiser has exactly N - 2 knots.", _exactly),
    ),
    derivations=(PAYMENTS, TENT_SUMS),
)
