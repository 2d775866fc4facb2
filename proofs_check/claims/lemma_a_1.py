"""Lemma A.1: between neighbours of opposite or zero curvature the straight piece is best."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.derivations.boxes import BOXES_A_1
from proofs_check.derivations.lemmas import FORMULAS, LEMMA_A_1, PIECES
from proofs_check.unaided.compare import compare
from proofs_check.unaided.stretches import Stretch, Turn, measured, stretches, turns

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> Finding:
    return _straight_is_best(case, lambda a, b: a * b <= 0)


def _straight_is_best(
    case: SplineCase,
    wanted: Callable[[fmpq, fmpq], bool],
    extra: Callable[[Stretch, Turn], tuple[fmpq, ...]] = lambda _, __: (),
) -> Finding:
    """Compare bent functions on the wanted stretches with the straight piece, whose cost may have `extra` added."""
    rng = case.rng()
    found = stretches(case, wanted, rng)
    if not found:
        not_met("no two neighbouring interior points with such curvatures")
    for stretch in found:
        for turn in turns(case, stretch, rng):
            changes = measured(stretch, turn)
            if changes is None or changes != turn.changes(stretch):
                refute("the formulas are not the slope changes of the function", **_witness(stretch, turn))
            if compare(changes, (stretch.a, stretch.b, *extra(stretch, turn)), case.p) <= 0:
                refute("a bent function costs no more", **_witness(stretch, turn))
    return holds()


def _witness(stretch: Stretch, turn: Turn) -> dict[str, str]:
    names = {"A": stretch.a, "B": stretch.b, "delta": turn.delta, "tau": turn.tau}
    return {name: str(value) for name, value in names.items()} | {"changes": str(turn.changes(stretch))}


def _without_hypothesis(case: SplineCase) -> Finding:
    return _straight_is_best(case, lambda _, __: True)


def _equal_curvature(case: SplineCase) -> Finding:
    return _straight_is_best(case, lambda a, b: a * b > 0)


def _delta_more(case: SplineCase) -> Finding:
    return _straight_is_best(case, lambda a, b: a * b <= 0, lambda _, turn: (turn.delta,))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_runs

    lengths = st.lists(st.integers(1, 3), min_size=2, max_size=4)
    return spline_cases(st.one_of(lengths.flatmap(data_sets_with_runs), data_sets(4, 8)))


def _mixed() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets

    return spline_cases(data_sets(4, 8))


CLAIM = Claim(
    id="lemma-a.1",
    number="Lemma A.1",
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
    faults=(
        Fault(
            "without the hypothesis", "The straight piece is best whatever A and B are.", _without_hypothesis, _mixed
        ),
        Fault("for A B > 0", "The straight piece is best for A B > 0.", _equal_curvature, _mixed),
        Fault("by |delta|^p", "Every bent function costs at least |delta|^p more.", _delta_more),
    ),
    derivations=(FORMULAS, PIECES, LEMMA_A_1, BOXES_A_1),
)
