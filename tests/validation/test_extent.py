"""Ranges over intervals and boxes, against values at all kinks; cases of public verifiers are in tests/cases."""

from fractions import Fraction

import numpy as np
import pytest

from sparsest import DataError, MultivariateNetwork, MultivariateNeuron, Network, Neuron, UsageError
from sparsest.validation.extent import range_json, range_over


def test_range__of_one_input_is_that_of_the_same_network_of_several():
    """One input goes by the knots of a spline, several by lines of an arrangement: no code in common."""
    rng = np.random.default_rng(0)
    for _ in range(60):
        rows = rng.integers(-3, 4, (5, 3)).tolist()
        low, high = sorted(Fraction(int(a), 3) for a in rng.integers(-9, 10, 2))
        one = range_over(Network([Neuron.of(*row) for row in rows]), [(low, high)])
        net = MultivariateNetwork([MultivariateNeuron.of(v, [w], b) for v, w, b in rows], 1)
        several = range_over(net, [(low, high)])
        assert (one.least.value, one.greatest.value) == (several.least.value, several.greatest.value)
        assert one.exact
        assert several.exact
        for end in (one.least, one.greatest, several.least, several.greatest):
            assert low <= end.x[0] <= high
            assert net(end.x) == end.value


def test_range__one_pair_is_for_all_inputs():
    net = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0)], 2)
    assert range_over(net, [(0, 1)]) == range_over(net, [(0, 1), (0, 1)])
    assert range_json(range_over(net, [(0, 1)]))["greatest"] == {"value": "2", "x": ["1", "1"]}


@pytest.mark.parametrize("box", [[(1, 0)], [(0, 1), (0, 1), (0, 1)], []])
def test_range__bad_boxes(box):
    with pytest.raises(UsageError):
        range_over(MultivariateNetwork([], 2), box)
    with pytest.raises(UsageError):
        range_over(Network([]), box)


def test_range__bad_numbers():
    with pytest.raises(DataError, match="x"):
        range_over(Network([]), [("x", 1)])
