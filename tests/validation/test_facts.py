"""Counts of a network, against counts by definition on drawn networks."""

from fractions import Fraction

import numpy as np

from sparsest import Dataset, MultivariateNetwork, MultivariateNeuron, Network, Neuron, Points
from sparsest.validation import facts
from sparsest.validation.facts import facts_of


def by_definition(rows, points):
    """Return dead, constant, active, silent of neurons (v, w, b) with lists w."""
    dead = constant = active = silent = 0
    for v, w, b in rows:
        if not any(w):
            dead, constant = (dead, constant + 1) if v and b > 0 else (dead + 1, constant)
        elif not v:
            dead += 1
        else:
            active += 1
            silent += all(sum(a * t for a, t in zip(w, x, strict=True)) + b <= 0 for x in points)
    return dead, constant, active, silent


def drawn(rng, d):
    units = int(rng.integers(0, 7))
    return [(int(rng.integers(-1, 2)), rng.integers(-1, 2, d).tolist(), int(rng.integers(-2, 3))) for _ in range(units)]


def test_facts__of_one_input_are_those_of_the_definition():
    rng = np.random.default_rng(0)
    for _ in range(300):
        rows = drawn(rng, 1)
        x = sorted({Fraction(int(a), 2) for a in rng.integers(-4, 5, 4)})
        net = Network([Neuron.of(v, w[0], b) for v, w, b in rows], int(rng.integers(2)), int(rng.integers(2)))
        facts = facts_of(net, Dataset(x, x))
        dead, constant, active, silent = by_definition(rows, [[a] for a in x])
        assert (facts.neurons, facts.dead, facts.constant, facts.active) == (len(rows), dead, constant, active)
        assert facts.silent == silent
        kinks = {}
        for v, w, b in rows:
            if w[0]:
                kinks[Fraction(-b, w[0])] = kinks.get(Fraction(-b, w[0]), 0) + v * abs(w[0])
        assert facts.knots == facts.merged == sum(c != 0 for c in kinks.values())
        assert facts.cancelling == sum(v * w[0] != 0 and kinks[Fraction(-b, w[0])] == 0 for v, w, b in rows)
        own = sum((v * w[0] != 0) + (v * b != 0) for v, w, b in rows)
        assert facts.parameters == own + (net.skip != 0) + (net.offset != 0)


def test_facts__of_several_inputs_are_those_of_the_definition():
    rng = np.random.default_rng(1)
    for _ in range(200):
        rows = drawn(rng, 2)
        x = sorted({tuple(a) for a in rng.integers(-2, 3, (3, 2)).tolist()})
        net = MultivariateNetwork([MultivariateNeuron.of(*row) for row in rows], 2)
        facts = facts_of(net, Points(x, [0] * len(x)))
        dead, constant, active, silent = by_definition(rows, x)
        assert (facts.dead, facts.constant, facts.active, facts.silent) == (dead, constant, active, silent)
        assert facts.parameters == net.parameters
        assert facts.knots is None


def test_facts__cancelling_neurons_of_several_inputs():
    of = MultivariateNeuron.of
    points = Points([[0, 0]], [0])
    pair = [of(2, [1, 2], 3), of(-1, [2, 4], 6)]
    # z and -z cancel too, but for the line that the two of them come to.
    sides = [of("1/2", [1, 2], 3), of("-1/2", [-1, -2], -3)]
    assert facts_of(MultivariateNetwork([*pair, of(1, [1, 0], 0)], 2), points).cancelling == 2
    assert facts_of(MultivariateNetwork(pair, 2), points).cancelling == 2
    assert facts_of(MultivariateNetwork(sides, 2), points).cancelling == 0


def test_facts__silent_neurons_are_not_counted_where_that_would_take_long(monkeypatch):
    net, points = MultivariateNetwork([MultivariateNeuron.of(1, [1, 0], -9)], 2), Points([[0, 0], [1, 1]], [0, 0])
    assert facts_of(net, points).silent == 1
    monkeypatch.setattr(facts, "_MOST_PAIRS", 1)
    assert facts_of(net, points).silent is None
