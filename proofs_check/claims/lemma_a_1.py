"""Lemma A.1: same-sign slope changes; a minimiser has a single knot between the two points, or none if both are 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.boxes import BOXES_A_1
from proofs_check.derivations.lemmas import BREAK_POINTS, FORMULAS, LEMMA_A_1, PIECES, SEVERAL
from proofs_check.derivations.powers import SUBADDITIVE_SIGNED
from proofs_check.unaided.compare import Compare, compare, compare_at_1
from proofs_check.unaided.form import bends
from proofs_check.unaided.functions import Function, connecting_the_dots
from proofs_check.unaided.rivals import overshooting
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
    winding,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _equal(a: int, b: int) -> bool:
    return a * b > 0


def _equal_or_zero(a: int, b: int) -> bool:
    return a * b >= 0 and (a != 0 or b != 0)


def _check(case: SplineCase) -> None:
    for function in (*minimal_functions(case), *_of_fewest_knots(case)):
        _see_single_knots(case, function)
    _see_stretches(case)


def _of_fewest_knots(case: SplineCase) -> list[Function]:
    sparsest = Function.of(case.fewest.spline)
    other = overshooting(case, sparsest)
    return [sparsest] if other is None else [sparsest, other]


def _between(t: fmpq, low: fmpq, high: fmpq) -> bool:
    return low < t < high


def _see_single_knots(
    case: SplineCase, function: Function, inside: Callable[[fmpq, fmpq, fmpq], bool] = _between, straight: int = 0
) -> None:
    """See what the lemma says of a minimiser, for 0 < p < 1 or p = 0, on every interval between data points.

    False variants have another place for the single knot, or `straight` knots where both signs are 0.
    """
    x = case.data.flint.x
    for i, a, b, knots in bends(case, function):
        if a == b == 0 and len(knots) != straight:
            refute(f"knots between points {i + 1} and {i + 2}, where both signs are 0", knots=function.shown)
        if a * b > 0 and not (len(knots) == 1 and inside(knots[0][0], x[i], x[i + 1])):
            refute(f"no single knot between points {i + 1} and {i + 2}, of equal signs", knots=function.shown)


def _see_stretches(
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
            _see_several(stretch, winding(stretch, rng), case, compare)


def _see_several(
    stretch: Stretch, several: Sequence[fmpq], case: SplineCase, compare: Compare = compare, cheap: int = 1
) -> None:
    """See that several knots cost more than |A + B|^p, if there are more than `cheap`: one is the least cost."""
    sign = compare(several, (stretch.a + stretch.b,), case.p)
    if sign < 0 or (sign == 0) != (len(several) - several.count(fmpq(0)) <= cheap):
        refute("several knots do not cost as they should", changes=list(map(str, several)))


def _two_do_as_well(case: SplineCase) -> None:
    rng = case.rng()
    for stretch in stretches(case, _equal, rng):
        for _ in range(4):
            _see_several(stretch, winding(stretch, rng), case, cheap=2)


def _in_the_middle_at_0(case: SplineCase) -> None:
    for function in _of_fewest_knots(case):
        _see_single_knots(case, function, lambda t, low, high: t + t == low + high)


def _knot_where_both_are_0(case: SplineCase) -> None:
    for function in (*minimal_functions(case), *_of_fewest_knots(case)):
        _see_single_knots(case, function, straight=1)


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
    title="same signs: a single knot",
    statement="Let f minimise V_p, 0 <= p < 1, with sgn(s_i - s_in(f, x_i)) = sgn(s_out(f, x_{i+1}) - s_i). If both "
    "are 0, f is linear around [x_i, x_{i+1}]; else it has a single knot there, strictly between the points. Locally: "
    "of all functions with these slopes outside, with A = s_i - s_in and B = s_out - s_i, A B > 0, and any number of "
    "inner knots, the one of a single slope change A + B, at the relative position B/(A + B), alone is cheapest.",
    hypotheses="0 <= p < 1; here also two neighbouring interior points of equal nonzero curvature, to look at closely.",
    establishes="Each minimiser at p, and one or two interpolants of fewest knots (p = 0), are so on every interval of "
    "these data. On stretches, functions with one inner knot (anywhere, and near the break points of the cost) and "
    "with several go through both points, have the slope changes of the formulas, and cost more than |A + B|^p unless "
    "they are the single knot: exactly compared. The derivations prove it for all parameters. " + MINIMIZERS_SEEN,
    leaves_open="Of the interpolants of fewest knots two are looked at, or one. On stretches A and B come from the "
    "chords. That the single knot is best there does not make it part of a minimiser: a run shares its gaps. Display "
    "(18) could not be read; the text names the inequality that it follows from, and that is what is derived.",
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
            lambda case: _see_stretches(case, compare=compare_at_1),
        ),
        Fault(
            "A B >= 0 will do",
            "The single knot is the only cheapest also for A = 0 or B = 0.",
            lambda case: _see_stretches(case, _equal_or_zero),
            _few_gaps,
            requires=(has_stretch(_equal_or_zero, "of equal or zero curvature, not both zero"),),
        ),
        Fault(
            "in the middle",
            "The single knot stands in the middle.",
            lambda case: _see_stretches(case, place=lambda _: fmpq(1, 2)),
        ),
        Fault(
            "minimisers of V_1",
            "It has a single knot there if it minimises V_1.",
            lambda case: _see_single_knots(case, connecting_the_dots(case)),
        ),
        Fault("two knots do as well", "Two knots on the stretch cost as little as one.", _two_do_as_well),
        Fault("p = 0: in the middle", "At p = 0 the single knot stands in the middle.", _in_the_middle_at_0),
        Fault(
            "both signs 0: one knot",
            "Where both signs are 0 there is a single knot too.",
            _knot_where_both_are_0,
            requires=(least_points(2),),
        ),
    ),
    derivations=(FORMULAS, PIECES, BREAK_POINTS, SUBADDITIVE_SIGNED, SEVERAL, LEMMA_A_1, BOXES_A_1),
)
