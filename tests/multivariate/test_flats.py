"""Functions with creases on flats of a box: what folding, fixing, cutting and bounding leave as it was."""

from math import comb

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.exact.rationals import to_rational
from sparsest.multivariate import flats
from sparsest.multivariate.flats import Crease, Creased, extremes_on_line, lines
from sparsest.multivariate.network import MultivariateNetwork
from tests.ratios import ratios

from .strategies import networks

UNIT = (fmpq(-1), fmpq(1))
inside = ratios(-1, 1, 20).map(to_rational)


def creased(net, interval=UNIT):
    return Creased.of([interval] * net.dimension, [Crease(n.output_weight, n.weights) for n in net.neurons])


@given(networks(2), st.tuples(inside, inside))
def test_of__is_the_network_on_the_box(net, t):
    flat = creased(net)
    assert flat.place(t) == (net.value((*t, fmpq(1))), t)
    keys = [flats._line(w) for _, w in flat.creases]
    assert len(keys) == len(set(map(str, keys)))
    for v, w in flat.creases:
        low, high = flats._range(w, flat.box)
        assert v != 0
        assert low < 0 < high


def test_of__coordinates_without_width_are_put_in():
    flat = Creased.of([UNIT, (fmpq(2), fmpq(2)), UNIT], [Crease(fmpq(1), tuple(map(fmpq, (1, 1, 1, -2))))])
    assert (len(flat.box), flat.creases) == (2, (Crease(fmpq(1), (fmpq(1), fmpq(1), fmpq(0))),))
    assert flat.place([fmpq(1), fmpq(1, 2)]) == (fmpq(3, 2), (1, 2, fmpq(1, 2)))


@given(networks(3), st.tuples(inside, inside, inside), st.integers(0, 2))
def test_fixed__is_the_function_there(net, t, j):
    part = creased(net).fixed(j, t[j])
    assert part.place(t[:j] + t[j + 1 :]) == (net.value((*t, fmpq(1))), t)


@given(networks(3), st.tuples(inside, inside))
def test_cut__is_the_function_on_the_hyperplane(net, t):
    flat = creased(net)
    for k, (_, w) in enumerate(flat.creases):
        part = flat.cut(k)
        if part is None:
            continue
        value, x = part.place(t)
        assert flats._at(w, x) == 0
        assert part.first <= k
        if all(-1 <= a <= 1 for a in x):
            assert value == net.value((*x, fmpq(1)))
            assert all(flats._at(wall, t) >= 0 for wall in part.walls)
        else:
            assert any(flats._at(wall, t) < 0 for wall in part.walls)


def test_cut__a_hyperplane_that_misses_the_flat_is_none():
    rows = [(1, 1, 0, "-19/10"), (1, -1, 0, 0), (1, 0, 3, -3)]
    flat = Creased.of([UNIT] * 3, [Crease(fmpq(1), tuple(map(to_rational, row))) for row in rows])
    first = flat.cut(0)
    assert first is not None
    # On x + y = 19/10 within the box x >= 9/10: so z is at most 7/10 where x + 3z = 3.
    assert [first.cut(k) is None for k in range(first.first, len(first.creases))] == [False, False]
    steep = Creased.of([UNIT] * 2, [Crease(fmpq(1), (fmpq(1), fmpq(1), fmpq(-19, 10)))])
    assert steep.fixed(0, fmpq(0)).creases == ()


@given(networks(2), st.tuples(inside, inside))
def test_bounds__hold_and_their_corners_are_corners(net, t):
    flat = creased(net)
    (low, high), corners = flat.bounds()
    assert low <= flat.place(t).value <= high
    for corner in corners:
        assert all(abs(a) == 1 for a in corner)
        assert low <= flat.place(corner).value <= high


def test_bounds__planted_fault_is_seen():
    """Without (1-s) u the upper bound is wrong where s is rounded down."""
    flat = Creased.of([(fmpq(-1), fmpq(10**6))], [Crease(fmpq(1), (fmpq(1), fmpq(0)))])
    (low, high), _ = flat.bounds()
    assert low <= 0
    assert high >= flat.place([fmpq(10**6)]).value > high - 2 * 10**6
    s = fmpq(63, 64)
    assert s * 10**6 + s < flat.place([fmpq(10**6)]).value


@given(networks(2), st.tuples(inside, inside))
def test_halves__are_the_function_on_both(net, t):
    flat = creased(net)
    if not flat.creases:
        return
    one, other = flat.halves()
    assert {one.box, other.box} != {flat.box}
    for half in (one, other):
        if all(a <= x <= b for x, (a, b) in zip(t, half.box, strict=True)):
            assert half.place(t) == flat.place(t)


@pytest.mark.parametrize(("neurons", "dimension"), [(1, 2), (3, 2), (4, 3)])
def test_lines__are_no_more_than_counted(neurons, dimension):
    rows = [
        [fmpq((7 * k + 3 * j) % 11 - 5 or 6) for j in range(dimension)] + [fmpq(1, 100 + k)] for k in range(neurons)
    ]
    flat = Creased.of([UNIT] * dimension, [Crease(fmpq(1), tuple(row)) for row in rows])
    assert len(flat.creases) == neurons
    found = list(lines(flat, lambda _: True))
    most = sum(comb(dimension, m) * 2 ** (dimension - m) * comb(neurons, m - 1) for m in range(1, dimension + 1))
    assert flat.work == most * (neurons + 1)
    # Hyperplanes may miss a face, or each other inside it; but in the whole box of the plane none does.
    assert dimension * 2 ** (dimension - 1) + neurons <= len(found) <= most
    assert (len(found) == most) == (dimension == 2)
    assert list(lines(flat, lambda _: False)) == []


@given(networks(1, max_neurons=6), st.lists(inside, min_size=1, max_size=5))
def test_extremes_on_line__hold_and_are_attained(net, t):
    least, greatest = extremes_on_line(creased(net))
    for place in (least, greatest):
        assert place.value == net.value((*place.x, fmpq(1)))
        assert -1 <= place.x[0] <= 1
    assert all(least.value <= net.value((at, fmpq(1))) <= greatest.value for at in t)


def test_extremes_on_line__stays_within_walls():
    line = creased(MultivariateNetwork([], 1))._replace(affine=(fmpq(1), fmpq(0)))
    within = line._replace(walls=((fmpq(2), fmpq(1)), (fmpq(-3), fmpq(1)), (fmpq(0), fmpq(0))))
    assert [place.value for place in extremes_on_line(within)] == [fmpq(-1, 2), fmpq(1, 3)]
    assert [place.value for place in extremes_on_line(line)] == [-1, 1]
    assert extremes_on_line(line._replace(walls=((fmpq(0), fmpq(-1)),))) is None
    assert extremes_on_line(line._replace(walls=((fmpq(1), fmpq(-2)),))) is None
