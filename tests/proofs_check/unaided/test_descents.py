"""Small changes of splines through points: they interpolate, and they are all that are asked for."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.cases.strategies import gap_sequences
from proofs_check.unaided import descents
from proofs_check.unaided.compare import compare
from proofs_check.unaided.descents import knots_paid, payers, random_change, small_changes
from proofs_check.unaided.functions import misses, through
from proofs_check.unaided.matchings import knot_lists, matchings
from sparsest import Dataset
from sparsest.exact.exponent import Exponent

HALF = Exponent.read("1/2")
ONE = fmpq(1)
# A point between two gaps of 1: the knots of the empty matching, and of the pair.
TWO = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))


@settings(max_examples=60, deadline=None)
@given(spline_cases(gaps=gap_sequences(0, 6)), st.integers(0, 20))
def test_all_changes_go_through_the_points_and_are_small(case, which):
    every = [matchings(stop - start) for start, stop in case.runs]
    lists = list(knot_lists(case, every))
    knots = lists[which % len(lists)]
    assert sorted(knots_paid(case, payers(case, knots))) == sorted(knots)
    least = min((abs(d) for d in case.flint_gaps if d != 0), default=ONE)
    for e in (least, least / 1000):
        some = [*small_changes(case, knots, e), random_change(case, knots, e, case.rng())]
        for atoms in some:
            assert misses(case, through(case, atoms)) is None
            drift = abs(sum(c for _, c in atoms) - sum(c for _, c in knots))
            assert drift <= e


def test_small_changes__have_what_the_proof_needs():
    """Of two unmatched gaps: slides either way, a split, a birth, a dipole, knots outside, more for nothing."""
    half = fmpq(1, 2)
    found = {str(sorted(atoms)) for atoms in small_changes(TWO, [(ONE, ONE), (2 * ONE, ONE)], half)}
    for wanted in (
        [(fmpq(4, 3), fmpq(3, 2)), (2 * ONE, half)],  # the first knot slides to the right
        [(ONE, half), (fmpq(5, 3), fmpq(3, 2))],  # the second one to the left
        [(ONE, half), (ONE, half), (2 * ONE, ONE)],  # a split in one place
        [(ONE, ONE), (ONE, -half), (fmpq(5, 3), fmpq(3, 2))],  # a slide against a new knot of the other sign
        [(fmpq(2, 3), fmpq(3, 2)), (2 * ONE, ONE)],  # more for nothing at x_1
        [(ONE, ONE), (fmpq(7, 3), fmpq(3, 2))],  # and at x_N
        [(-ONE, half), (ONE, ONE), (2 * ONE, ONE)],
        [(ONE, ONE), (2 * ONE, ONE), (4 * ONE, -half)],
    ):
        assert str(sorted(wanted)) in found


def test_small_changes__a_slide_from_a_pair():
    """Gaps 1, 2, 3 with the first two paired: the third knot slides into the interval of points 3 and 4."""
    case = SplineCase(Dataset.from_gaps([1, 2, 3]))
    ((first, second),) = knot_lists(case, [[(0,)]])
    lower = [
        sorted(atoms)
        for atoms in small_changes(case, [first, second], fmpq(1, 8))
        if compare([c for _, c in atoms], [first[1], second[1]], HALF) < 0
    ]
    assert [[c for _, c in atoms] for atoms in lower] == [[fmpq(23, 8), fmpq(25, 8)]]
    assert lower[0][1][0] < second[0]


@pytest.mark.parametrize("seed", range(30))
def test_random_changes__are_of_the_seed(seed):
    case = SplineCase(Dataset.from_gaps([1, 2, 3, -1, 0, 2]), HALF, seed)
    knots = next(iter(knot_lists(case, [[(1,)], [()], [()]])))
    one, other = (random_change(case, knots, fmpq(1, 10), case.rng()) for _ in range(2))
    assert one == other
    assert misses(case, through(case, one)) is None


def test_random_changes__are_of_many_kinds():
    numbers = set()
    for seed in range(100):
        case = SplineCase(TWO.data, HALF, seed)
        numbers.add(
            len(through(case, random_change(case, [(ONE, ONE), (2 * ONE, ONE)], fmpq(1, 10), case.rng())).knots)
        )
    assert {2, 3, 4} <= numbers


def test_a_planted_fault_is_seen(monkeypatch):
    """A payment that reaches the wrong end of its interval does not go through the points."""
    right = descents._paying
    monkeypatch.setattr(descents, "_paying", lambda view, gap, amount: right(view, gap + 1, amount))
    assert any(misses(TWO, through(TWO, atoms)) for atoms in small_changes(TWO, [(ONE, ONE), (2 * ONE, ONE)], ONE / 2))


def test_payers__of_a_pair_between_the_points():
    case = SplineCase(Dataset([0, 1, 2, 4], [0, 0, 1, 5]))
    assert [tuple(map(Fraction, map(str, payer))) for payer in payers(case, [(fmpq(3, 2), ONE)])] == [
        (1, Fraction(1, 2), Fraction(1, 2))
    ]
