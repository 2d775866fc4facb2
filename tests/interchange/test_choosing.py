"""The best rounding: measured exactly, never said to be closer than it is, never worse than the nearest one."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import Network, Spline
from sparsest.errors import DataError
from sparsest.exact.rationals import to_rational
from sparsest.interchange import choosing
from sparsest.interchange.choosing import Measured, best_rounding, measure_rounding
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import Most
from sparsest.interchange.rounding import RoundedLayers, arrays_of, nearest_layers
from tests.interchange.functions import at, exact, net_at, numbers, splines, unless_infinite
from tests.interchange.test_layers import layers
from tests.ratios import ratios


def says(found, arrays, data):
    """Say whether a reported residual is that of the arrays, each evaluated from the formula."""
    return max(abs(net_at(arrays, x) - y) for x, y in data) == exact(found.residual.size)


@pytest.mark.parametrize("bits", [32, 16])
@settings(max_examples=25)
@given(f=splines(most=4), inputs=st.lists(numbers, min_size=2, max_size=5, unique=True))
def test_best_rounding__its_residual_is_that_of_the_arrays(bits, f, inputs):
    net = Layers.of_network(Network.from_spline(f))
    points = [([x], at(f, x)) for x in sorted(inputs)]
    data = [((to_rational(x),), to_rational(y)) for (x,), y in points]
    box = data[0][0][0], data[-1][0][0]
    best = unless_infinite(best_rounding, net, bits, data, box)
    if best is None:
        return
    found, tried = best
    arrays = arrays_of(found.rounded)
    assert tried >= 1
    assert says(found, arrays, points)
    assert not says(found, arrays, [(x, y + 10**9) for x, y in points])
    rounded = unless_infinite(nearest_layers, net, bits)
    assert rounded is None or found.sizes <= measure_rounding(rounded, net, data, box).sizes


@settings(max_examples=20)
@given(layers(dimension=2), st.data())
def test_best_rounding__several_inputs(net, draw):
    net = net._replace(v=tuple(v / 3 for v in net.v), b=tuple(b / 7 for b in net.b))
    inputs = draw.draw(st.lists(st.lists(ratios(-3, 3, 9), min_size=2, max_size=2), min_size=1))
    data = [(tuple(map(to_rational, x)), fmpq(0)) for x in inputs]
    found, tried = best_rounding(net, 16, data, None)
    assert (tried, found.difference) == (2, None)
    assert says(found, arrays_of(found.rounded), [(x, Fraction(0)) for x in inputs])


def test_best_rounding__several_inputs__output_weights_of_one_where_that_is_better():
    # (x1 + 2 x2 - 4)_+, whose weights are no floats as they stand.
    net = Layers(((fmpq(1, 3), fmpq(2, 3)),), (fmpq(-4, 3),), (fmpq(3),), (fmpq(0),) * 2, fmpq(0))
    data = [((fmpq(a), fmpq(b)), fmpq(max(0, a + 2 * b - 4))) for a in range(5) for b in range(5)]
    assert measure_rounding(nearest_layers(net, 16), net, data).residual.size > 0
    found = best_rounding(net, 16, data, None)[0]
    assert (found.residual.size, found.rounded.layers.v) == (0, (1,))
    assert found.rounded.way.endswith("after its output weight was made 1 or -1")


def test_best_rounding__takes_the_one_that_is_not_infinite():
    net = Layers(((fmpq(10) ** 5,),), (fmpq(-(10**5)),), (fmpq(1, 10**3),), (fmpq(0),), fmpq(0))
    data = [((fmpq(0),), fmpq(0)), ((fmpq(2),), fmpq(100))]
    with pytest.raises(DataError, match=r"hidden.weight\[0\]\[0\]"):
        nearest_layers(net, 16)
    assert best_rounding(net, 16, data, (fmpq(0), fmpq(2)))[0].residual.size < fmpq(1, 10)
    with pytest.raises(DataError, match="beyond the largest float16"):
        best_rounding(net._replace(offset=fmpq(10) ** 6), 16, data, None)


def test_best_rounding__of_many_points_the_closest_are_held_against_the_labels(monkeypatch):
    f = Spline("1/3", "100/7", ["2001/10", "2007/10", 203], ["10/3", "-22/7", "1/9"])
    net = Layers.of_network(Network.from_spline(f))
    data = [((to_rational(x),), to_rational(at(f, x))) for x in (Fraction(2000 + k, 10) for k in range(50))]
    box = data[0][0][0], data[-1][0][0]
    every, tried = best_rounding(net, 16, data, box)
    monkeypatch.setattr(choosing, "_MANY_POINTS", 10)
    some, again = best_rounding(net, 16, data, box)
    assert tried == again
    plain = measure_rounding(nearest_layers(net, 16), net, data)
    assert every.residual.size <= some.residual.size < plain.residual.size
    assert says(some, arrays_of(some.rounded), [([exact(a) for a in x], exact(y)) for x, y in data])


def test_best_rounding__of_too_many_knots_is_of_the_weights_as_they_are(monkeypatch):
    net = Layers(((fmpq(1, 3),),), (fmpq(-1, 7),), (fmpq(3),), (fmpq(0),), fmpq(0))
    data = [((fmpq(0),), fmpq(0)), ((fmpq(1),), fmpq(4, 7))]
    assert best_rounding(net, 16, data, (fmpq(0), fmpq(1)))[1] > 2
    monkeypatch.setattr(choosing, "_MOST_KNOTS", 0)
    assert best_rounding(net, 16, data, (fmpq(0), fmpq(1)))[1] == 2


def test_measure_rounding__nothing_to_measure_against():
    rounded = nearest_layers(Layers((), (), (), (fmpq(0),), fmpq(1, 3)), 16)
    assert isinstance(rounded, RoundedLayers)
    assert measure_rounding(rounded, rounded.layers)[1:] == (None, None)
    assert Measured(rounded, Most(fmpq(1), ()), None).sizes == (1, 0)
