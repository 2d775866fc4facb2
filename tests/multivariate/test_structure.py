"""The structure search: planted networks are met, what it yields interpolates, and no structure takes no time."""

import time
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings

from sparsest.exact.clock import Clock
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate import structure
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.solve import solve_network
from sparsest.multivariate.structure import structure_networks
from sparsest.points import Points

from .strategies import labelled, networks_with_points, planted


def parameters(points, seconds=30, seed=0):
    return [network.parameters for network in structure_networks(points, Clock(seconds), seed)]


@pytest.mark.parametrize(("seed", "neurons", "dimension"), [(0, 3, 2), (1, 4, 2), (3, 3, 2), (6, 3, 3)])
def test_planted_networks_are_met(seed, neurons, dimension):
    net, points = planted(40, dimension, neurons, seed)
    assert min(parameters(points)) <= net.parameters


@pytest.mark.parametrize(
    ("seed", "neurons"),
    [(1035, 3), (1001, 5), (1019, 5), (2009, 5), (3005, 5)],
    ids=["four points between", "four points between, folds in turn", "copies", "no point between", "a null"],
)
def test_planted_networks_are_met__of_few_points_in_many_regions(seed, neurons):
    net, points = planted(40, 2, neurons, seed)
    assert min(parameters(points), default=None) <= net.parameters


def test_planted_networks_are_met__in_any_units():
    net, points = planted(40, 2, 5, 3005)
    for unit in (10**400, Fraction(1, 10**400)):
        scaled = Points(points.flint.x, [unit * Fraction(int(y.p), int(y.q)) for y in points.flint.y])
        assert min(parameters(scaled)) <= net.parameters


def test_folds_to_go_on_with_are_all_different():
    _, points = planted(40, 2, 5, 1004)
    search = structure._Search(points, Clock(30), 0)
    pieces = search._bases.pieces(points.flint.y)
    fit = search._bases.fit(np.array(scaled_floats(points.flint.y)), 1.0)
    children = list(search._children(structure._State((), list(points.flint.y), 3, fit), pieces))
    folds = {(sign, min(a, tuple(-x for x in a))) for ((sign, a),) in (child.folds for child in children)}
    assert len(folds) == len(children) > 10


def test_nulls_are_minus_sums_of_folds_in_the_unit_of_the_labels():
    unit = fmpq(10) ** 400
    points = Points([[k, k * k] for k in range(1, 7)], [k * unit for k in range(1, 7)])
    search = structure._Search(points, Clock(30), 0)
    folds = tuple(structure._Fold(s, (s * k * unit, fmpq(0), fmpq(0))) for s, k in ((1, 1000), (-1, 3)))
    state = structure._State(folds, list(points.flint.y), 3, structure.PieceFit(0, 0))
    labels = np.array(scaled_floats(points.flint.y))
    for null, factor in zip(search._nulls(state), (0, -1000, -3, -1003), strict=True):
        assert np.allclose(null.values, factor * labels)
        assert null.function == (factor * unit, 0, 0)


def test_each_length_has_its_turn_its_best_first_and_no_folds_twice():
    def state(cost, *numbers):
        folds = tuple(structure._Fold(1, (fmpq(number),)) for number in numbers)
        return structure._State(folds, [], 1, structure.PieceFit(cost, 0))

    waiting = structure._Waiting(state(0))
    for one in (state(9, 1), state(8, 2), state(1, 1, 2), state(0, 2, 1), state(7, 1, 3)):
        waiting.add(one)
    assert [(len(one.folds), one.fit.cost) for one in waiting.turns(9)] == [(0, 0), (1, 8), (2, 1), (1, 9), (2, 7)]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(networks_with_points(max_points=9))
def test_what_is_yielded_interpolates_and_counts_less_each_time(pair):
    _, points = pair
    found = list(structure_networks(points, Clock(10)))
    assert all(network.interpolates(points) for network in found)
    assert all(b.parameters < a.parameters for a, b in pairwise(found))


@settings(max_examples=25, deadline=None)
@given(labelled(max_points=8))
def test_ties_collinear_points_and_any_labels(points):
    found = list(structure_networks(points, Clock(10)))
    assert all(network.interpolates(points) for network in found)


def test_nothing_and_at_once_where_labels_have_no_structure():
    rng = np.random.default_rng(0)
    for count, dimension in ((40, 2), (300, 3), (100, 10), (2, 3), (1, 1)):
        points = Points(rng.uniform(size=(count, dimension)), rng.uniform(size=count))
        begun = time.process_time()
        assert parameters(points) == []
        assert time.process_time() - begun < 2


def test_affine_and_zero_labels():
    rows = [[i, j * j] for i in range(4) for j in range(4)]
    assert parameters(Points(rows, [0] * 16)) == [0]
    assert parameters(Points(rows, [2 * a + b + 1 for a, b in rows])) == [3]
    assert parameters(Points(rows, [a - b for a, b in rows])) == [4]


def test_one_input():
    points = Points([[k] for k in range(12)], [max(0, k - 3) - 2 * max(0, k - 7) for k in range(12)])
    assert min(parameters(points)) <= 4


@pytest.mark.slow
def test_it_is_reproducible():
    _, points = planted(40, 2, 4, 7)
    first, again = (list(structure_networks(points, Clock(30), 3)) for _ in range(2))
    assert first == again != []


@pytest.mark.slow
def test_the_deadline():
    _, points = planted(300, 3, 8, 1)
    begun = time.monotonic()
    list(structure_networks(points, Clock(1)))
    assert time.monotonic() - begun < 1.5


def test_a_fault_in_a_fold_is_never_yielded(monkeypatch):
    _, points = planted(40, 2, 3, 0)
    right = structure._neuron
    monkeypatch.setattr(structure, "_neuron", lambda fold, is_turned: right(fold, not is_turned))
    assert all(network.interpolates(points) for network in structure_networks(points, Clock(20)))
    assert not any(n <= 9 for n in parameters(points, 20))


@pytest.mark.slow
def test_as_an_incumbent():
    net, points = planted(40, 2, 3, 0)
    *_, network = structure_networks(points, Clock(20))
    solution = solve_network(points, seconds=2, incumbent=network)
    assert solution.value <= net.parameters
    search = Search(points)
    search.offer(network)
    assert search.best.count <= net.parameters
