"""Roundings with feedback: every weight a float, as many neurons as knots, and errors that do not add up."""

import random
from fractions import Fraction
from statistics import median

import pytest
from flint import fmpq
from hypothesis import given, settings

from sparsest import Dataset, Network, solve
from sparsest.exact.rationals import to_rational
from sparsest.interchange.feedback import rerounded
from sparsest.interchange.floats import FLOATS, nearest_in
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import spline_of, worst_difference
from sparsest.interchange.rounding import arrays_of, nearest_layers
from tests.interchange.functions import at, boxes, exact, net_at, splines


@pytest.mark.parametrize("bits", [64, 32, 16])
@settings(max_examples=40)
@given(f=splines(most=5), box=boxes())
def test_rerounded__all_weights_are_floats_and_neurons_are_knots(bits, f, box):
    kind, (low, high) = FLOATS[bits], map(to_rational, box)
    for found in rerounded(f, kind, low, high):
        w, b, v, skip, offset, _ = found.layers
        for a in (*(row[0] for row in w), *b, *v, *skip, offset):
            assert nearest_in(kind, a) == a
        extra = 2 if "two neurons more" in found.way else 0
        assert len(v) == len(f.knots) + extra
        # The two neurons of a line have no kink together.
        assert len(spline_of(found.layers).knots) <= len(f.knots)


def test_rerounded__exact_where_every_number_is_a_float():
    f = spline_of(Layers.of_network(Network.from_spline(solve(Dataset([0, 1, 2, 3], [0, 1, 0, 5])).spline)))
    for found in rerounded(f, FLOATS[16], fmpq(0), fmpq(3)):
        assert spline_of(found.layers) == f, found.way


def walk(seed, points, start):
    """Return data with errors that add up: a random walk of decimals, from `start` on."""
    rng = random.Random(seed)
    x, y = [Fraction(start)], [Fraction(0)]
    for _ in range(points):
        x.append(x[-1] + Fraction(rng.randint(1, 30), 10))
        y.append(y[-1] + Fraction(rng.randint(-300, 300), 100))
    return Dataset(x, y)


@pytest.mark.slow
@pytest.mark.parametrize(("bits", "start", "factor"), [(32, 0, 8), (32, 2000, 60), (64, 2000, 60)])
def test_rerounded__beats_the_nearest_floats(bits, start, factor):
    ratios = []
    for seed in range(5):
        data = walk(seed, 60, start)
        f, (low, high) = solve(data).spline, (data.flint.x[0], data.flint.x[-1])
        plain = nearest_layers(Layers.of_network(Network.from_spline(f)), bits)
        before = worst_difference(f, spline_of(plain.layers), low, high).size
        found = min(
            (worst_difference(f, spline_of(one.layers), low, high).size, k, one)
            for k, one in enumerate(rerounded(f, FLOATS[bits], low, high))
        )
        # Its largest error at the data, from the arrays, in Fractions.
        arrays = arrays_of(found[2])
        at_data = max(abs(net_at(arrays, [x]) - at(f, x)) for x in data.x)
        assert to_rational(at_data) <= found[0] < before
        ratios.append(before / found[0])
    assert median(ratios) > factor, [float(exact(r)) for r in ratios]


def test_rerounded__no_weight_is_infinite():
    f = spline_of(Layers(((fmpq(1),),), (fmpq(-2),), (fmpq(10) ** 6,), (fmpq(0),), fmpq(0)))
    assert list(rerounded(f, FLOATS[16], fmpq(0), fmpq(4))) == []
    assert list(rerounded(f, FLOATS[32], fmpq(0), fmpq(4)))
