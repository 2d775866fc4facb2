"""Theorem 3.2, the easy condition: at most two consecutive points of equal curvature."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, not_met, refute
from proofs_check.unaided.matchings import (
    MANY_POINTS,
    all_matchings_in_reach,
    best_at_p,
    fewest_knots,
    knot_lists,
    knots_of,
    runs_up_to,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> None:
    fewest, best = fewest_knots(case), best_at_p(case)
    if any(len(some) > 1 for some in best):
        refute("several matchings of a run are cheapest", matchings=str(best))
    only = next(knot_lists(case, best))
    if len(only) != fewest:
        refute(f"the minimiser has {len(only)} knots, not {fewest}", knots=str(only))
    # The same of what the solver says, at this p and at all p.
    if case.solution.minimizers != 1 or knots_of(case.splines[0]) != only:
        refute("`solve` does not return the only minimiser", minimizers=str(case.solution.minimizers))
    if case.size <= MANY_POINTS:
        pieces = case.path.pieces
        if len(pieces) > 1 or pieces[0].minimizers != 1 or pieces[0].knots != fewest:
            refute(
                "the minimiser over 0 < p < 1 is not one with the fewest knots",
                pieces=[[str(piece.inside()), str(piece.minimizers), piece.knots] for piece in pieces],
            )


def _three_alike(case: SplineCase) -> None:
    """Require that the condition fails, read literally: collinear points count as curvature 0."""
    if not any(a == b == c for (a, b), (_, c) in pairwise(pairwise(case.curvature))):
        not_met("at most two consecutive points of equal curvature")


def _never_unique(case: SplineCase) -> None:
    if len(case.path.pieces) == 1 and case.path.pieces[0].minimizers == 1:
        refute("the minimiser is unique for every p", curvature=case.curvature)


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs

    lengths = st.lists(st.integers(1, 2), max_size=4)
    return st.one_of(spline_cases(lengths.flatmap(data_sets_with_runs)), spline_cases())


def _stretches() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import collinear_stretches

    return spline_cases(collinear_stretches())


def _ties() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import exact_ties

    return spline_cases(gaps=exact_ties().filter(lambda d: len(d) <= 3))


CLAIM = Claim(
    id="theorem-3.2-easy",
    number="Theorem 3.2, easy condition",
    title="at most two consecutive points of equal curvature",
    statement="If no more than two consecutive points have equal nonzero curvature, then for every 0 < p < 1 the "
    "minimiser is unique and has the fewest knots.",
    hypotheses="N >= 2, no three consecutive slope gaps of one nonzero sign.",
    establishes="One matching is cheapest at this p, it has the fewest knots and is what `solve` returns; it is the "
    "only minimiser at all p by the proved path.",
    leaves_open="Other data. Data of more than 2000 points are checked at the given p only. Fewest knots hold for "
    "three points too (theorem-b), uniqueness does not. The paper does not say nonzero; read literally, its condition "
    "is narrower (three collinear points in a row are excluded), and still true.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(2), runs_up_to(2)),
    faults=(
        Fault(
            "three points", "The same for up to 3 consecutive points.", _check, _ties, (least_points(2), runs_up_to(3))
        ),
        Fault("no condition", "The same for all data.", _check, _ties, (least_points(2), all_matchings_in_reach)),
        Fault(
            "necessary",
            "The condition, collinear points counted, is necessary for one minimiser at all p.",
            _never_unique,
            _stretches,
            (_three_alike,),
        ),
    ),
)
