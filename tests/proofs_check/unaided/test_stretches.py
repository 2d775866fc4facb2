"""Functions with one inner knot on a stretch: drawn where they matter, followed point by point."""

import pytest
from flint import fmpq
from hypothesis import given

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.cases.strategies import runs
from proofs_check.claim import FindingError, Verdict, examine
from proofs_check.unaided.stretches import (
    Stretch,
    Turn,
    fractions_below_one,
    has_stretch,
    measured,
    see_changes,
    stretches,
    turns,
    winding,
)
from sparsest import Dataset

CASE = SplineCase(Dataset([0, 1, 3, 4], [0, 0, 2, 5]))


def test_stretches__know_the_slopes_beside_them():
    (one,) = stretches(CASE, lambda *_: True, CASE.rng())
    assert (one.s, one.a, one.b) == (1, 1, 2)
    assert stretches(CASE, lambda a, b: a * b < 0, CASE.rng()) == []


def test_stretches__given_data_have_all_and_drawn_data_some():
    y = [k * k for k in range(9)]
    for seed, lot, number in ((0, 0, 6), (5, 0, 6), (0, 5, 2)):
        case = SplineCase(Dataset(range(9), y), seed=seed, lot=lot)
        some = stretches(case, lambda *_: True, case.rng())
        assert len(some) == number
        assert len(list(turns(case, some[0], case.rng()))) == (2 if lot else 5)


def test_has_stretch__is_not_met_without_one():
    equal, opposite = has_stretch(lambda a, b: a * b > 0, "alike"), has_stretch(lambda a, b: a * b < 0, "opposite")
    assert examine(equal, CASE).verdict is Verdict.HOLDS
    assert examine(opposite, CASE).reason == "no two neighbouring interior points opposite"


@given(spline_cases(gaps=runs(3)))
def test_turns__are_bent_and_their_changes_are_those_measured(case):
    rng = case.rng()
    for one in stretches(case, lambda *_: True, rng):
        for turn in turns(case, one, rng):
            assert turn.delta != 0
            assert 0 < turn.tau < 1
            assert measured(one, turn) == turn.changes(one)


@given(spline_cases(gaps=runs(3)))
def test_winding__bends_inside_and_its_changes_lead_from_slope_to_slope(case):
    rng = case.rng()
    for one in stretches(case, lambda *_: True, rng):
        changes = winding(one, rng)
        assert 4 <= len(changes) <= 6 or len(changes) == 3  # two places drawn alike are one
        assert any(changes[1:-1])
        assert sum(changes) == one.a + one.b


def test_winding__reaches_the_single_knot_and_ends_without_a_knot():
    (one,) = stretches(CASE, lambda *_: True, CASE.rng())
    drawn = [winding(one, SplineCase(CASE.data, seed=seed).rng()) for seed in range(300)]
    numbers = {sum(c != 0 for c in changes) for changes in drawn}
    assert {2, 3, 4} <= numbers
    assert any(changes[0] == 0 for changes in drawn)
    assert any(changes[-1] == 0 for changes in drawn)


def test_measured__a_function_that_misses_the_next_point_is_refused():
    (one,) = stretches(CASE, lambda *_: True, CASE.rng())
    elsewhere = Stretch((*one.points[:2], (one.points[2][0], fmpq(9)), one.points[3]), one.s, one.a, one.b)
    turn = Turn(fmpq(-1), fmpq(1, 2))
    assert measured(one, turn) is not None
    assert measured(elsewhere, turn) is None
    assert examine(lambda _: see_changes(elsewhere, turn) and None, CASE).verdict is Verdict.REFUTED


def test_see_changes__refuses_a_wrong_formula(monkeypatch):
    (one,) = stretches(CASE, lambda *_: True, CASE.rng())
    turn = Turn(fmpq(-1), fmpq(1, 2))
    assert see_changes(one, turn) == turn.changes(one)
    monkeypatch.setattr(Turn, "changes", lambda turn, stretch: (stretch.a, turn.delta, stretch.b))
    with pytest.raises(FindingError, match="formulas"):
        see_changes(one, turn)


def test_fractions_below_one__reach_both_ends():
    drawn = [fractions_below_one(SplineCase(CASE.data, seed=seed).rng()) for seed in range(200)]
    assert all(0 < t < 1 for t in drawn)
    assert min(drawn) <= fmpq(1, 10**9)
    assert max(drawn) >= 1 - fmpq(1, 10**9)
