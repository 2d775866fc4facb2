"""Neurons of one kink added up: the same function everywhere, never dearer, and nothing left to add."""

from fractions import Fraction

import numpy as np

from sparsest import MultivariateNetwork, MultivariateNeuron
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.multivariate.parallel import rewritten

from ..validation.disguise import disguised_of_several

of = MultivariateNeuron.of


def drawn(rng, d):
    """Return a network whose hyperplanes, and their opposite sides, come again."""
    planes = rng.integers(-1, 2, (3, d + 1)).tolist()
    neurons = []
    for _ in range(int(rng.integers(1, 9))):
        by, w = int(rng.choice([1, 2, -1, -2])), planes[int(rng.integers(3))]
        neurons.append(of(int(rng.integers(-2, 3)), [by * a for a in w[:-1]], by * w[-1]))
    return MultivariateNetwork(neurons, d)


def test_rewritten__is_the_same_function_and_never_dearer():
    rng, shorter = np.random.default_rng(0), 0
    for _ in range(400):
        d = int(rng.integers(1, 4))
        net = drawn(rng, d)
        lean = rewritten(net)
        for x in rng.integers(-3, 4, (12, d)).tolist():
            at = [Fraction(a, 2) for a in x]
            assert lean(at) == net(at)
        for p in ("1/2", "0", "0+", "9/10"):
            assert sign(lean.power_sum - net.power_sum, Exponent.read(p)) <= 0
        assert rewritten(lean).parameters == lean.parameters
        shorter += len(lean.neurons) < len(net.neurons)
    assert shorter > 200


def test_rewritten__undoes_what_hides_a_network():
    rng = np.random.default_rng(3)
    net = MultivariateNetwork([of(1, [1, 2], -1), of(-3, [0, 1], 1), of(2, [-1, 0], 0)], 2)
    for _ in range(100):
        lean = rewritten(disguised_of_several(net, rng))
        assert set(lean.neurons) == set(rewritten(net).neurons)


def test_rewritten__lines_that_cancel_each_other_go():
    # x and 1 - x, written as two neurons each, are the constant 1.
    sides = [of(1, [1], 0), of(-1, [-1], 0), of(1, [-1], 1), of(-1, [1], -1)]
    assert rewritten(MultivariateNetwork(sides, 1)).neurons == (of(1, [0], 1),)
    # With a constant beside them they are one neuron with it; x and -x leave nothing.
    assert rewritten(MultivariateNetwork([*sides, of(2, [0], 1)], 1)).neurons == (of(1, [0], 3),)
    assert rewritten(MultivariateNetwork([*sides[:2], of(1, [-1], 0), of(-1, [1], 0)], 1)).neurons == ()


def test_rewritten__lines_are_added_up_only_where_that_is_cheaper():
    def line(*weights):
        return [of(1, weights[:-1], weights[-1]), of(-1, [-w for w in weights[:-1]], -weights[-1])]

    # 2 x1 + x2 and -x1 come to x1 + x2: two weights of size 1 each side, cheaper than 2, 1 and 1.
    one = rewritten(MultivariateNetwork([*line(2, 1, 0), *line(-1, 0, 0)], 2))
    assert set(one.neurons) == set(line(1, 1, 0))
    # x1 + 1 and x1 come to 2 x1 + 1: fewer weights, cheaper for p < 1, but one of them is larger than all before.
    apart = MultivariateNetwork([*line(1, 0, 1), *line(1, 0, 0)], 2)
    assert len(rewritten(apart).neurons) == 4
