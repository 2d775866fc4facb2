from array import array
from collections import deque
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError, Network, Neuron, Spline, UsageError
from tests.test_spline import atoms, build, numbers

weights = st.integers(-3, 3)
neurons = st.lists(st.builds(Neuron.of, weights, weights, weights), max_size=6)


@given(neurons, numbers, numbers, numbers)
def test_to_spline__is_the_same_function(layer, skip, offset, x):
    net = Network(layer, skip, offset)
    direct = skip * x + offset
    for n in layer:
        v, w, b = (Fraction(int(z.p), int(z.q)) for z in (n.output_weight, n.input_weight, n.bias))
        direct += v * max(w * x + b, 0)
    assert net(x) == direct
    assert net.to_spline()(x) == direct
    assert net.merged()(x) == direct


@given(neurons, st.sampled_from(["1/2", "37/100", "0"]))
def test_merged__never_costs_more(layer, p):
    net = Network(layer)
    merged = net.merged()
    assert merged.path_norm(p).enclosure(20)[0] <= net.path_norm(p).enclosure(20)[1]
    assert str(merged.path_norm(p)) == str(net.to_spline().variation(p))
    assert merged.merged() == merged


@given(numbers, numbers, atoms)
def test_from_spline__round_trip(slope, intercept, pairs):
    spline = build(slope, intercept, pairs)
    net = Network.from_spline(spline)
    assert net.to_spline() == spline
    assert all(n.input_weight == 1 for n in net.neurons)
    assert net.power_sum.terms == spline.power_sum.terms


def test_path_norm__dead_neurons_and_shared_kinks():
    net = Network([Neuron.of(1, 1, 0), Neuron.of(-1, 2, 0), Neuron.of(0, 5, 1), Neuron.of(5, 0, 1)])
    assert net.path_norm(0).rational == 2
    assert str(net.path_norm("1/2")) == "1 + 2^(1/2)"
    assert net.merged().to_spline() == Spline(0, 5, [0], [-1])


def test_from_arrays__is_exact():
    for w in ([1, 0.5], [[1], [0.5]], np.array([[1.0], [0.5]], np.float32)):
        network = Network.from_arrays(["1/3", 2], w, (0, Fraction(-1, 7)), "1/2", 3)
        assert network == Network([Neuron.of("1/3", 1, 0), Neuron.of(2, "1/2", "-1/7")], "1/2", 3)
    assert Network.from_arrays([], [], []) == Network.from_arrays([], np.zeros((0, 1)), []) == Network([])


@pytest.mark.parametrize(
    ("arrays", "error", "said"),
    [
        (([1], [1, 2], [1]), UsageError, "w has 2 entries; give 1"),
        (([1], [[1, 2]], [1]), UsageError, "rows of 2 entries; a network of several is a MultivariateNetwork"),
        (([1], [[1], [2]], [1]), UsageError, "w has 2 rows; give 1"),
        (([1], [1], [1, 2]), UsageError, "b has 2 entries; give 1"),
        ((1, [1], [1]), UsageError, "v = 1: give a list of numbers"),
        (([[1]], [1], [1]), DataError, r"v\[0\]: .* is not a real number"),
        (([1], [float("nan")], [1]), DataError, r"w\[0\]: nan is not a finite number"),
    ],
)
def test_from_arrays__refuses(arrays, error, said):
    with pytest.raises(error, match=said):
        Network.from_arrays(*arrays)


def test_network__json_equality_and_repr():
    net = Network([Neuron.of("1/2", -1, 3)], 1, "1/3")
    assert net.to_json() == {
        "neurons": [{"output_weight": "1/2", "input_weights": ["-1"], "bias": "3"}],
        "skip": ["1"],
        "offset": "1/3",
    }
    assert net == Network([Neuron.of("1/2", -1, 3)], 1, "1/3")
    assert hash(net) == hash(Network([Neuron.of("1/2", -1, 3)], 1, "1/3"))
    assert net != Network([], 1, "1/3")
    assert net != 1
    assert "1 neurons" in repr(net)


@pytest.mark.parametrize("kind", [list, tuple, deque, np.array, lambda xs: array("d", xs)])
def test_call__each_entry_exactly(kind):
    network = Network([Neuron.of(1, 1, 0)], 0, "1/3")
    assert network(kind([0.1, 2.0])).tolist() == [Fraction(1, 3) + Fraction(0.1), Fraction(7, 3)]
    with pytest.raises(DataError, match="a generator is no number"):
        network(x for x in [1])
