from itertools import product

import numpy as np
import pytest
from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import UsageError
from sparsest.points import Points
from sparsest.training.merging import Kink, Size, closed_gaps, kinks, merged_network, merged_size
from sparsest.training.network import FloatNetwork

from .drawn import coarse_network, data_of


def fewest_by_trial(network, data):
    """Each kink between the first and the last input into one of the gaps beside it, in all ways."""
    x = data.x
    inside = [(k.sign, k.place) for k in kinks(network) if x[0] < to_float(k.place) < x[-1]]
    choices = [[(sign, i) for i in range(len(x) - 1) if x[i] <= to_float(t) <= x[i + 1]] for sign, t in inside]
    return min(len(set(chosen)) for chosen in product(*choices))


def to_float(place):
    """Halves, so exact."""
    return int(place.p) / int(place.q)


@pytest.mark.slow
def test_merged_size__as_all_ways_of_merging():
    rng = np.random.default_rng(0)
    sizes = set()
    for _ in range(300):
        data = data_of(rng)
        net = coarse_network(rng, data)
        found = merged_size(net, data)
        assert found == Size(*[fewest_by_trial(net, data)] * 2)
        sizes.add(found.neurons)
    assert len(sizes) > 4


def test_kinks__are_those_of_the_dyadic_network():
    rng = np.random.default_rng(1)
    for _ in range(100):
        data = data_of(rng)
        net = coarse_network(rng, data)
        _, _, knots, changes = net.to_network().to_spline().flint
        totals = {}
        for kink in kinks(net):
            totals[str(kink.place)] = totals.get(str(kink.place), 0) + kink.change
        assert [c for c in totals.values() if c != 0] == list(changes)
        assert [t for t, c in totals.items() if c != 0] == list(map(str, knots))


def test_merged_size__two_kinks_at_one_input_and_one_beside_are_one_neuron():
    data = Dataset([0, 1, 2, 3], [0, 0, 0, 0])
    assert merged_size(FloatNetwork([1, 2, 1], [[1], [1], [-1]], [-1, -1, 0.5], [0]), data) == Size(1, 1)
    # Of two signs, or with an input between them, they are two.
    assert merged_size(FloatNetwork([1, -1], [[1], [1]], [-1, -1], [0]), data).neurons == 2
    assert merged_size(FloatNetwork([1, 1], [[1], [1]], [-0.5, -1.5], [0]), data).neurons == 2
    # One at the input between them may go either way.
    assert merged_size(FloatNetwork([1, 1, 1], [[1]] * 3, [-0.5, -1.5, -1], [0]), data).neurons == 2


@pytest.mark.parametrize("place", [-1, 0, 3, 7])
def test_merged_size__what_is_affine_on_the_data_counts_nothing(place):
    data = Dataset([0, 1, 2, 3], [0, 0, 0, 0])
    assert merged_size(FloatNetwork([1], [[2]], [-2 * place], [0]), data) == Size(0, 0)


def test_merged_size__what_is_just_inside_counts():
    data = Dataset([0, 1, 2, 3], [0, 0, 0, 0])
    assert merged_size(FloatNetwork([1, 1], [[1], [1]], [-1e-300, -3 + 1e-15], [0]), data) == Size(2, 2)


def test_merged_size__of_several_inputs_is_that_of_the_merged_network():
    points = Points([[0, 0], [1, 0], [0, 1]], [0, 0, 0])
    same = FloatNetwork([2, 1, 1], [[1, 0], [3, 0], [0, 1]], [0, 0, 0], [0, 0])
    assert merged_size(same, points) == Size(2, 2)
    assert merged_size(FloatNetwork([2, -1], [[1, 0], [3, 0]], [0, 0], [0, 0]), points) == Size(2, 2)
    assert merged_size(FloatNetwork([2], [[-1, -1]], [0], [0, 0]), points) == Size(0, 0)


def test_merged_network__is_that_of_all_neurons():
    rng = np.random.default_rng(2)
    for _ in range(30):
        points = Points(rng.integers(-3, 4, (4, 2)).tolist(), [0] * 4)
        w = rng.integers(-2, 3, (9, 3)) * (rng.random((9, 3)) < 0.5)
        net = FloatNetwork(rng.integers(-1, 2, 9), w[:, :2], w[:, 2], [0, 0])
        merged = merged_network(net, points)
        assert merged == net.to_multivariate().merged(points)
        assert net([list(map(float, row)) for row in points.x]).tolist() == [float(merged(row)) for row in points.x]


def test_closed_gaps__kink_by_kink():
    x = tuple(map(fmpq, (0, 1, 3)))
    assert [list(closed_gaps(fmpq(n, 2), x)) for n in (-1, 0, 1, 2, 3, 6, 7)] == [
        [-1], [-1, 0], [0], [0, 1], [1], [1, 2], [2]
    ]  # fmt: skip
    assert Kink(fmpq(0), fmpq(-1)).sign == -1


@pytest.mark.parametrize(
    ("network", "data", "message"),
    [
        (3, Dataset([0], [0]), "int is no trained network"),
        (FloatNetwork([1], [[1]], [0], [0]), [0], "list is no data set"),
        (FloatNetwork([1], [[1, 2]], [0], [0, 0]), Dataset([0], [0]), "has 2 inputs and the data 1"),
        (FloatNetwork([1], [[1]], [0], [2]), Points([[0]], [0]), "has a skip connection"),
    ],
)
def test_merged_size__errors(network, data, message):
    with pytest.raises(UsageError, match=message):
        merged_size(network, data)
