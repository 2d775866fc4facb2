"""Ranges over boxes against linear programs over activation patterns, against splines, and at random points."""

import time
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import DataError, Network, Neuron, UsageError
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.interchange.layers import Layers
from sparsest.linear.program import LinearProgram, Optimum
from sparsest.multivariate import box as module
from sparsest.multivariate import flats
from sparsest.multivariate.box import box_range
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron

from .strategies import networks, small


def by_patterns(net, low, high):
    """Least and greatest value: a linear program for each set of active neurons, which knows no vertex."""
    found = []
    ends = {"lower": list(map(to_rational, low)), "upper": list(map(to_rational, high))}
    for pattern in product([1, -1], repeat=len(net.neurons)):
        rows = [
            ([s * a for a in n.weights[:-1]], -s * n.weights[-1]) for s, n in zip(pattern, net.neurons, strict=True)
        ]
        active = [n.charged for s, n in zip(pattern, net.neurons, strict=True) if s > 0]
        *slope, constant = (
            sum(column, fmpq(0)) for column in zip(*active, (fmpq(0),) * (net.dimension + 1), strict=True)
        )
        for sign in (1, -1):
            best = LinearProgram(net.dimension, [], rows, **ends).minimize([sign * a for a in slope])
            if isinstance(best, Optimum):
                found.append(as_fraction(sign * best.value + constant))
    return min(found), max(found)


def check(net, low, high, found):
    """The range is exact and attained in the box."""
    assert found.exact
    for taken in (found.least, found.greatest):
        assert net(taken.x) == taken.value
        assert all(a <= x <= b for a, x, b in zip(low, taken.x, high, strict=True))


@st.composite
def boxes(draw, dimension):
    low = draw(st.lists(small, min_size=dimension, max_size=dimension))
    width = draw(st.lists(st.sampled_from([0, Fraction(1, 3), 1, 3]), min_size=dimension, max_size=dimension))
    return low, [a + b for a, b in zip(low, width, strict=True)]


@st.composite
def networks_in_boxes(draw, most=4):
    dimension = draw(st.integers(1, 3))
    return draw(networks(dimension, max_neurons=most)), *draw(boxes(dimension))


@pytest.mark.parametrize("few", [0, 10**9], ids=["halving", "along lines at once"])
@settings(max_examples=40)
@given(case=networks_in_boxes())
def test_box_range__is_that_of_the_patterns(few, case):
    net, low, high = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", few)
        found = box_range(net, low, high)
    check(net, low, high, found)
    assert (found.least.value, found.greatest.value) == by_patterns(net, low, high)


@settings(max_examples=50)
@given(networks_in_boxes(most=8), st.data())
def test_box_range__holds_every_value(case, data):
    net, low, high = case
    found = box_range(net, low, high)
    check(net, low, high, found)
    for _ in range(5):
        x = [data.draw(st.fractions(a, b, max_denominator=50)) for a, b in zip(low, high, strict=True)]
        assert found.lower <= net(x) <= found.upper


@given(networks(1, max_neurons=8), boxes(1))
def test_box_range__of_one_input_is_that_of_the_spline(net, box):
    (low,), (high,) = box
    spline = Network([Neuron(n.output_weight, *n.weights) for n in net.neurons]).to_spline()
    found = box_range(net, [low], [high])
    assert tuple(end.value for end in spline.extremes(low, high)) == (found.least.value, found.greatest.value)


def random_network(neurons, dimension, seed=1):
    rng = np.random.default_rng(seed)
    exact = [[fmpq(*float(a).as_integer_ratio()) for a in row] for row in rng.normal(size=(neurons, dimension + 2))]
    return MultivariateNetwork([MultivariateNeuron(v, tuple(w)) for v, *w in exact], dimension)


@pytest.mark.slow
@pytest.mark.parametrize(("neurons", "dimension"), [(200, 2), (40, 3), (12, 5)])
def test_box_range__of_larger_networks__two_ways(neurons, dimension, monkeypatch):
    """Halving first, or along lines much sooner: other boxes, other lines, and one answer, beyond all values."""
    net, low, high = random_network(neurons, dimension), [-1] * dimension, [1] * dimension
    found = box_range(net, low, high)
    check(net, low, high, found)
    monkeypatch.setattr(module, "_FEW", 10**9 if dimension < 4 else 20_000)
    assert box_range(net, low, high) == found
    points = np.random.default_rng(2).uniform(-1, 1, size=(200, dimension))
    assert all(found.lower < net(list(map(float, x))) < found.upper for x in points)


TENT = MultivariateNetwork(
    [MultivariateNeuron.of(v, [1, 1], b) for v, b in ((1, 1), (-2, 0), (1, -1))]
    + [MultivariateNeuron.of("1/4", [0, 1], 0), MultivariateNeuron.of(-1, [1, 0], "-9/10")],
    2,
)
# Its greatest value is at a corner that only edges reach: no hyperplane meets it, and no bound points there.
CORNER = MultivariateNetwork([MultivariateNeuron.of(25, [1, 1], "-1.9"), MultivariateNeuron.of(-1, [1, 0], 0)], 2)
PLANTED = [TENT, CORNER, random_network(6, 2, seed=4)]


def ranges():
    found = [box_range(net, [-1, -1], [1, 1], seconds=5) for net in PLANTED]
    return [(part.least.value, part.greatest.value, part.lower, part.upper) for part in found]


def a_crease_left_out(line, low, high, walk=flats._walk):
    return [place for i, place in enumerate(walk(line, low, high)) if i != 1]


def no_gap(self):
    low, high = flats._range(self.affine, self.box)
    return (low, high), ((self.box[0][0],) * len(self.box),) * 2


FAULTS = {
    "a vertex left out": (flats, "_walk", a_crease_left_out),
    "a face forgotten": (flats, "_ends", lambda interval: interval[:1]),
    "no hyperplane cuts": (flats, "_cut_lines", lambda *_: iter(())),
    "bounds without their gap": (flats.Creased, "bounds", no_gap),
    "nothing is worth it": (module._Search, "_worth", lambda *_: False),
    "half a box forgotten": (flats.Creased, "halves", lambda self, halves=flats.Creased.halves: halves(self)[:1]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_box_range__planted_faults_are_seen(name, monkeypatch):
    monkeypatch.setattr(module, "_FEW", 0 if name.startswith("half") else 10**9)
    right = ranges()
    for net, (least, greatest, *bounds) in zip(PLANTED, right, strict=True):
        assert (least, greatest) == tuple(bounds) == by_patterns(net, [-1, -1], [1, 1])
    owner, attribute, fault = FAULTS[name]
    monkeypatch.setattr(owner, attribute, fault)
    assert ranges() != right


@pytest.mark.slow
def test_box_range__when_the_time_is_up_bounds_are_proved():
    net, low, high = random_network(60, 8), [-1] * 8, [1] * 8
    before = time.monotonic()
    one, other = (box_range(net, low, high, seconds=seconds) for seconds in (1e-9, 1))
    assert time.monotonic() - before < 30
    assert not one.exact
    assert not other.exact
    # What is proved does not contradict itself, and more time never proves less.
    assert one.lower <= other.lower < other.least.value <= one.least.value
    assert one.greatest.value <= other.greatest.value < other.upper <= one.upper
    for found in (one, other):
        assert net(found.least.x) == found.least.value
        assert net(found.greatest.x) == found.greatest.value


def test_box_range__many_hyperplanes_through_one_point__ends():
    """Halving never separates them; the lines do."""
    neurons = [MultivariateNeuron.of((-1) ** k, [3 * k - 7, 5 - k], "1/3") for k in range(12)]
    moved = [MultivariateNeuron(n.output_weight, (*n.weights[:2], -n.activation([fmpq(1, 3), fmpq(1, 7), fmpq(0)])))
             for n in neurons]  # fmt: skip
    net = MultivariateNetwork(moved, 2)
    found = box_range(net, [-1, -1], [1, 1])
    check(net, [-1, -1], [1, 1], found)


def test_box_range__skip_and_offset_of_layers__are_affine():
    layers = Layers((), (), (), (fmpq(2), fmpq(-3)), fmpq(1, 2))
    found = box_range(layers.to_multivariate(), [0, 0], [1, 1])
    assert (found.least, found.greatest) == ((Fraction(-5, 2), (0, 1)), (Fraction(5, 2), (1, 0)))
    assert found.exact


def test_box_range__of_a_point_and_of_no_neurons():
    net = MultivariateNetwork([MultivariateNeuron.of(2, [1, 1], 0)], 2)
    found = box_range(net, [1, "1/2"], [1, "1/2"])
    assert found.exact
    assert found.least == found.greatest == (3, (1, Fraction(1, 2)))
    assert box_range(MultivariateNetwork([], 2), [0, 0], [1, 1]).greatest.value == 0


@pytest.mark.parametrize(
    ("low", "high", "kind", "message"),
    [
        ([0], [1, 1], UsageError, r"low = \[0\]: give a list of 2 numbers"),
        ([0, 0], 1, UsageError, "high = 1: give a list of 2 numbers"),
        ([0, 2], [1, 1], UsageError, r"input 1: the interval \[2, 1\] is empty; give low <= high"),
        ([0, float("nan")], [1, 1], DataError, "low, input 1: nan is not a finite number"),
    ],
)
def test_box_range__refuses_what_is_no_box(low, high, kind, message):
    with pytest.raises(kind, match=message):
        box_range(MultivariateNetwork([], 2), low, high)


def test_box_range__refuses_other_networks_and_times():
    with pytest.raises(UsageError, match="no network of several inputs"):
        box_range(Network([]), [0], [1])
    with pytest.raises(UsageError, match="seconds = 0"):
        box_range(MultivariateNetwork([], 1), [0], [1], seconds=0)
