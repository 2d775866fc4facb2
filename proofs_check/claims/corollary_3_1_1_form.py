"""Text after Corollary 3.1.1: every function of the form of Theorem 3.1 minimises V_1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.function_view import PAYMENTS, TENT_SUMS
from proofs_check.unaided.bounds import least_variation
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import (
    equal_pairs,
    must_be_linear,
    require_linear,
    require_one_knot,
    require_slopes_between,
)
from proofs_check.unaided.functions import Function, connecting_the_dots, require_interpolation
from proofs_check.unaided.rivals import of_the_form

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _drawn(case: SplineCase) -> Function:
    return require_interpolation(case, of_the_form(case, case.rng()), "the function of the form")


def _see_form(case: SplineCase, function: Function) -> None:
    require_linear(case, function, must_be_linear(case), "the function")
    require_one_knot(case, function, equal_pairs(case))
    require_slopes_between(case, function)


def _check(case: SplineCase) -> None:
    for _ in range(2):
        function = _drawn(case)
        _see_form(case, function)
        if function.variation != (least := least_variation(case)):
            refute(f"V_1 is {function.variation}, and the least is {least}", knots=function.shown)


def _minimises_at_p(case: SplineCase) -> None:
    function = _drawn(case)
    if compare(function.sizes, Function.of(case.solution.spline).sizes, case.p) > 0:
        refute(f"dearer than the minimiser at p = {case.p}", knots=function.shown)


def _only_these(case: SplineCase) -> None:
    dots = connecting_the_dots(case)
    if dots.variation == least_variation(case):
        _see_form(case, dots)


def _cases() -> SearchStrategy[SplineCase]:
    """Draw data of all kinds, and some with runs of three to seven gaps."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs

    lengths = st.lists(st.integers(3, 7), min_size=1, max_size=2)
    return st.one_of(spline_cases(), spline_cases(lengths.flatmap(data_sets_with_runs)))


CLAIM = Claim(
    id="corollary-3.1.1-form",
    number="Text after Corollary 3.1.1, form",
    title="every function of the form of Theorem 3.1 minimises V_1",
    statement="Every interpolant of the form of Theorem 3.1 (linear where item 1 says, one knot where item 2a says, "
    "any slopes between those of the chords where item 2b says) has V_1 = sum |d_i|, the least of all interpolants.",
    hypotheses="N >= 2.",
    establishes="A random function of that form, drawn by its slopes, goes through these data, has the form, and its "
    "V_1 is sum |d_i|, exactly; the derivations show that no interpolant has less.",
    leaves_open="Other data, and other functions of the form. The paper cites Hanin (2022) and Debarre et al. (2022).",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=_cases,
    faults=(
        Fault("minimises V_p", "Every function of that form minimises V_p.", _minimises_at_p),
        Fault("no others", "Every minimiser of V_1 has that form.", _only_these),
    ),
    derivations=(PAYMENTS, TENT_SUMS),
    per_exponent=False,
)
