"""Networks of several inputs: outputs, the cheapest form, and standings with and without a proof."""

import numpy as np

from sparsest import MultivariateNetwork, MultivariateNeuron, Points, solve_network
from sparsest.exact.exponent import Exponent
from sparsest.validation.several import compared_of_several

of = MultivariateNeuron.of
HALF = Exponent.read("1/2")


def test_standing__proved_not_minimal_and_unknown():
    points = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
    best = solve_network(points, "1/2")
    own = compared_of_several(best.network, points, HALF, interpolates=True, seconds=None)
    assert (own.minimal, own.is_certified, own.gap.terms) == (True, True, ())
    dear = MultivariateNetwork([*best.network.neurons, of(1, [1, 1], 5), of(-1, [1, 1], 5)], 2)
    assert compared_of_several(dear, points, HALF, interpolates=True, seconds=None).minimal is False
    assert compared_of_several(dear, points, HALF, interpolates=False, seconds=None).minimal is None
    rng = np.random.default_rng(0)
    many = Points(rng.integers(-9, 9, (40, 3)).tolist(), rng.integers(-9, 9, 40).tolist(), ties="first")
    start = solve_network(many, "0", seconds=0.5).network
    unsure = compared_of_several(start, many, Exponent.read("0"), interpolates=True, seconds=0.3)
    assert unsure.minimal is not True
    assert unsure.is_certified is False
    assert unsure.to_json()["optimum"]["certified"] is False
