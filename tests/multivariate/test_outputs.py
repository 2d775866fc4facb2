"""The fast values are those of the plain formula, and every step that makes them so is missed when it is taken away."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate import outputs as module
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.outputs import values_at_points
from sparsest.points import Points

from .strategies import networks, networks_with_points, small

doubles = st.floats(allow_nan=False, allow_infinity=False)
ONE = fmpq(1)


def exact(value):
    return fmpq(*value.as_integer_ratio())


def by_the_formula(net, xbar):
    """Equation 7 in the standard library's fractions: it shares nothing with what is tested, nor with flint."""
    total, x = Fraction(0), [Fraction(int(a.p), int(a.q)) for a in xbar]
    for neuron in net.neurons:
        v, *w = (Fraction(int(a.p), int(a.q)) for a in (neuron.output_weight, *neuron.weights))
        total += v * max(Fraction(0), sum(a * b for a, b in zip(w, x, strict=True)))
    return fmpq(total.numerator, total.denominator)


def network_of(rows, dimension):
    return MultivariateNetwork([MultivariateNeuron(v, tuple(w)) for v, *w in rows], dimension)


@st.composite
def wild_networks(draw, dimension=2):
    """Weights and points over the whole range of doubles, a few of them rationals that are not dyadic."""
    number = st.one_of(doubles.map(exact), small.map(exact), st.just(fmpq(0)))
    rows = draw(st.lists(st.tuples(*[number] * (dimension + 2)), max_size=6))
    points = draw(st.lists(st.tuples(*[number] * dimension), max_size=6))
    return network_of(rows, dimension), [(*row, ONE) for row in points]


@given(wild_networks())
def test_values_at_points__are_the_formula__over_the_whole_range_of_doubles(case):
    net, lifted = case
    assert values_at_points(net, lifted) == [by_the_formula(net, xbar) for xbar in lifted]


@given(networks(2), st.lists(st.tuples(small, small), max_size=8))
def test_values_at_points__are_the_values__of_small_rationals(net, x):
    lifted = [(*map(exact, row), ONE) for row in x]
    assert values_at_points(net, lifted) == [net.value(xbar) for xbar in lifted]


@given(networks_with_points())
def test_values_at_points__of_points__are_the_labels_that_the_network_makes(pair):
    net, points = pair
    assert values_at_points(net, points.lifted) == list(points.flint.y)
    assert values_at_points(net, Points(points.x, [y + 1 for y in points.y]).lifted) == list(points.flint.y)


@given(st.integers(0, 10**6), st.integers(0, 40))
def test_values_at_points__on_hyperplanes_and_a_hair_beside_them(seed, bits):
    """Points x with w . xbar = 0 exactly, or so little beside it that floats cannot tell."""
    rng = random.Random(seed)
    ratio = lambda: fmpq(rng.randint(-(10**6), 10**6), rng.randint(1, 10**6))  # noqa: E731
    rows, lifted = [], []
    for _ in range(4):
        x = (ratio(), ratio())
        a, b = ratio(), ratio()
        hair = fmpq(rng.choice([-1, 0, 1]), 2 ** (40 + bits))
        rows.append((ratio(), a, b, -a * x[0] - b * x[1] + hair))
        lifted.append((*x, ONE))
    net = network_of(rows, 2)
    assert values_at_points(net, lifted) == [by_the_formula(net, xbar) for xbar in lifted]


# In doubles 0.1 + 0.2 - 0.3 is above 0, though exactly it is 0, and less than 0 with a bias that is a little smaller.
HAIR = network_of([(ONE, fmpq(1, 10), fmpq(1, 5), fmpq(-3, 10) - fmpq(1, 2**60))], 2)
BESIDE = [(ONE, ONE, ONE)]


def test_values_at_points__a_bound_of_zero_would_be_seen(monkeypatch):
    assert values_at_points(HAIR, BESIDE) == [0]
    monkeypatch.setattr(module, "_bound", lambda _: 0.0)
    assert values_at_points(HAIR, BESIDE) != [0]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("_doubtful", lambda *_: (np.empty(0, dtype=int),) * 2),
        ("_limb_bytes", lambda _: 7),  # sums of limbs that floats do not hold
        ("_active", lambda hidden, x, _: (x @ hidden.weights >= -1e-9).astype(float)),
        ("_SMALLEST", 0.0),
    ],
)
def test_values_at_points__planted_faults_are_seen(monkeypatch, name, fault):
    rng = random.Random(5)
    rows = [tuple(exact(rng.uniform(-1, 1)) for _ in range(4)) for _ in range(300)]
    net = network_of([*rows, *((n.output_weight, *n.weights) for n in HAIR.neurons)], 2)
    few = network_of([(ONE, ONE, fmpq(0), -fmpq(7, 4))], 2)
    # Rounded, 1.5 times the least positive float becomes twice it, and is no longer less than 1.75 times it.
    tiny = [(fmpq(3, 2**1075), fmpq(0), ONE / 2**1074)]
    lifted = [(exact(rng.uniform(-1, 1)), exact(rng.uniform(-1, 1)), ONE) for _ in range(50)] + BESIDE
    right = [net.value(xbar) for xbar in lifted], [few.value(xbar) for xbar in tiny]
    assert (values_at_points(net, lifted), values_at_points(few, tiny)) == right
    monkeypatch.setattr(module, name, fault)
    assert (values_at_points(net, lifted), values_at_points(few, tiny)) != right


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 100])
def test_most__sums_of_products_fit_into_64_bits(n):
    most = module._most(n)
    assert n * most**2 < 2**62 < 8 * n * (most + 1) ** 2
    rows = [[fmpq(most)] * n, [fmpq(-most)] * n, [fmpq(most + 1)] * n, [fmpq(most, 2)] * n, [fmpq(1, most + 1)] * n]
    found = module._Integers.of([*rows, [fmpq(0)] * n])
    assert found.small.tolist() == [True, True, False, True, True, True]
    assert found.rows[:, 0].tolist() == [most, -most, 0, most, 1, 0]


def test_values_at_points__integers_too_large_for_the_machine_would_be_seen(monkeypatch):
    """So near a hyperplane that floats do not tell, and yet 2^63, which wraps around to -2^63."""
    p = fmpq(2**60)
    net, lifted = network_of([(ONE, p, -p, fmpq(0))], 2), [(p, p - 8, ONE)]
    assert values_at_points(net, lifted) == [2**63]
    monkeypatch.setattr(module, "_most", lambda _: 2**62)
    assert values_at_points(net, lifted) == [0]


def test_values_at_points__of_no_neurons_no_points_and_neurons_that_are_zero():
    lifted = [(ONE, ONE), (fmpq(-3), ONE)]
    assert values_at_points(MultivariateNetwork([], 1), lifted) == [0, 0]
    dead = network_of([(fmpq(0), ONE, ONE), (ONE, fmpq(0), fmpq(0))], 1)
    assert values_at_points(dead, lifted) == [0, 0]
    assert values_at_points(network_of([(ONE, ONE, ONE)], 1), []) == []
    assert values_at_points(network_of([(ONE, ONE, ONE)], 1), [(fmpq(0), fmpq(0))]) == [0]


def test_values_at_points__beyond_floats_are_evaluated_plainly():
    huge = fmpq(10) ** 400
    net = network_of([(ONE, ONE, fmpq(-1)), (1 / huge, huge, ONE)], 1)
    lifted = [(huge, ONE), (1 / huge, ONE), (fmpq(2), ONE), (1 / huge, 1 / huge)]
    assert values_at_points(net, lifted) == [by_the_formula(net, xbar) for xbar in lifted]


def test_values_at_points__too_long_a_denominator_is_evaluated_plainly():
    net = network_of([(ONE, fmpq(1, 3**6000), ONE), (ONE, fmpq(-1, 7**3000), ONE)], 1)
    assert module._Charged.of(net.neurons) is None
    assert module._Charged.of(network_of([(ONE, fmpq(3**6000), ONE)], 1).neurons) is None
    lifted = [(fmpq(5), ONE), (fmpq(-(7**3001)), ONE)]
    assert values_at_points(net, lifted) == [by_the_formula(net, xbar) for xbar in lifted]


@pytest.mark.parametrize("size", range(1, 7))
def test_joined__is_the_sum_of_shifted_limbs__of_any_sign(size):
    rng = random.Random(size)
    rows = [[rng.randint(-(2**53) + 1, 2**53 - 1) for _ in range(5)] for _ in range(50)]
    rows += [[s * (2**53 - 1)] * 5 for s in (1, -1)] + [[0] * 5]
    expected = [sum(limb << 8 * size * at for at, limb in enumerate(row)) for row in rows]
    assert module._joined(np.array(rows, dtype=np.int64), size) == expected


@pytest.mark.parametrize("count", [1, 2, 31, 32, 8191, 8192, 2**21 - 1, 2**21, 2**40])
def test_limb_bytes__sums_stay_whole(count):
    size = module._limb_bytes(count)
    assert count * (2 ** (8 * size) - 1) < 2**53
    assert size >= 1


def test_bound__covers_what_products_of_floats_err_by():
    """Against the exact product, with cancellation as bad as it gets; half the unit times n would not do."""
    rng, worst = random.Random(3), Fraction(0)
    for _ in range(3000):
        w = [rng.uniform(-1, 1) for _ in range(2)]
        x = [rng.uniform(-1, 1) for _ in range(2)]
        w.append(-(w[0] * x[0] + w[1] * x[1]))
        right = sum(Fraction(a) * Fraction(b) for a, b in zip(w, [*x, 1.0], strict=True))
        worst = max(worst, abs(Fraction(float(np.array(w) @ np.array([*x, 1.0]))) - right))
    assert Fraction(2) ** -55 < worst < Fraction(module._bound(3))


@pytest.mark.slow
def test_values_at_points__of_many_neurons_at_many_points__quickly():
    rng = np.random.default_rng(1)
    rows = [tuple(exact(float(a)) for a in row) for row in rng.normal(size=(1000, 4)).astype(np.float32)]
    lifted = [(exact(float(a)), exact(float(b)), ONE) for a, b in rng.normal(size=(20_000, 2)).astype(np.float32)]
    net = network_of(rows, 2)
    found = values_at_points(net, lifted)
    assert all(found[i] == net.value(lifted[i]) for i in rng.integers(0, 20_000, size=40))
