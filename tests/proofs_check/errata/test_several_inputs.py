"""The examples of the errata about several inputs, checked by hand."""

from fractions import Fraction
from itertools import product

import pytest

from proofs_check.claims.vertices import moves
from proofs_check.errata import several_inputs
from proofs_check.unaided.nets import entry_columns, missed_label
from sparsest.points import Points
from tests.multivariate import oracles


def test_e4__the_numbers_and_that_none_are_smaller():
    assert 4 * (3 + 1) * 2 == 32 > 4 * 5 + Fraction(4 * 5, 3) == Fraction(80, 3)
    assert 32 <= 8 * 5
    smaller = [(n, d) for n, d in product(range(2, 5), repeat=2) if d < n and (n, d) < (4, 3)]
    for n, d in smaller:
        assert 4 * (d + 1) * -(-n // d) <= 4 * (n + 1) + Fraction(4 * (n + 1), d)


def test_e4__eight_n_bounds_it_too():
    for n, d in several_inputs._sizes(60):
        assert 4 * (d + 1) * -(-n // d) <= 8 * n


@pytest.mark.slow
def test_e6_e7__the_optima_agree_with_brute_force():
    for points in several_inputs._small_points():
        x = [list(row) for row in points.x]
        assert several_inputs._fewest_parameters(points) == oracles.least_count(x, list(points.y))
    assert several_inputs._fewest_knots(Points([[0]], [1])) == 0


def test_e12__the_example_by_hand():
    """(0,1), (1,0): the neuron (-x + 1)_+ has columns (0, 0) and (1, 0), for it is 0 at x = 1; its face is a ray."""
    net = ((1, (Fraction(-1), Fraction(1))),)
    points = Points([[0], [1]], [1, 0])
    assert net in several_inputs._minimizers(points)
    assert entry_columns(points, net) == [(0, 0), (1, 0)]
    assert not several_inputs._equations_are_enough(points)
    assert several_inputs._with_inequalities_full_rank(points)
    assert moves(points, ((1, (Fraction(-1, 2), Fraction(1))), (-1, (Fraction(0), Fraction(1))))) is not None


def test_e12__one_point_is_too_small():
    for label in (0, 1, -1):
        assert several_inputs._equations_are_enough(Points([[0]], [label]))


def test_e19__a_network_with_a_large_pair_still_interpolates():
    for points in several_inputs._small_points():
        net = several_inputs._grown(points, 10**6)
        assert missed_label(points, net) is None
        assert max(abs(w) for _, weights in net for w in weights) == 10**6
        assert missed_label(points, net[:-1]) is not None


@pytest.mark.parametrize(
    ("points", "numbers"),
    [(((1, 0),), {0, 2}), (((0, 1),), {1, 2}), (((0, 0),), {0, 1}), (((1, 1),), {1, 2}), (((0, 1), (1, 1)), {1})],
)
def test_e5__numbers_of_nonzero_entries(points, numbers):
    assert several_inputs._numbers_of_nonzeros(points) == numbers


def test_e29__a_network_that_stays_wide_is_no_repair(monkeypatch):
    assert several_inputs._strips_can_be_reduced((3, 1))
    monkeypatch.setattr(several_inputs, "reduced", lambda _, net: net)
    assert not several_inputs._strips_can_be_reduced((3, 1))
