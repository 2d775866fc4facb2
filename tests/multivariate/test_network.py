from array import array
from collections import deque
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError, UsageError
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points

from .strategies import networks, networks_with_points, small


@given(networks(2), st.tuples(small, small))
def test_call__is_equation_7(net, x):
    total = Fraction(0)
    for neuron in net.neurons:
        v, *w = (Fraction(int(a.p), int(a.q)) for a in (neuron.output_weight, *neuron.weights))
        total += v * max(Fraction(0), w[0] * x[0] + w[1] * x[1] + w[2])
    assert net(x) == total


def test_from_arrays__is_exact():
    network = MultivariateNetwork.from_arrays(["1/3", 2], np.array([[1, 2], [3, 4]], np.float32), (0, Fraction(-1, 7)))
    neurons = [MultivariateNeuron.of("1/3", [1, 2], 0), MultivariateNeuron.of(2, [3, 4], "-1/7")]
    assert network == MultivariateNetwork(neurons, 2)
    assert MultivariateNetwork.from_arrays([], np.zeros((0, 3)), []) == MultivariateNetwork([], 3)


@pytest.mark.parametrize(
    ("arrays", "error", "said"),
    [
        (([1], [[1, 2], [3, 4]], [1]), UsageError, "w has 2 rows; give 1"),
        (([1, 1], [[1, 2], [3]], [1, 1]), UsageError, r"w\[1\] has 1 entries; give 2"),
        (([1], [[1, 2]], []), UsageError, "b has 0 entries; give 1"),
        (([], [], []), UsageError, r"has no inputs; give an array of shape \(K, d\)"),
        (([1], [[]], [1]), UsageError, "has no inputs"),
        (([1], [[1, "x"]], [1]), DataError, r"w\[0\]\[1\]: 'x' is not"),
    ],
)
def test_from_arrays__refuses(arrays, error, said):
    with pytest.raises(error, match=said):
        MultivariateNetwork.from_arrays(*arrays)


@given(networks_with_points())
def test_interpolates__and_sees_one_wrong_label(pair):
    net, points = pair
    assert net.interpolates(points)
    assert not net.interpolates(Points(points.x, [points.y[0] + 1, *points.y[1:]]))
    assert not net.interpolates(Points([(*row, 0) for row in points.x], points.y))


@given(networks(2), st.lists(st.integers(1, 5).map(fmpq), min_size=5, max_size=5), st.tuples(small, small))
def test_rescaling_a_neuron_changes_neither_function_nor_price(net, factors, x):
    pairs = zip(net.neurons, factors, strict=False)
    moved = MultivariateNetwork(
        [MultivariateNeuron(n.output_weight / c, tuple(c * w for w in n.weights)) for n, c in pairs], 2
    )
    assert moved(x) == net(x)
    assert moved.parameters == net.parameters == net.normalised().parameters
    assert sorted(map(str, moved.power_sum.terms)) == sorted(map(str, net.power_sum.terms))
    assert net.normalised()(x) == net(x)
    assert all(abs(n.output_weight) == 1 for n in net.normalised().neurons)


@given(networks_with_points(), st.sampled_from(["0", "1/2", "1/10"]))
def test_merged__has_the_same_values_is_no_dearer_and_has_each_pattern_once(pair, p):
    net, points = pair
    merged = net.merged(points)
    assert merged.interpolates(points)
    assert merged.objective(p) <= net.objective(p)
    keys = [(n.output_weight > 0, tuple(n.activation(row) > 0 for row in points.lifted)) for n in merged.neurons]
    assert len(set(keys)) == len(keys)
    assert all(any(active) for _, active in keys)
    given = {
        (n.output_weight > 0, tuple(n.activation(row) > 0 for row in points.lifted))
        for n in net.neurons if n.output_weight != 0
    }  # fmt: skip
    assert set(keys) == {key for key in given if any(key[1])}


def test_merged__asks_for_points_of_its_dimension():
    with pytest.raises(UsageError, match="the points have 1 inputs and the network 2"):
        MultivariateNetwork([], 2).merged(Points([[0]], [0]))


def test_parameters__count_biases_and_not_dead_neurons():
    net = MultivariateNetwork([MultivariateNeuron.of(0, [1, 2], 3), MultivariateNeuron.of(-2, [0, 1], 4)], 2)
    assert net.parameters == 2
    assert str(net.objective(0)) == "2"
    assert str(net.objective("1/3")) == "2 + 2^(1/3)"
    assert repr(net) == "<MultivariateNetwork: 2 neurons, 2 parameters, d = 2>"
    assert net == MultivariateNetwork(net.neurons, 2)
    assert hash(net) == hash(MultivariateNetwork(net.neurons, 2))
    assert net != "another thing"


def test_network__errors():
    net = MultivariateNetwork([MultivariateNeuron.of(1, [1, 2], 3)], 2)
    with pytest.raises(UsageError, match="neuron 0 has 3 weights with its bias; give 2 for dimension 1"):
        MultivariateNetwork(net.neurons, 1)
    with pytest.raises(UsageError, match="x has 1 entries; give 2"):
        net([1])
    with pytest.raises(DataError, match="'a'"):
        net(["a", 1])


@pytest.mark.parametrize(
    "x", [5, None, iter([1, 2]), {0: 1, 1: 2}, {1, 2}, "01", bytearray(b"01")], ids=lambda x: type(x).__name__
)
def test_call__an_input_of_another_kind(x):
    """A dictionary's keys were read, and the codes of bytes."""
    with pytest.raises(UsageError, match=r"x = .* give a list of 2 numbers"):
        MultivariateNetwork([MultivariateNeuron.of(1, [1, 2], 0)], 2)(x)
    with pytest.raises(UsageError, match=r"input_weights = .* give a list"):
        MultivariateNeuron.of(1, x, 0)


@pytest.mark.parametrize("neurons", [5, None, [5], "ab", {1: 2}])
def test_network__of_what_are_no_neurons(neurons):
    with pytest.raises(UsageError, match="MultivariateNeuron"):
        MultivariateNetwork(neurons, 2)


def test_call__an_input_of_any_kind_in_order():
    network = MultivariateNetwork([MultivariateNeuron.of(1, [1, 10], 0)], 2)
    for x in ([1, 2], (1, 2), deque([1, 2]), array("d", [1, 2]), np.array([1, 2]), range(1, 3)):
        assert network(x) == 21
    for x in (np.array([[1, 2]]), np.array([[1], [2]]), {1, 2}, {1: 1, 2: 2}, iter([1, 2])):
        with pytest.raises(UsageError, match="give a list of 2 numbers"):
            network(x)
