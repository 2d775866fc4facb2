"""Distances, exactly: against values by the formula at many inputs."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import Dataset, Points, Spline
from sparsest.exact.rationals import to_rational
from sparsest.interchange import measures
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import (
    Most,
    labelled,
    largest,
    network_residual,
    network_values,
    spline_of,
    worst_difference,
    worst_residual,
)
from tests.interchange.functions import at, boxes, exact, splines
from tests.interchange.test_layers import layers, value
from tests.ratios import ratios


@given(layers(), st.lists(ratios(-2, 2, 4), min_size=6, max_size=6))
def test_network_values__are_the_formula(net, x):
    inputs = [x[: net.dimension], x[3 : 3 + net.dimension]]
    found = network_values(net, [[to_rational(a) for a in row] for row in inputs])
    assert list(map(exact, found)) == [value(net, row) for row in inputs]


def test_network_residual__is_of_all_points(monkeypatch):
    """Of several inputs, with a skip connection and an offset; a fault in the product of matrices is seen."""
    net = Layers(((fmpq(1), fmpq(2)),), (fmpq(-1),), (fmpq(3),), (fmpq(0), fmpq(1)), fmpq(5))
    data = [((fmpq(k), fmpq(k, 3)), fmpq(0)) for k in range(-9, 9)]
    expected = max(abs(value(net, [exact(a) for a in x])) for x, _ in data)
    assert exact(network_residual(net, data).size) == expected
    monkeypatch.setattr(measures, "values_at_points", lambda _network, lifted: [fmpq(0)] * len(lifted))
    assert network_residual(net, data).size == 0


@given(layers(dimension=1), ratios(-3, 3, 6))
def test_spline_of__is_the_formula(net, x):
    assert at(spline_of(net), x) == value(net, [x])


@settings(max_examples=40)
@given(splines(), splines(), boxes(), st.lists(st.fractions(0, 1), max_size=20))
def test_worst_difference__is_attained_and_nowhere_exceeded(f, g, box, parts):
    low, high = box
    worst = worst_difference(f, g, to_rational(low), to_rational(high))
    where = exact(worst.where[0])
    assert low <= where <= high
    assert abs(at(f, where) - at(g, where)) == exact(worst.size)
    inside = [t for t in (*f.knots, *g.knots) if low <= t <= high]
    for x in (*inside, low, high, *(low + part * (high - low) for part in parts)):
        assert abs(at(f, x) - at(g, x)) <= exact(worst.size)


def test_worst_difference__a_kink_of_either_counts():
    flat, hat = Spline(0, 0), Spline(0, 0, [1, 2, 3], [1, -2, 1])
    for f, g in ((flat, hat), (hat, flat)):
        assert worst_difference(f, g, fmpq(0), fmpq(9)) == Most(fmpq(1), (fmpq(2),))
    assert worst_difference(hat, flat, fmpq(3), fmpq(9)).size == 0


def test_worst_residual__and_points_of_both_kinds():
    data = Points([[0, 1], [2, 3]], [5, 6])
    assert labelled(data) == [((fmpq(0), fmpq(1)), fmpq(5)), ((fmpq(2), fmpq(3)), fmpq(6))]
    assert worst_residual([fmpq(1), fmpq(5)], labelled(data)) == Most(fmpq(4), (fmpq(0), fmpq(1)))
    assert worst_residual([fmpq(1), fmpq(2)], labelled(Dataset([1, 2], [1, "5/2"]))).size == fmpq(1, 2)


def test_labelled__keeps_all_labels_of_an_input():
    data = Dataset([3, 1, 3], [5, 6, 7], ties="gates")
    assert labelled(data) == [((fmpq(3),), fmpq(5)), ((fmpq(1),), fmpq(6)), ((fmpq(3),), fmpq(7))]
    assert labelled(Dataset([3, 1, 3], [5, 6, 7], ties="mean"))[0] == ((fmpq(3),), fmpq(6))


def test_largest__of_nothing_is_smaller_than_any():
    assert largest([]).size < 0
    assert largest([(fmpq(0), (fmpq(1),))]).where == (fmpq(1),)


@pytest.mark.parametrize("w", [0, -1, 2])
def test_spline_of__dead_falling_and_rising_neurons(w):
    net = Layers(((fmpq(w),),), (fmpq(3),), (fmpq(2),), (fmpq(0),), fmpq(1))
    assert [at(spline_of(net), x) for x in (-5, 0, 7)] == [1 + 2 * max(0, w * x + 3) for x in (-5, 0, 7)]
