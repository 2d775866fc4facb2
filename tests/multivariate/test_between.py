"""Two neurons between two pieces: what is returned meets the labels, and what two neurons have made is found."""

from itertools import product
from operator import mul

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate.between import between_weights, neurons_between
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points

from .strategies import inputs, small

ROWS = Points([[i, j] for i in range(4) for j in range(4)], [0] * 16).lifted


def outputs(pair, sign, rows):
    neurons = [MultivariateNeuron(fmpq(s), w) for s, w in zip((1, sign), pair, strict=True)]
    net = MultivariateNetwork(neurons, len(rows[0]) - 1)
    return [net.value(row) for row in rows]


@given(inputs(max_points=6, max_dimension=2), st.data(), st.sampled_from([1, -1]))
def test_between_weights__meet_the_labels_and_add_up(rows, data, sign):
    lifted = Points(rows, [0] * len(rows)).lifted
    vector = st.lists(small, min_size=len(lifted[0]), max_size=len(lifted[0]))
    labels = [fmpq(a) for a in data.draw(st.lists(st.integers(-1, 2), min_size=len(rows), max_size=len(rows)))]
    rise = tuple(fmpq(a.numerator, a.denominator) for a in data.draw(vector))
    second = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    found = between_weights(lifted, labels, rise, sign, second)
    if found is not None:
        assert outputs(found, sign, lifted) == labels
        assert tuple(a + sign * b for a, b in zip(*found, strict=True)) == rise


def test_between_weights__find_what_two_neurons_have_made():
    w, u = (fmpq(1), fmpq(1), fmpq(-2)), (fmpq(1), fmpq(1), fmpq(-4))
    for sign in (1, -1):
        labels = outputs((w, u), sign, ROWS)
        rise = tuple(a + sign * b for a, b in zip(w, u, strict=True))
        found = between_weights(ROWS, labels, rise, sign)
        assert outputs(found, sign, ROWS) == labels
        assert sum(a != 0 for v in found for a in v) <= 6
        assert between_weights(ROWS, [labels[0] + 1, *labels[1:]], rise, sign) is None


def test_between_weights__where_the_second_is_on_alone():
    w, u = (fmpq(1), fmpq(0), fmpq(-1)), (fmpq(0), fmpq(1), fmpq(-1))
    labels = outputs((w, u), 1, ROWS)
    rise = tuple(a + b for a, b in zip(w, u, strict=True))
    second = [i for i, row in enumerate(ROWS) if row[0] < 2 < row[1] + 1]
    assert between_weights(ROWS, labels, rise, 1, second) == (w, u)
    assert between_weights(ROWS, labels, rise, 1) is None
    assert between_weights(ROWS, [-y for y in labels], rise, 1, second) is None


def made(signs, weights):
    """Return labels of two neurons, their rise, and the rows in which one of them is on alone."""
    heights = [[max(sum(map(mul, row, w)), fmpq(0)) for w in weights] for row in ROWS]
    labels = [sum(map(mul, signs, pair)) for pair in heights]
    rise = tuple(signs[0] * a + signs[1] * b for a, b in zip(*weights, strict=True))
    return labels, rise, [i for i, (a, b) in enumerate(heights) if (a == 0) != (b == 0)]


@pytest.mark.parametrize("signs", list(product((1, -1), repeat=2)))
def test_neurons_between__are_those_that_made_the_labels(signs):
    weights = (fmpq(3), fmpq(2), fmpq(-4)), (fmpq(1), fmpq(-2), fmpq(2))
    labels, rise, between = made(signs, weights)
    assert len(between) > 3
    pairs = [set(pair) for pair in neurons_between(ROWS, labels, rise, between)]
    assert set(zip(signs, weights, strict=True)) in pairs
    wrong = [y + (i == 5) for i, y in enumerate(labels)]
    assert list(neurons_between(ROWS, wrong, rise, between)) == []
    assert list(neurons_between(ROWS, labels, tuple(a + 1 for a in rise), between)) == []


def test_neurons_between__by_what_one_may_be_where_points_do_not_say_it():
    weights = (fmpq(3), fmpq(2), fmpq(-4)), (fmpq(1), fmpq(-2), fmpq(2))
    labels, rise, between = made((1, -1), weights)
    other = tuple(-a for a in weights[1])
    assert list(neurons_between(ROWS, labels, rise, between[:2])) == []
    assert list(neurons_between(ROWS, labels, rise, [], [rise])) == []
    assert list(neurons_between(ROWS, labels, rise, [], [rise, other])) == [((-1, weights[1]), (1, weights[0]))]


@pytest.mark.parametrize("unit", [fmpq(10) ** 400, fmpq(1, 10**400)])
def test_neurons_between__in_any_units(unit):
    weights = (fmpq(3), fmpq(2), fmpq(-4)), (fmpq(1), fmpq(-2), fmpq(2))
    labels, rise, between = made((1, -1), weights)
    rows = [(row[0] * unit, *row[1:]) for row in ROWS]
    assert list(neurons_between(rows, labels, (rise[0] / unit, *rise[1:]), between))
    assert list(neurons_between(ROWS, [y * unit for y in labels], tuple(a * unit for a in rise), between))


def test_neurons_between__many_inputs_are_not_tried_in_all_ways():
    """Of 2^40 ways no list is made; what s w may be is tried all the same."""
    width = 41
    rows = [tuple(fmpq(i == k) for k in range(width)) for i in range(width)]
    labels, rise = [fmpq(k + 1) for k in range(width)], (fmpq(100),) * width
    assert list(neurons_between(rows, labels, rise, range(width))) == []
    w = tuple(labels)
    u = tuple(a - b for a, b in zip(rise, w, strict=True))
    assert list(neurons_between(rows, list(rise), rise, (), [w])) == [((1, w), (1, u))]
