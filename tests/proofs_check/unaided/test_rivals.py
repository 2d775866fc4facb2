"""Splines through given points and networks of given functions, against evaluation and against `sparsest`."""

from collections import Counter

from hypothesis import given, settings

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.cases.strategies import data_sets
from proofs_check.unaided.functions import connecting_the_dots, function_of, misses, outputs
from proofs_check.unaided.rivals import random_function, redundant_network
from sparsest import Dataset, Spline
from sparsest.exact.exponent import Exponent

WIGGLE = SplineCase(Dataset(range(7), [0, 2, 1, 1, 5, 0, 0]))

HALF = Exponent.read("1/2")


@settings(max_examples=150, deadline=None)
@given(spline_cases(data_sets(2, 9)))
def test_random_functions_interpolate_and_networks_are_them(case):
    rng, (x, y) = case.rng(), case.data.flint
    function = random_function(case, rng)
    assert misses(case, function) is None
    assert [Spline(*function).value(at) for at in x] == list(y)
    network = redundant_network(function, rng)
    assert function_of(network) == function
    assert network.to_spline().flint == tuple(function)
    assert tuple(outputs(network, x)) == y


def test_random_functions_are_of_many_kinds():
    numbers = Counter()
    for seed in range(200):
        case = SplineCase(WIGGLE.data, HALF, seed)
        numbers[len(random_function(case, case.rng()).knots)] += 1
    assert min(numbers) <= 5
    assert max(numbers) >= 9


def test_random_networks_are_of_many_kinds():
    function, kinds = connecting_the_dots(WIGGLE), Counter()
    for seed in range(50):
        neurons = redundant_network(function, SplineCase(WIGGLE.data, HALF, seed).rng()).neurons
        kinds["turned"] += any(n.input_weight < 0 for n in neurons)
        kinds["rescaled"] += any(abs(n.input_weight) not in (0, 1) for n in neurons)
        kinds["dead"] += any(n.weight == 0 for n in neurons)
        kinds["more"] += sum(n.weight != 0 for n in neurons) > len(function.knots)
    assert all(kinds[kind] >= 10 for kind in ("turned", "rescaled", "dead", "more"))
