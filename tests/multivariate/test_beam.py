"""Beam search: exact whatever floats propose, never below what is proved, and mostly as few as there are labels."""

import random
import time

import numpy as np
import pytest

from sparsest import Points
from sparsest.exact.clock import Clock
from sparsest.multivariate import beam
from sparsest.multivariate.beam import beam_networks
from sparsest.multivariate.fewest import Search
from tests.multivariate.test_proposals import uniform


def best(points, seconds=None, seed=0):
    """Return the parameters of the networks found in so many seconds, and hold each to the points."""
    clock, counts = Clock(), []
    with clock.within(seconds):
        for network in beam_networks(points, clock, seed):
            assert network.interpolates(points)
            counts.append(network.parameters)
    assert counts == sorted(set(counts), reverse=True)
    return counts


@pytest.mark.parametrize(("dimension", "count"), [(2, 10), (3, 12), (10, 30), (30, 20)])
def test_uniform__as_many_as_there_are_labels_or_one_more(dimension, count):
    assert best(uniform(count, dimension), 5)[-1] <= count + 1


def test_seed__the_same_networks_again():
    points = uniform(7, 2, 3)
    first = list(beam_networks(points, seed=5))
    assert first == list(beam_networks(points, seed=5))
    assert first


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_proved__never_below_and_often_equal(seed):
    rng = random.Random(seed)
    points = uniform(rng.choice([3, 4, 5]), rng.choice([2, 3]), seed)
    search = Search(points)
    search.run()
    assert search.is_optimal
    assert search.best.count <= best(points)[-1] <= search.best.count + 2


GRID = [[a, b] for a in range(4) for b in range(4)]
ADVERSARIAL = {
    "one point": ([[2, 3]], [5]),
    "one label 0": ([[2, 3]], [0]),
    "all labels 0": (GRID, [0] * 16),
    "labels 0 between": (GRID, [3, 0, 0, -1, 0, 2, 0, 0, 5, 0, -2, 0, 0, 0, 0, 1]),
    "grid": (GRID, [3, 1, -2, -1, 4, 2, 7, 6, 5, -3, -2, 8, 9, 4, 4, 1]),
    "affine": (GRID, [2 * a - 3 * b + 1 for a, b in GRID]),
    "on a line": ([[k, 2 * k] for k in range(9)], [1, -2, 3, 1, 0, 2, -5, 4, 4]),
    "through the origin": ([[k, -k] for k in range(-4, 5)], [1, -2, 3, 1, 0, 2, -5, 4, 4]),
    "twice": ([[0, 1], [0, 1], [1, 1], [1, 0]], [1, 1, 2, -1]),
    "one column constant": ([[1, k] for k in range(8)], [1, -2, 3, 1, 7, 2, -5, 4]),
    "one input": ([[k] for k in range(8)], [1, -2, 3, 1, 7, 2, -5, 4]),
    "huge and tiny": ([[10**400 * k, k * k] for k in range(6)], ["1e-400", -2, "3e300", 1, 7, 2]),
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial(name):
    points = Points(*ADVERSARIAL[name])
    counts = best(points, 1)
    # A move has at most d + 1 weights, and meets a point at least.
    assert not counts or counts[-1] <= (points.dimension + 1) * len(points)
    assert counts or name == "huge and tiny"


def test_deadline__is_kept():
    points = uniform(400, 3)
    best(uniform(4, 2))
    begin = time.monotonic()
    best(points, 0.5)
    assert time.monotonic() - begin < 0.75


def test_planted__weights_that_are_wrong_are_not_yielded(monkeypatch):
    right = beam._weights

    def wrong(order, left, move):
        found = right(order, left, move)
        return None if found is None else (*found[:-1], found[-1] + 1)

    monkeypatch.setattr(beam, "_weights", wrong)
    assert best(uniform(6, 2), 1) == []


def test_made__a_neuron_that_spoils_what_was_met_is_not_taken():
    """The second neuron would meet its point, and change the first one, which is met."""
    order = beam._Ranked(Points([[0], [1], [2]], [1, 2, 3]), [(0,), (1,), (2,)], [0])
    first, constant = beam.BeamMove(1, (1,), (0,), ()), beam.BeamMove(1, (1,), (1,), ())
    neurons, left, reached = beam._made(order, order.labels, 0, [first, constant], Clock())
    assert (len(neurons), left, reached) == (1, [0, 1, 2], 1)
    sloped = beam.BeamMove(1, (0,), (1,), ())
    assert beam._made(order, order.labels, 0, [first, sloped], Clock())[1] == [0, 0, 0]


def test_planted__signs_that_are_wrong_are_not_taken(monkeypatch):
    """The kernel proposes output weights of the other sign: the exact part takes none."""
    points, made = uniform(8, 2), []
    kernel, exact = beam._Beam._path, beam._made

    def spoiling(self, node):
        return [move._replace(sign=-move.sign) for move in kernel(self, node)]

    monkeypatch.setattr(beam._Beam, "_path", spoiling)
    monkeypatch.setattr(beam, "_made", lambda *given: made.append(exact(*given)) or made[-1])
    assert best(points, 1) == []
    assert made
    assert all(neurons == [] for neurons, _, _ in made)


def test_promising__the_orders_with_fewest_parameters_go_on():
    assert beam._promising(list("abcdefgh"), [9, 8, float("inf"), 7, 9, 6, 8, 7]) == ["f", "d"]
    assert beam._promising(["a", "b"], [9, 8]) == ["b"]


def test_pass__none_where_fewer_parameters_are_asked_than_can_be():
    """Labels in general position need as many parameters as there are: a pass that may have one less is given up."""
    points = uniform(12, 2)
    order = next(beam._orders(points, np.random.default_rng(1)))
    found = beam._pass(order, 50, None, np.random.default_rng(1), Clock())
    assert found.interpolates(points)
    again = beam._pass(order, 50, found.parameters, np.random.default_rng(1), Clock())
    assert again.interpolates(points)
    assert again.parameters <= found.parameters
    assert beam._pass(order, 50, 7, np.random.default_rng(1), Clock()) is None


def test_rounds__the_best_orders_are_searched_again_with_more_states(monkeypatch):
    seen, real = [], beam._pass

    def noted(order, width, most, *rest):
        seen.append((width, most))
        return real(order, width, most, *rest)

    monkeypatch.setattr(beam, "_pass", noted)
    best(uniform(30, 2), 2)
    orders = next(k for k, (width, _) in enumerate(seen) if width > beam._WIDTH)
    assert {width for width, _ in seen[:orders]} == {beam._WIDTH}
    assert all(most is None for _, most in seen[:orders])
    assert seen[orders][0] == beam._BEST_OF * beam._WIDTH
    assert seen[orders][1] is not None
