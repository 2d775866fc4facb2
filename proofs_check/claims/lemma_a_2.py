"""Lemma A.2: between neighbours of opposite or zero curvature the straight piece is best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.boxes import BOXES_A_2
from proofs_check.derivations.lemmas import FORMULAS, LEMMA_A_2, PIECES
from proofs_check.unaided.compare import compare
from proofs_check.unaided.stretches import CLOSELY, Curvatures, has_stretch, see_changes, shown_turn, stretches, turns

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _opposite_or_zero(a: int, b: int) -> bool:
    return a * b <= 0


def _equal(a: int, b: int) -> bool:
    return a * b > 0


def _any(_: int, __: int) -> bool:
    return True


def _check(case: SplineCase, wanted: Curvatures = _opposite_or_zero, extra: int = 0) -> None:
    """Compare bent functions on the wanted stretches with the straight piece, whose cost has |extra delta|^p added."""
    rng = case.rng()
    for stretch in stretches(case, wanted, rng):
        for turn in turns(case, stretch, rng):
            changes = see_changes(stretch, turn)
            if compare(changes, (stretch.a, stretch.b, extra * turn.delta), case.p) <= 0:
                refute("a bent function costs no more", **shown_turn(stretch, turn))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_runs

    lengths = st.lists(st.integers(1, 3), min_size=2, max_size=4)
    return spline_cases(st.one_of(lengths.flatmap(data_sets_with_runs), data_sets(4, 8)))


def _mixed() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets

    return spline_cases(data_sets(4, 8))


CLAIM = Claim(
    id="lemma-a.2",
    number="Lemma A.2",
    title="opposite or zero curvature: straight is best",
    statement="Let A and B be the slope changes at x_i and x_{i+1} of a function that is straight between them, with "
    "A B <= 0. Every function with the same slopes outside [x_i, x_{i+1}] and one knot inside costs strictly more.",
    hypotheses="0 < p < 1; neighbouring interior points with A B <= 0.",
    establishes="On stretches of these data, bent functions (anywhere, and near the break points of the cost) pass "
    "through both points, have the slope changes of the formulas, and cost more: exactly compared. The derivations "
    "prove the inequality for all parameters.",
    leaves_open="The formulas are this project's reading of the proof; names may differ in print. On data, A and B "
    "come from the chords. More knots inside reduce to one of each sign by merging.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(has_stretch(_opposite_or_zero, "of opposite or zero curvature"),),
    samples=(CLOSELY,),
    faults=(
        Fault(
            "without the hypothesis",
            "The straight piece is best whatever A and B are.",
            lambda case: _check(case, _any),
            _mixed,
            requires=(least_points(4),),
        ),
        Fault(
            "for A B > 0",
            "The straight piece is best for A B > 0.",
            lambda case: _check(case, _equal),
            _mixed,
            requires=(has_stretch(_equal, "of equal curvature"),),
        ),
        Fault("by |delta|^p", "Every bent function costs at least |delta|^p more.", lambda case: _check(case, extra=1)),
    ),
    derivations=(FORMULAS, PIECES, LEMMA_A_2, BOXES_A_2),
)
