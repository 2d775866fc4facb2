"""Corollary 3.1.1: minimisers of V_p also minimise V_1, the total variation of the slope."""

from __future__ import annotations

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Derivation, Fault, least_points, refute
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


# --- Derivations: neighbouring points x - g < x < x + h and a knot of slope change c at t. ---------------------------


def _payments(*, swapped: bool = False) -> None:
    """Prove that the ramp c (x - t)_+ adds c phi_i(t) to the gap d_i, for t in each of the four zones of x_i."""
    import sympy

    c, x, tau = sympy.symbols("c x tau", real=True)  # tau: where t stands in its zone, from 0 to 1
    g, h, r = sympy.symbols("g h r", positive=True)
    zones = {  # t, how many of the three points are right of it (the ramp is 0 at a knot itself), phi_i(t)
        "left of x_{i-1}": (x - g - r, 3, sympy.Integer(0)),
        "from x_{i-1} to x_i": (x - g + g * tau, 2, tau),
        "from x_i to x_{i+1}": (x + h * tau, 1, tau if swapped else 1 - tau),
        "right of x_{i+1}": (x + h + r, 0, sympy.Integer(0)),
    }
    values = {c: 1, x: 0, g: 1, h: 1, r: 1, tau: sympy.Rational(1, 3)}
    for zone, (t, right, tent) in zones.items():
        before, here, after = (c * (a - t) if k >= 3 - right else 0 for k, a in enumerate((x - g, x, x + h)))
        difference = sympy.simplify((after - here) / h - (here - before) / g - c * tent)
        if difference != 0:
            refute(f"a knot {zone}: off by {difference.subs(values)}", **{str(k): str(values[k]) for k in values})


def _tents(*, strict: bool = False) -> None:
    """Prove that the tents sum to at most 1, at relative position tau in [0, 1] of each kind of interval.

    The tent of the left end is 1 - tau there and that of the right end tau; x_1 and x_N have none. Sums are linear in
    tau, so that their values at 0 and 1 bound them.
    """
    import sympy

    tau = sympy.Symbol("tau", real=True)
    both, none = (1 - tau) + tau, sympy.Integer(0)
    for interval, total in {"inner": both, "first": tau, "last": 1 - tau, "only or outside": none}.items():
        for end in (0, 1):
            value = sympy.sympify(total).subs(tau, end)
            if not 0 <= value <= 1 or (strict and value == 1):
                refute(f"the tents sum to {value}", interval=interval, tau=str(end))


_SYMPY = "symbolic (sympy)"

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
    derivations=(
        Derivation(
            "what a knot pays",
            "For all points and all t, c: the ramp c (x - t)_+ adds c phi_i(t) to the slope gap d_i at x_i, where "
            "phi_i is the tent that is 1 at x_i and 0 outside (x_{i-1}, x_{i+1}). (False with tau for 1 - tau.)",
            _SYMPY,
            _payments,
            lambda: _payments(swapped=True),
        ),
        Derivation(
            "tents sum to at most 1",
            "At every t the tents phi_2, ..., phi_{N-1} are >= 0 and sum to at most 1; with what a knot pays, "
            "sum |d_i| <= V_1. (False: to less than 1.)",
            "case exhaustion",
            _tents,
            lambda: _tents(strict=True),
        ),
    ),
)
