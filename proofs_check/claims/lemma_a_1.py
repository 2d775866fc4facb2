"""Lemma A.1: between neighbours of equal curvature a single knot is best."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.derivations.boxes import BOXES_A_1
from proofs_check.derivations.lemmas import BREAK_POINTS, FORMULAS, LEMMA_A_1, PIECES
from proofs_check.derivations.powers import SUBADDITIVE_SIGNED
from proofs_check.unaided.compare import Compare, compare, compare_at_1
from proofs_check.unaided.stretches import (
    CLOSELY,
    Curvatures,
    Stretch,
    Turn,
    has_stretch,
    see_changes,
    shown_turn,
    stretches,
    turns,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _equal(a: int, b: int) -> bool:
    return a * b > 0


def _equal_or_zero(a: int, b: int) -> bool:
    return a * b >= 0 and (a != 0 or b != 0)


def _check(
    case: SplineCase,
    wanted: Curvatures = _equal,
    compare: Compare = compare,
    place: Callable[[Stretch], fmpq] = lambda s: s.b / (s.a + s.b),
) -> None:
    """Compare functions on the wanted stretches with one knot of slope change A + B, which only stands at `place`."""
    rng = case.rng()
    for stretch in stretches(case, wanted, rng):
        least = (stretch.a + stretch.b,)
        if compare((stretch.a, stretch.b), least, case.p) <= 0:
            refute("the straight piece costs no more", A=str(stretch.a), B=str(stretch.b))
        single = Turn(-stretch.a, place(stretch))
        for turn in turns(case, stretch, rng):
            sign = compare(see_changes(stretch, turn), least, case.p)
            if sign < 0 or (sign == 0) != (turn == single):
                refute("not |A + B|^p at the single knot and more elsewhere", **shown_turn(stretch, turn))


def _two_knots_are_best(case: SplineCase) -> None:
    rng = case.rng()
    for stretch in stretches(case, _equal, rng):
        for turn in turns(case, stretch, rng):
            if compare(turn.changes(stretch), (stretch.a, stretch.b), case.p) < 0:
                refute("a bent function is cheaper than the straight piece", **shown_turn(stretch, turn))


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_runs

    lengths = st.lists(st.integers(1, 4), min_size=1, max_size=2).map(lambda some: [2, *some])
    return spline_cases(st.one_of(lengths.flatmap(data_sets_with_runs), data_sets(4, 8)))


def _few_gaps() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import gap_sequences

    return spline_cases(gaps=gap_sequences(2, 3))


CLAIM = Claim(
    id="lemma-a.1",
    number="Lemma A.1",
    title="equal curvature: a single knot is best",
    statement="Let A and B be the slope changes at x_i and x_{i+1} of a function that is straight between them, with "
    "A B > 0. Among the functions with the same slopes outside [x_i, x_{i+1}] and at most one knot inside, the one "
    "whose only knot lies inside, of slope change A + B at the relative position B/(A + B), is the only cheapest.",
    hypotheses="0 < p < 1; neighbouring interior points with A B > 0.",
    establishes="On stretches of these data, functions with one inner knot (anywhere, and near the break points of the "
    "cost) pass through both points, have the slope changes of the formulas, and cost more than |A + B|^p unless they "
    "are the single knot: exactly compared. The derivations prove it for all parameters.",
    leaves_open="The formulas are this project's reading of the proof; names may differ in print. On data, A and B "
    "come from the chords. More knots inside reduce to one of each sign by merging. That the single knot is best here "
    "does not make it part of a minimiser: a run shares its gaps.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(has_stretch(_equal, "of equal curvature"),),
    samples=(CLOSELY,),
    faults=(
        Fault("two knots are best", "C(delta) >= |A|^p + |B|^p.", _two_knots_are_best),
        Fault(
            "at p = 1",
            "At p = 1 the single knot is the only cheapest.",
            lambda case: _check(case, compare=compare_at_1),
        ),
        Fault(
            "A B >= 0 will do",
            "The single knot is the only cheapest also for A = 0 or B = 0.",
            lambda case: _check(case, _equal_or_zero),
            _few_gaps,
            requires=(has_stretch(_equal_or_zero, "of equal or zero curvature, not both zero"),),
        ),
        Fault(
            "in the middle",
            "The single knot stands in the middle.",
            lambda case: _check(case, place=lambda _: fmpq(1, 2)),
        ),
    ),
    derivations=(FORMULAS, PIECES, BREAK_POINTS, SUBADDITIVE_SIGNED, LEMMA_A_1, BOXES_A_1),
)
