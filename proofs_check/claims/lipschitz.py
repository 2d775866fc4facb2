"""Ours: the Lipschitz constant of a minimiser is the steepest chord's slope, exactly.

Let s_i be largest among the |chord slopes|, s_i >= 0 say: no chord slope is larger, so eps_i >= 0 >= eps_{i+1} (or the
interval is the first or the last one). Either these differ or both are 0, so by Theorem 3.1, item 1 the function is the
chord there, and has the slope s_i. All its other slopes lie within those of chords, by items 1 and 2.
"""

from __future__ import annotations

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, least_points, refute
from proofs_check.unaided.functions import Function, require_interpolation, steepest
from proofs_check.unaided.rivals import of_the_form, overshooting, rival

__all__ = ["CLAIM"]

_SHARE = fmpq(999, 1000)


def _see_constant(case: SplineCase, function: Function) -> None:
    bound = max(map(abs, case.flint_slopes))
    if (found := steepest(function)) != bound:
        refute(f"the Lipschitz constant is {found}, not {bound}", knots=function.shown)


def _check(case: SplineCase) -> None:
    for function in (*minimal_functions(case), of_the_form(case, case.rng())):
        _see_constant(case, require_interpolation(case, function, "it"))


def _steep_at_0(case: SplineCase) -> Function | None:
    return overshooting(case, Function.of(case.fewest.spline), _SHARE)


def _at_0(case: SplineCase) -> None:
    if (function := _steep_at_0(case)) is not None:
        _see_constant(case, function)


def _gentlest(case: SplineCase) -> None:
    bound = min(map(abs, case.flint_slopes))
    if steepest(minimal_functions(case)[0]) != bound:
        refute(f"the Lipschitz constant is not {bound}")


CLAIM = Claim(
    id="lipschitz",
    number="Lipschitz constant (ours)",
    title="the Lipschitz constant is that of the steepest chord",
    statement="Every function of the form of Theorem 3.1, so every minimiser of V_p for 0 < p < 1, has the Lipschitz "
    "constant L = max_i |s_i|: the bound of Corollary 3.1.2 is reached always.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="Equality for each minimiser of these data and for a random function of that form, by all slopes. "
    + MINIMIZERS_SEEN,
    leaves_open="Other data and other p; the file's docstring has a proof.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("every interpolant", "The same for all interpolants.", lambda case: _see_constant(case, rival(case))),
        Fault(
            "p = 0",
            "The same for all interpolants of fewest knots.",
            _at_0,
            requires=(least_points(3), exists(_steep_at_0, "no interpolant of fewest knots that bends more is known")),
        ),
        Fault("the gentlest chord", "L = min_i |s_i|.", _gentlest),
    ),
)
