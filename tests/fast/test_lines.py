"""The lines of the links in double-doubles: knots rounded correctly, last lines as the exact ones."""

from fractions import Fraction

from sparsest.fast import solve
from sparsest.fast.referee import nearest_double
from tests.fast.ends import bends, crossings, end, meeting, wrong_last_lines, wrong_meetings
from tests.fast.mutants import unchanged

LINES = unchanged().lines


def test_crossings__are_rounded_correctly_if_they_are_sure():
    sure_ones = [0, 0]
    for gates in bends(unchanged(), 0, 300):
        place, change = meeting(gates)
        both, bound = crossings(unchanged(), gates)
        for k, (found, found_change, sure) in enumerate(both):
            if sure:
                sure_ones[k] += 1
                assert found == nearest_double(place)
                assert abs(Fraction(float(found_change)) - change) <= Fraction(float(bound))
    assert wrong_meetings(unchanged()) == []
    assert sure_ones[0] > 50
    assert sure_ones[1] > 295


def test_slope__is_within_its_bound():
    for gates in bends(unchanged(), 1, 100):
        (high, low), error, fit = LINES._slope(gates, 0, 1.0, 3, -1.0)
        (x0, y0), (x1, y1) = end(gates, 0, 1), end(gates, 3, -1)
        assert fit
        off = abs(Fraction(float(high)) + Fraction(float(low)) - (y1 - y0) / (x1 - x0))
        assert off <= Fraction(float(error)) < Fraction(1, 2**90)


def test_last_line__is_the_middle_one():
    # Two gates: between the steepest and the flattest line, and between floor and ceiling.
    found = solve([0, 1], [0, 3], tolerance=0.5)
    assert found.to_spline().flint[:2] == (3, 0)
    # Right of a bend at the last gate: the slope next to 0.
    found = solve([0, 1, 2], [0, 3, 9], tolerance=[0.5, 0.5, 0.5])
    assert found.last.tolist()[2:] in ([-1, -1, 1, 2], [-1, -1, -1, -1], [1, 2, -1, -1], [1, 2, 1, 2])


def test_last_line__all_but_the_middle_or_all_but_level():
    assert wrong_last_lines(unchanged()) == []


def test_last_line__flat_data_are_decided_without_a_question():
    assert solve([0, 1], [7, 7], tolerance=0.1).decisions.exact_lines == 0


def test_knots__near_the_middle_of_two_doubles_are_asked_for():
    """The place is 2 + 2^-52 (1 + tiny): doubles and double-doubles cannot tell which double is nearer."""
    x, y = [1.0, 2, 3, 4], [2.0**53 + 2, 2, 0, 2.0**-120]
    found = solve(x, y, tolerance=0)
    exact = [nearest_double(t) for t in found.to_spline().knots]
    assert found.knots.tolist() == exact
