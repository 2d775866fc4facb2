"""All vertices against brute force that shares no code with it."""

from fractions import Fraction
from random import Random

import pytest

from proofs_check.conformance.making.networks import best_networks, outputs_of, read_input_points
from tests.multivariate.oracles import least_count
from tests.multivariate.price_oracle import least_networks


def drawn(seed, count):
    rng = Random(seed)
    for _ in range(count):
        places = rng.sample([(a, b) for a in range(-2, 3) for b in range(-2, 3)], rng.randint(1, 2))
        yield tuple(tuple(map(Fraction, x)) for x in places), tuple(Fraction(rng.randint(-3, 4)) for _ in places)


def test_the_least_count_is_brute_force():
    for x, y in drawn("counts", 6):
        assert best_networks((x, y), "0").parameters == (least_count(x, y),)


def test_the_least_price_is_brute_force():
    for x, y in drawn("prices", 5):
        found, right = best_networks((x, y), "1/2"), least_networks(x, y, Fraction(1, 2))
        assert found.ways == len(right)
        sizes = sorted(Fraction(int(a.p), int(a.q)) for a in found.weights)
        assert sizes in [sorted(abs(a) for _, z in network for a in z if a) for network in right]


def test_outputs_and_tables_that_are_none():
    network = {"neurons": [{"output_weight": "-1", "input_weights": ["1", "1"], "bias": "0"}]}
    assert outputs_of(network, (((Fraction(1), Fraction(2)), (Fraction(-1), Fraction(0))), ())) == [-3, 0]
    for text in ("x1,x2,y\n", "x1,x2,y\n0,0,1\n0,0,2\n", "x1,x2,y\n0,0,1\n0,1\n"):
        with pytest.raises(ValueError, match=r"no table|two labels|no points"):
            read_input_points(text)
