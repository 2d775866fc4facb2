"""The interpolants of (81) with three knots: evaluated by hand, and as a family."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from proofs_check.errata.erratum import Standing
from proofs_check.errata.peak_plateau import _X, _Y, ERRATA, slope_changes_at
from tests import oracles

(E13,) = ERRATA
X, Y = list(map(Fraction, _X)), list(map(Fraction, _Y))


def spline(knots, changes):
    """Return the function that is 0 left of all knots, as the oracle has it."""
    return lambda x: sum(c * max(x - t, Fraction(0)) for t, c in zip(knots, changes, strict=True))


def test_e13__the_example_fits_all_six_points():
    knots, changes = (Fraction(-1, 2), Fraction(1, 3), Fraction(2)), (2, -3, 1)
    assert slope_changes_at(knots) == changes
    assert [spline(knots, changes)(x) for x in X] == Y
    assert E13.examine().example.startswith("knots -1/2, 1/3, 2 with slope changes 2, -3, 1 fit")


@pytest.mark.parametrize("u", [Fraction(-9, 10), Fraction(-1, 2), Fraction(-1, 7), Fraction(-1, 1000)])
def test_e13__a_family_whose_slope_changes_grow(u):
    s = -1 / u
    knots, changes = (u, 1 / (1 + s), Fraction(2)), (s, -1 - s, Fraction(1))
    assert [spline(knots, changes)(x) for x in X] == Y
    assert slope_changes_at(knots) == changes
    assert max(map(abs, changes)) > -1 / u


def test_e13__fewer_knots_do_not_do():
    assert oracles.fewest_knots_by_lp(X, Y) == 3
    assert oracles.count_fewest_knots(X, Y)[1] == float("inf")


def test_e13__no_smaller_choice_of_knots_is_another_interpolant():
    candidates = list(E13.search.candidates())
    found = [knots for knots in candidates if slope_changes_at(knots) and not E13.search.printed(knots)]
    assert found[0] == (Fraction(-1, 2), Fraction(1, 3), Fraction(2))
    assert [E13.search.size(one) for one in candidates] == sorted(map(E13.search.size, candidates))
    for knots in candidates[: candidates.index(found[0])]:
        assert slope_changes_at(knots) in (None, (1, -2, 1))


def test_e13__is_refuted_by_a_repair_that_forgets_v_1():
    """Among all interpolants of fewest knots the printed one is not the only one."""
    search = replace(E13.search, repaired=lambda knots: slope_changes_at(knots) is None or len(set(knots)) > 3)
    assert replace(E13, search=search).examine().standing is Standing.REFUTED


def test_slope_changes_at__wants_nonzero_changes_and_all_points():
    assert slope_changes_at((Fraction(-1), Fraction(0), Fraction(2))) is None
    assert slope_changes_at((Fraction(-1), Fraction(0), Fraction(1))) is None
    for one, two in pairwise(sorted(slope_changes_at((Fraction(-1), Fraction(2, 3), Fraction(3, 2))))):
        assert one < two
