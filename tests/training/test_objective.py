from fractions import Fraction

import numpy as np
import pytest

from sparsest.errors import UsageError
from sparsest.training.network import FloatNetwork
from sparsest.training.objective import majorizer, path_norm, path_norm_slopes, products


def drawn(rng, units=4, inputs=2):
    return FloatNetwork(*(rng.standard_normal(s) for s in (units, (units, inputs), units)), np.zeros(inputs))


def moved(net, part, index, step):
    parts = {name: getattr(net, name).copy() for name in ("v", "w", "b", "skip")}
    parts[part][index] += step
    return FloatNetwork(**parts)


@pytest.mark.parametrize("charge_bias", [False, True])
def test_path_norm__is_that_of_the_exact_network(charge_bias):
    rng = np.random.default_rng(0)
    for inputs in (1, 3):
        net = drawn(rng, inputs=inputs)
        if charge_bias:
            exact = net.to_multivariate().objective("1/3")
        elif inputs == 1:
            exact = net.to_network().path_norm("1/3")
        else:
            continue
        low, high = exact.enclosure(15)
        assert float(low) - 1e-12 <= path_norm(net, 1 / 3, charge_bias=charge_bias) <= float(high) + 1e-12


def exact_quotient(net, part, index, p, step):
    """(V(+h) - V(-h)) / 2h from exact products; powers with 40 digits."""
    ends = [moved(net, part, index, sign * step).to_multivariate().objective(p).enclosure(40)[0] for sign in (1, -1)]
    width = Fraction(moved(net, part, index, step).__dict__[part][index]) - Fraction(
        moved(net, part, index, -step).__dict__[part][index]
    )
    return float((ends[0] - ends[1]) / width)


@pytest.mark.parametrize("p", ["1/2", "2/5", "9/10"])
def test_slopes__are_exact_difference_quotients(p):
    net = drawn(np.random.default_rng(1), units=2)
    slopes = path_norm_slopes(net, float(Fraction(p)), charge_bias=True)
    step = 2.0**-20
    for part in ("v", "w", "b"):
        for index in np.ndindex(getattr(net, part).shape):
            quotient = exact_quotient(net, part, index, p, step)
            assert getattr(slopes, part)[index] == pytest.approx(quotient, rel=1e-8)
            assert getattr(slopes, part)[index] * float(Fraction(p)) != pytest.approx(quotient, rel=1e-8)


def test_slopes__have_no_value_at_zero():
    slopes = path_norm_slopes(FloatNetwork([1, 2], [[0], [1]], [3, 4], [0]), 0.5)
    assert np.isnan([slopes.v[0], slopes.w[0, 0]]).all()
    assert slopes.b.tolist() == [0, 0]
    assert np.isfinite([slopes.v[1], slopes.w[1, 0]]).all()


def test_majorizer__bounds_the_path_norm_and_touches_it():
    rng = np.random.default_rng(2)
    for p in (0.1, 0.5, 0.9, 1.0):
        for _ in range(50):
            net, before = drawn(rng), drawn(rng)
            assert majorizer(net, before, p) >= path_norm(net, p) - 1e-12
            assert majorizer(net, net, p) == pytest.approx(path_norm(net, p))
    assert majorizer(net, before, 0.5) > path_norm(net, 0.5)


def test_majorizer__is_infinite_where_zero_absorbs():
    one, zero = FloatNetwork([1], [[1]], [0], [0]), FloatNetwork([1], [[0]], [0], [0])
    assert majorizer(one, zero, 0.5) == float("inf")
    assert majorizer(one, zero, 1) == 1
    assert majorizer(zero, zero, 0.5) == 0


def test_products__of_biases():
    assert products(FloatNetwork([2], [[3]], [5], [0]), charge_bias=True).tolist() == [[6, 10]]


@pytest.mark.parametrize("p", [-1, 1.5, float("nan")])
def test_refuses_an_exponent(p):
    net = FloatNetwork([1], [[1]], [0], [0])
    for call in (lambda: path_norm(net, p), lambda: path_norm_slopes(net, p), lambda: majorizer(net, net, p)):
        with pytest.raises(UsageError, match="give 0 < p <= 1"):
            call()


def test_majorizer__refuses_other_shapes():
    with pytest.raises(UsageError, match="give two of one shape"):
        majorizer(FloatNetwork([1], [[1]], [0], [0]), FloatNetwork([1, 1], [[1], [1]], [0, 0], [0]), 0.5)
