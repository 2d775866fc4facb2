"""Lemma A.2: slope changes of different signs; a minimiser is straight between the two points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.boxes import BOXES_A_2
from proofs_check.derivations.lemmas import FORMULAS, LEMMA_A_2, PIECES, PRINTED_H1, PRINTED_H2, SEVERAL_OPPOSITE
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import bends
from proofs_check.unaided.functions import Function, misses, require_interpolation, through
from proofs_check.unaided.rivals import overshooting
from proofs_check.unaided.stretches import (
    CLOSELY,
    Curvatures,
    Stretch,
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


def _different(a: int, b: int) -> bool:
    return a * b <= 0


def _equal(a: int, b: int) -> bool:
    return a * b > 0


def _any(_: int, __: int) -> bool:
    return True


def _check(case: SplineCase) -> None:
    for function in minimal_functions(case):
        _see_straight(case, function)
    _see_at_0(case)
    _see_stretches(case)


def _see_straight(case: SplineCase, function: Function) -> None:
    for i, _, _ in _bent(case, function):
        refute(f"a knot between points {i + 1} and {i + 2}, of different signs", knots=function.shown)


def _bent(case: SplineCase, function: Function) -> Iterator[tuple[int, fmpq, fmpq]]:
    """Yield (i, A, B) of each interval of different signs that has a knot strictly inside."""
    x = case.data.flint.x
    for i, a, b, knots in bends(case, function):
        if (a * b < 0 or (a == 0) != (b == 0)) and any(x[i] < t < x[i + 1] for t, _ in knots):
            yield i, a, b


def _with_few_knots(case: SplineCase) -> list[Function]:
    """Return interpolants of fewest knots: that of `solve`, and one that bends more, if there is one."""
    first = Function.of(case.fewest.spline)
    other = overshooting(case, first)
    return [first] if other is None else [first, require_interpolation(case, other, "the bent function")]


def _see_at_0(case: SplineCase) -> None:
    """See that what is straight where the signs differ, and agrees elsewhere, has no more knots."""
    x = case.data.flint.x
    for function in _with_few_knots(case):
        for i, a, b in _bent(case, function):
            own = zip(function.knots, function.changes, strict=True)
            straight = through(case, [*((t, c) for t, c in own if not x[i] <= t <= x[i + 1]), (x[i], a), (x[i + 1], b)])
            if misses(case, straight) is not None or len(straight.knots) > len(function.knots):
                refute(f"straight between points {i + 1} and {i + 2} takes more knots", knots=function.shown)


def _see_stretches(case: SplineCase, wanted: Curvatures = _different, extra: int = 0) -> None:
    """Compare bent functions on the wanted stretches with the straight piece, whose cost has |extra delta|^p added."""
    rng = case.rng()
    for stretch in stretches(case, wanted, rng):
        for turn in turns(case, stretch, rng):
            changes = see_changes(stretch, turn)
            if compare(changes, (stretch.a, stretch.b, extra * turn.delta), case.p) <= 0:
                refute("a bent function costs no more", **shown_turn(stretch, turn))
            if _fewer(stretch, changes):
                refute("a bent function has fewer slope changes", **shown_turn(stretch, turn))
            _see_several(stretch, winding(stretch, rng), case)


def _fewer(stretch: Stretch, changes: Sequence[fmpq], more: int = 0) -> bool:
    """Whether there are not `more` slope changes, at least, than those of the straight piece."""
    return sum(c != 0 for c in changes) < (stretch.a != 0) + (stretch.b != 0) + more


def _see_several(stretch: Stretch, several: Sequence[fmpq], case: SplineCase, more: int = 0) -> None:
    if compare(several, (stretch.a, stretch.b), case.p) <= 0:
        refute("a function with several inner knots costs no more", changes=list(map(str, several)))
    if _fewer(stretch, several, more):
        refute("a function with several inner knots has too few slope changes", changes=list(map(str, several)))


def _more_changes(case: SplineCase) -> None:
    rng = case.rng()
    for stretch in stretches(case, _different, rng):
        for _ in range(4):
            _see_several(stretch, winding(stretch, rng), case, more=1)


def _cases() -> SearchStrategy[SplineCase]:
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets, data_sets_with_runs

    lengths = st.lists(st.integers(1, 3), min_size=2, max_size=4)
    return spline_cases(st.one_of(lengths.flatmap(data_sets_with_runs), data_sets(4, 8)))


def _mixed() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets

    return spline_cases(data_sets(4, 8))


def _straight_at_0(case: SplineCase) -> None:
    for function in _with_few_knots(case):
        _see_straight(case, function)


CLAIM = Claim(
    id="lemma-a.2",
    number="Lemma A.2",
    title="different signs: straight",
    statement="Let f minimise V_p, 0 <= p < 1, with sgn(s_i - s_in(f, x_i)) other than sgn(s_out(f, x_{i+1}) - s_i). "
    "If p > 0, f is linear between x_i and x_{i+1}. If p = 0, it is, or some g of fewest knots that agrees with f "
    "outside is. Locally: with A = s_i - s_in, B = s_out - s_i, A B <= 0, every function with these slopes outside "
    "and any number of inner knots, one or more, costs more than |A|^p + |B|^p, and has no fewer slope changes.",
    hypotheses="0 <= p < 1; here also two neighbouring interior points of opposite or zero curvature, to look at "
    "closely.",
    establishes="Each minimiser at p is so on every interval of these data; at p = 0, an interpolant of fewest knots, "
    "and one that bends more if there is one, can be made straight there with no more knots. On stretches, functions "
    "with one inner knot (anywhere, and near the break points of the cost) and with several go through both points, "
    "have the slope changes of the formulas, and cost more: exactly compared. The derivations prove it for all "
    "parameters, and what is said of h_1 and h_2. " + MINIMIZERS_SEEN,
    leaves_open="On stretches A and B come from the chords. The displays of C, h_1, h_2 and their derivatives could "
    "not be read: they are rebuilt from the values that the text gives them at 0, tau and 1. For several inner knots "
    "the derivation takes another way than the printed figures.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(has_stretch(_different, "of opposite or zero curvature"),),
    samples=(CLOSELY,),
    faults=(
        Fault(
            "without the hypothesis",
            "The straight piece is best whatever A and B are.",
            lambda case: _see_stretches(case, _any),
            _mixed,
            requires=(least_points(4),),
        ),
        Fault(
            "for A B > 0",
            "The straight piece is best for A B > 0.",
            lambda case: _see_stretches(case, _equal),
            _mixed,
            requires=(has_stretch(_equal, "of equal curvature"),),
        ),
        Fault(
            "by |delta|^p",
            "Every bent function costs at least |delta|^p more.",
            lambda case: _see_stretches(case, extra=1),
        ),
        Fault(
            "several knots: more changes",
            "A function of several inner knots has more slope changes than the straight piece.",
            _more_changes,
        ),
        Fault("straight at p = 0", "At p = 0 every f of fewest knots is linear there.", _straight_at_0),
    ),
    derivations=(FORMULAS, PIECES, LEMMA_A_2, SEVERAL_OPPOSITE, PRINTED_H1, PRINTED_H2, BOXES_A_2),
)
