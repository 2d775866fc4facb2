"""Theorem 3.1, item 1: where a minimiser has no knots."""

from __future__ import annotations

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points
from proofs_check.derivations.small_data import FOUR_POINTS, MORE_POINTS
from proofs_check.unaided.form import must_be_linear, require_linear
from proofs_check.unaided.functions import Function, require_interpolation

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> None:
    _see_linear(case, must_be_linear(case))


def _see_linear(case: SplineCase, linear: list[bool]) -> None:
    for spline in case.splines:
        require_linear(case, require_interpolation(case, Function.of(spline), "the minimiser"), linear)


def _one_interval_more(case: SplineCase) -> None:
    _see_linear(case, [True, True, True, *must_be_linear(case)[3:]])


def _everywhere(case: SplineCase) -> None:
    _see_linear(case, [True] * (case.size + 1))


CLAIM = Claim(
    id="theorem-3.1-1",
    number="Theorem 3.1, item 1",
    title="where a minimiser is linear",
    statement="Every minimiser of V_p is linear before x_2, after x_{N-1} (print: x_N), between three or more "
    "consecutive collinear points, and between neighbouring points whose curvatures eps_i, eps_{i+1} differ. In "
    "short: outside the intervals between two points of one nonzero curvature.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="No minimiser of these data at this p has a knot in any of these open intervals. Of more than 50 "
    "minimisers only the first 50 are looked at.",
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    requires=(least_points(2),),
    check=_check,
    cases=spline_cases,
    faults=(
        Fault(
            "linear to x_3",
            "Every minimiser is linear between x_2 and x_3 too.",
            _one_interval_more,
            requires=(least_points(4),),
        ),
        Fault("linear between all neighbours", "All knots are at data points.", _everywhere),
    ),
    derivations=(FOUR_POINTS, MORE_POINTS),
)
