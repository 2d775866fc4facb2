from fractions import Fraction

import numpy as np
import pytest

from sparsest.errors import UsageError
from sparsest.training.network import FloatNetwork


def drawn(rng, units, inputs):
    return FloatNetwork(*(rng.standard_normal(s) for s in (units, (units, inputs), units)), np.zeros(inputs))


def test_values_are_those_of_the_dyadic_network():
    rng = np.random.default_rng(0)
    for inputs in (1, 3):
        net = drawn(rng, 6, inputs)
        rows = rng.standard_normal((5, inputs))
        twin = net.to_network() if inputs == 1 else net.to_multivariate()
        exact = [twin(row[0]) if inputs == 1 else twin(row) for row in rows.tolist()]
        assert net(rows) == pytest.approx([float(value) for value in exact], rel=1e-12)
        assert net(rows) != pytest.approx([float(value) + 1e-9 for value in exact], rel=1e-12)


def test_to_network__keeps_skip_and_offset():
    assert FloatNetwork([], np.zeros((0, 1)), [], [0.1], 0.5).to_network()(1) == Fraction(0.1) + Fraction(1, 2)


def test_live__changes_no_value():
    rng = np.random.default_rng(1)
    for inputs in (1, 2):
        whole = drawn(rng, 20, inputs)
        v, w = whole.v * rng.integers(0, 2, 20), whole.w * rng.integers(0, 2, (20, inputs))
        net = FloatNetwork(v, w, whole.b, whole.skip)
        rows = rng.standard_normal((9, inputs))
        assert net.live()(rows) == pytest.approx(net(rows), abs=1e-12)
        assert len(net.live().v) < 20


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (([1], [[1]], [0, 1], [0]), r"b has 2 entries; w of shape \(1, 1\) needs 1"),
        (([1], [[1]], [0], [0, 0]), r"skip has 2 entries; w of shape \(1, 1\) needs 1"),
        (([1], [1], [0], [0]), "w has 1 axes; give 2"),
        (([np.nan], [[1]], [0], [0]), "v: entry 0 is nan; give finite numbers"),
        ((["a"], [[1]], [0], [0]), "v is no array of numbers"),
    ],
)
def test_refuses_what_does_not_fit(parts, message):
    with pytest.raises(UsageError, match=message):
        FloatNetwork(*parts)


def test_refuses_the_other_model():
    with pytest.raises(UsageError, match="has 2 inputs; use to_multivariate"):
        FloatNetwork([1], [[1, 2]], [0], [0, 0]).to_network()
    with pytest.raises(UsageError, match="has a skip connection or an offset"):
        FloatNetwork([1], [[1, 2]], [0], [0, 1]).to_multivariate()
