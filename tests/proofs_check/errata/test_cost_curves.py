"""Section A.1.4: functions of corners by evaluation, and where cost curves meet by mpmath."""

from fractions import Fraction
from itertools import accumulate, pairwise, product

import mpmath
import pytest

from proofs_check.errata import cost_curves
from proofs_check.errata.cost_curves import ERRATA, _first_meeting, functions_of_corners, knots_of_alpha
from tests import oracles

E16, E17 = ERRATA


def maximum_of_lines(gaps, alpha, x):
    """Return the value at x of the largest line: how the paper builds the function."""
    chords = [Fraction(0), *map(Fraction, accumulate(gaps))]
    heights = [Fraction(0), *accumulate(chords[1:-1])]
    inner = [(1 - a) * chords[j] + a * chords[j + 1] for j, a in enumerate(alpha, start=1)]
    return max(heights[j] + u * (x - j) for j, u in enumerate([chords[0], *inner, chords[-1]]))


@pytest.mark.parametrize("gaps", [(1, 1, 1), (1, 2, 1, 3), (1, 1, 1, 1, 1)])
def test_knots_of_alpha__is_the_maximum_of_its_lines(gaps):
    places = [Fraction(k, 4) for k in range(-4, 4 * len(gaps) + 1)]
    for alpha in product((Fraction(0), Fraction(1, 3), Fraction(1)), repeat=len(gaps) - 2):
        knots = knots_of_alpha(gaps, alpha)
        for x in places:
            found = sum(c * max(x - t, Fraction(0)) for t, c in knots.items())
            assert found == maximum_of_lines(gaps, alpha, x)


def test_e16__alpha_1_t_0_is_one_function_for_all_t():
    one = [knots_of_alpha((1,) * 5, (Fraction(1), t, Fraction(0))) for t in map(Fraction, (0, "1/3", "1/2", 1))]
    assert all(knots == one[0] == {Fraction(1, 2): 2, Fraction(2): 1, Fraction(7, 2): 2} for knots in one)


def test_e16__corners_and_functions():
    """They are the Fibonacci numbers 3, 5, 8, 13, 21, 34 less 1."""
    found = [functions_of_corners((1,) * (m + 1)) for m in range(2, 8)]
    assert found == [2, 4, 7, 12, 20, 33]
    assert ", ".join(map(str, found)) in E16.repair


def test_e16__the_least_corner_is_the_least_of_all():
    x, y = list(map(Fraction, range(7))), list(map(Fraction, (0, 0, 1, 3, 6, 10, 15)))
    assert oracles.slope_gaps(x, y) == [1] * 5
    best = oracles.brute_force(x, y, "1/2").slope_changes[0]
    corners = [knots_of_alpha((1,) * 5, a).values() for a in product(map(Fraction, (0, 1)), repeat=3)]
    assert min(oracles.compare_costs(changes, best, "1/2") for changes in corners) == 0


def test_e17__the_curves_of_the_example_meet_at_0_and_1_only():
    first = _first_meeting((1, 1, 2))
    assert first == 1
    difference = [mpmath.mpf(1) + mpmath.mpf(3) ** p - 2 * mpmath.mpf(2) ** p for p in (0, 0.25, 0.5, 0.75, 1)]
    assert [mpmath.sign(d) for d in difference] == [0, -1, -1, -1, 0]


def test_e17__a_meeting_inside_is_bounded_from_below():
    """The curves 1^p + 1^p + 5^p + ... of (1, 1, 1, 2, 3) meet inside; none does below what is returned."""
    gaps = (1, 1, 1, 2, 3)
    low = _first_meeting(gaps)
    assert 0 < low < 1
    values = [[int(c) for c in changes] for changes in cost_curves._curves(gaps)]
    for p in (mpmath.mpf(int(low.p)) / int(low.q) * k / 20 for k in range(1, 20)):
        costs = sorted(sum(mpmath.mpf(c) ** p for c in changes) for changes in values)
        assert all(b - a > 0 for a, b in pairwise(costs))


def test_e16_e17__nothing_shorter_fails():
    for gaps in product((1, 2, 3), repeat=3):
        assert functions_of_corners(gaps) == 2
    for gaps in product((1, 2), repeat=4):
        assert functions_of_corners(gaps) == 4
