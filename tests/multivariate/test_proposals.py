"""Methods that find good networks: which there are, and that the best of them is reported."""

import random

import pytest

from sparsest import Points, solve_network
from sparsest.exact.clock import Clock
from sparsest.multivariate import fewest
from sparsest.multivariate.proposals import proposals
from tests.multivariate.strategies import planted


def uniform(count, dimension, seed=0):
    rng = random.Random(seed)
    x = [[f"{rng.uniform(-1, 1):.3f}" for _ in range(dimension)] for _ in range(count)]
    return Points(x, [f"{rng.uniform(-1, 1):.3f}" for _ in x])


def test_proposals__every_network_interpolates():
    points, seen = uniform(8, 2), []
    for name, share, networks in proposals(points, Clock()):
        assert 0 < share <= 1
        counts = []
        for network in networks:
            assert network.interpolates(points)
            counts.append(network.parameters)
        assert counts == sorted(set(counts), reverse=True)
        seen.append(name)
    assert seen == ["structure", "beam"]


@pytest.mark.slow
def test_solve_network__says_which_method_won():
    points = uniform(14, 2)
    solution = solve_network(points, seconds=1)
    assert (solution.source, solution.value < 20) == ("beam", True)
    assert solution.to_json()["source"] == "beam"
    network, data = planted(40, 2, 3, 1)
    found = solve_network(data, seconds=2)
    assert (found.source, found.value <= network.parameters) == ("structure", True)
    assert solve_network(data, seconds=1, incumbent=network).value <= network.parameters
    assert solve_network(points, "1/2", seconds=1).source is None


def test_search__without_proposals_is_worse(monkeypatch):
    monkeypatch.setattr(fewest, "proposals", lambda _points, _clock: iter(()))
    assert solve_network(uniform(14, 2), seconds=1).source != "beam"
