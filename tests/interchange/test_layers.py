"""Networks as layers: the way to each form and back, and affine maps around them."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import MultivariateNetwork, MultivariateNeuron, Network, Neuron
from sparsest.interchange.layers import Layers
from tests.ratios import ratios

small = st.integers(-3, 3).map(fmpq)


@st.composite
def layers(draw, dimension=None):
    d = draw(st.integers(1, 3)) if dimension is None else dimension
    units = draw(st.integers(0, 4))
    row = st.tuples(*[small] * d)
    w = tuple(draw(row) for _ in range(units))
    b, v = (tuple(draw(small) for _ in range(units)) for _ in range(2))
    return Layers(w, b, v, draw(row), draw(small))


def value(net, x):
    """Return f(x) from the formula, in Fractions."""
    total = sum(Fraction(int(a)) * t for a, t in zip(net.skip, x, strict=True)) + int(net.offset)
    for w, b, v in zip(net.w, net.b, net.v, strict=True):
        total += int(v) * max(Fraction(0), sum(int(c) * t for c, t in zip(w, x, strict=True)) + int(b))
    return total


@given(layers(), st.lists(ratios(-2, 2, 4), min_size=3, max_size=3))
def test_forms__are_one_function(net, x):
    x = x[: net.dimension]
    assert net.to_multivariate()(x) == value(net, x)
    if net.dimension == 1:
        assert net.to_network()(x[0]) == value(net, x)


@given(layers(1))
def test_of_network__gives_back_what_was_given(net):
    assert Layers.of_network(net.to_network()) == net


def test_of_network__of_several_inputs():
    net = MultivariateNetwork([MultivariateNeuron.of(2, [1, 3], -1)], 2)
    assert Layers.of_network(net).to_network() == net
    assert Layers.of_network(Network([], 1, 2)) == Layers((), (), (), (fmpq(1),), fmpq(2))


@given(layers(), st.tuples(small, small), st.lists(st.tuples(small, small), min_size=3, max_size=3))
def test_with_maps__is_the_composed_function(net, y_map, x_maps):
    x, maps = [Fraction(1, 2), Fraction(-3), Fraction(2)][: net.dimension], x_maps[: net.dimension]
    mapped = [int(a) * t + int(b) for t, (a, b) in zip(x, maps, strict=True)]
    assert net.with_maps(maps, y_map).to_multivariate()(x) == int(y_map[0]) * value(net, mapped) + int(y_map[1])


def test_with_maps__needs_one_for_each_input():
    net = Layers.of_network(Network([Neuron.of(1, 1, 0)]))
    with pytest.raises(ValueError, match="shorter"):
        net.with_maps([])


@pytest.mark.parametrize(("skip", "offset", "count"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (2, -1, 2)])
def test_added__says_what_equation_7_has_not(skip, offset, count):
    assert len(Layers((), (), (), (fmpq(skip),), fmpq(offset)).added) == count
