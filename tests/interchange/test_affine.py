"""Affine forms: composed as the formulas say, against plain Fractions at points."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.interchange import affine
from sparsest.interchange.affine import Composition, Constant, DeclinedError

small = st.integers(-3, 3).map(fmpq)


def matrix(draw, rows, columns):
    return Constant(tuple(tuple(draw(small) for _ in range(columns)) for _ in range(rows)), (rows, columns))


def times(row, weights):
    return [sum((Fraction(int(w.p), int(w.q)) * x for w, x in zip(column, row, strict=True)), Fraction(0))
            for column in zip(*weights.rows, strict=True)]  # fmt: skip


@given(st.data(), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
def test_forms__are_the_composed_function(data, d, k, m):
    """Two linear layers, a bias, ReLU units, an output and a linear skip connection, step by step."""
    first, second, last, skip = (matrix(data.draw, *shape) for shape in ((d, m), (m, k), (k, 1), (d, 1)))
    bias = matrix(data.draw, 1, k)
    units = Composition(d)
    x = units.input((d,))
    z = units.plus(units.times(units.times(x, first), second), units.constant(bias.rows[0]))
    y = units.plus(units.times(units.relu(z), last), units.scaled(units.times(x, skip), fmpq(1, 2)))
    y = units.plus(y, units.constant([fmpq(5, 3)]))
    point = [Fraction(n, 2) for n in data.draw(st.lists(st.integers(-4, 4), min_size=d, max_size=d))]
    hidden = [
        max(Fraction(0), a + int(b)) for a, b in zip(times(times(point, first), second), bias.rows[0], strict=True)
    ]
    expected = times(hidden, last)[0] + times(point, skip)[0] / 2 + Fraction(5, 3)
    network = units.layers(y).to_multivariate()
    assert network(point) == expected


def test_relu__twice_beside_each_other_is_one_layer():
    units = Composition(1)
    x = units.input((1,))
    both = units.plus(units.relu(x), units.relu(units.scaled(x, fmpq(-1))))
    network = units.layers(both).to_network()
    assert [network(t) for t in (-2, 3)] == [2, 3]
    assert len(network.neurons) == 2


def test_relu__of_what_cancels_is_no_second_layer():
    units = Composition(1)
    x = units.input((1,))
    h = units.relu(x)
    again = units.relu(units.plus(units.plus(x, h), units.scaled(h, fmpq(-1))))
    assert units.layers(again).v == (0, 1)
    with pytest.raises(DeclinedError, match="second hidden layer"):
        units.relu(units.plus(x, h))


@pytest.mark.parametrize(
    "shapes", [((2,), (3,)), ((2, 2), (4,))],
)  # fmt: skip
def test_plus__refuses_shapes(shapes):
    units = Composition(4)
    one, two = (affine.Form(({},) * 2, shape) for shape in shapes)
    with pytest.raises(DeclinedError, match="adds values of shapes"):
        units.plus(one, two)


def test_times__refuses_shapes():
    units = Composition(2)
    for weights in (Constant(((fmpq(1),),), (1, 1)), Constant(((fmpq(1), fmpq(1)),), (2,))):
        with pytest.raises(DeclinedError, match="multiplies values of shape"):
            units.times(units.input((2,)), weights)


def test_layers__one_output_only():
    units = Composition(2)
    with pytest.raises(DeclinedError, match="has 2 outputs"):
        units.layers(units.input((2,)))


def test_units__count_their_work(monkeypatch):
    monkeypatch.setattr(affine, "_MOST_PRODUCTS", 5)
    units = Composition(1)
    x = units.scaled(units.input((1,)), fmpq(2))
    with pytest.raises(DeclinedError, match="more than 5 products"):
        units.times(x, Constant(((fmpq(1),) * 5,), (1, 5)))
