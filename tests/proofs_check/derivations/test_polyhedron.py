"""The polyhedron of Theorem A's proof; the exhaustive checks themselves run with the registry's tests."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.claim import FindingError
from proofs_check.derivations import polyhedron
from proofs_check.derivations.polyhedron import Payment, equations, payments, vertices
from tests import oracles


@pytest.mark.parametrize("n", range(1, 8))
def test_equations__are_those_of_tents(n):
    # A knot of slope change c at t pays c phi_i(t) to gap i, at x = i: l + r = c and r = c tau.
    for k, v in enumerate(payments(n)):
        at = Fraction(v.interval) if v.side == "l" else Fraction(v.interval + 1)
        column = [row[k] for row in equations(n)]
        assert column == [v.sign * max(0, 1 - abs(at - i)) for i in range(1, n + 1)]


def test_vertices__of_a_pair():
    found = vertices(equations(2), payments(2), [1, 2])
    pair = {(Payment(1, 1, "l"), 1), (Payment(1, 1, "r"), 2)}
    assert pair in found
    assert len(found) == 4
    assert polyhedron._knots(frozenset(pair)) == ((1 + fmpq(2, 3), fmpq(3)),)


def test_vertices__of_opposite_gaps_have_two_knots_in_the_interval_between():
    both = {(Payment(1, 1, "l"), 1), (Payment(1, -1, "r"), 2)}
    assert both in vertices(equations(2), payments(2), [1, -2])
    assert polyhedron._knots(frozenset(both)) == ((fmpq(1), fmpq(1)), (fmpq(2), fmpq(-2)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=5))
def test_vertices__interpolate_and_the_cheapest_are_the_matchings_of_the_oracle(d):
    points = vertices(equations(len(d)), payments(len(d)), d)
    x = [Fraction(i) for i in range(len(d) + 2)]
    slope, y = Fraction(0), [Fraction(0), Fraction(0)]
    for gap in d:
        slope += gap
        y.append(y[-1] + slope)
    for point in points:
        knots = [(Fraction(str(t)), Fraction(str(c))) for t, c in polyhedron._knots(point)]
        assert oracles.interpolates(Fraction(0), Fraction(0), knots, x, y)
    cheapest = polyhedron._cheapest(polyhedron._by_changes(points), polyhedron._EXPONENTS[0])
    answer = oracles.brute_force(x, y, "1/2")
    expected = {oracles.spline_of(x, y, m).knots for m in answer.minimizers}
    assert {tuple((Fraction(str(t)), Fraction(str(c))) for t, c in knots) for knots in cheapest} == expected


def test_room__of_two_payments():
    rows, variables = equations(1), payments(1)
    index = {v: k for k, v in enumerate(variables)}
    up, down, after = (index[v] for v in (Payment(0, 1, "r"), Payment(0, -1, "r"), Payment(1, 1, "l")))
    polyhedron._see_room(rows, variables, up, after)
    polyhedron._see_room(rows, variables, up, down)
    with pytest.raises(FindingError, match="pays the same gap twice"):
        polyhedron._see_room(rows, variables, up, up)
    with pytest.raises(FindingError, match="leaves the polyhedron"):
        polyhedron._see_room([[0, 1, 0, -1, 2, 0, -1, 0]], variables, up, after)


def test_exhaustion__sees_an_equation_without_one_of_its_variables():
    def lame(n):
        rows = equations(n)
        rows[-1][4 * n] = 0
        return rows

    with pytest.raises(FindingError, match="variable"):
        polyhedron._one_equation_each(lame)


def test_exhaustion__sees_vertices_that_are_missing(monkeypatch):
    whole = polyhedron._paid_whole
    monkeypatch.setattr(polyhedron, "_paid_whole", lambda d, signs: set(list(whole(d, signs))[1:]))
    with pytest.raises(FindingError, match="expected"):
        polyhedron._vertices_pay_whole(polyhedron._right_sign)


def test_exhaustion__sees_linear_algebra_disagree(monkeypatch):
    monkeypatch.setattr(polyhedron, "_MOST_GAPS", 0)
    monkeypatch.setattr(polyhedron, "_GENERIC_GAPS", 1)
    monkeypatch.setattr(polyhedron, "vertices", lambda *_: set())
    with pytest.raises(FindingError, match="found by linear algebra"):
        polyhedron._vertices_pay_whole(polyhedron._right_sign)


def test_exhaustion__sees_a_dearer_matching(monkeypatch):
    monkeypatch.setattr(polyhedron, "best_matchings", lambda *_: [()])
    with pytest.raises(FindingError, match="are not the cheapest matchings"):
        polyhedron._cheapest_are_matchings()
