"""The examples of the errata about one input, checked by hand: by evaluation and by counting, not by their search."""

from fractions import Fraction

import pytest

from proofs_check.errata import one_input
from proofs_check.errata.one_input import ERRATA
from tests import oracles

BY_ID = {one.id: one for one in ERRATA}


def test_e1__the_late_knot_interpolates_and_is_dearer():
    spline = one_input._late_spline((1, 1))
    assert [spline(k) for k in (0, 1, 2)] == [0, 0, 1]
    assert spline.knots == (Fraction(5, 4),)
    assert abs(spline.slope_changes[0]) > 1  # a knot at x_2 does with 1


def test_e2__with_item_2a_as_a_base_the_step_reaches_every_m():
    assert [m for m in range(2, 9) if not one_input._covered(m, frozenset({1, 2}))] == []
    assert not one_input._covered(3, frozenset({2}))


def test_e3__three_equal_gaps_have_one_slope_of_their_own_and_two_knots():
    """x_i, x_{i+1}, x_{i+2}, so m = 2: at most m - 1 = 1 slope besides those of the ends, and at most m = 2 knots."""
    x, y = list(map(Fraction, range(5))), list(map(Fraction, (0, 0, 1, 3, 6)))
    assert oracles.slope_gaps(x, y) == [1, 1, 1]
    assert {len(changes) for changes in oracles.brute_force(x, y, "1/2").slope_changes} == {2}
    assert "That was wrong" in BY_ID["E3"].withdrawn


def test_e3__a_bound_of_m_minus_1_knots_would_be_wrong():
    assert max(one_input._knots((1, 1, 1))) == 2 > 2 - 1
    assert one_input._bounds_hold((1, 1, 1))


def test_e8__four_collinear_points_have_a_line():
    assert oracles.brute_force(list(map(Fraction, range(4))), [Fraction(0)] * 4, "1/2").slope_changes == [()]


def test_e9__three_equal_gaps_tie_at_every_p():
    x, y = list(map(Fraction, range(5))), list(map(Fraction, (0, 0, 1, 3, 6)))
    for p in ("1/10", "1/2", "9/10"):
        assert oracles.brute_force(x, y, p).count == 2


def test_e14__two_points_of_one_curvature_leave_no_choice():
    for gaps in ((1,), (2,), (1, 1), (1, 3)):
        x = list(map(Fraction, range(len(gaps) + 2)))
        slopes = [sum(map(Fraction, gaps[:k])) for k in range(len(gaps) + 1)]
        y = [sum(slopes[:k], Fraction(0)) for k in range(len(gaps) + 2)]
        for p in ("1/10", "1/2", "9/10"):
            assert oracles.brute_force(x, y, p).count == 1


def test_e18__the_example_has_equal_signs_and_one_knot():
    x, y = list(map(Fraction, range(4))), list(map(Fraction, (-1, 0, 0, -1)))
    assert oracles.slope_gaps(x, y) == [-1, -1]
    assert oracles.brute_force(x, y, "1/2").slope_changes == [(-2,)]
    assert one_input._lone_pairs((-1, 0, 0, -1)) == [(-1, -1)]


def test_e11__second_differences_are_what_they_are_called():
    candidates = list(one_input._second_differences())
    assert len(candidates) == sum(3**n for n in range(1, 7)) == len(set(candidates))
    assert all(set(one_input._signs(y)) <= {-1, 0, 1} for y in candidates)


@pytest.mark.parametrize("one", ERRATA, ids=lambda one: one.id)
def test_entries__say_what_is_printed_what_fails_and_what_holds(one):
    assert all([one.where, one.printed, one.fails, one.repair, one.theorem])
    assert BY_ID[one.id] is one
