"""Splines through given points and networks of given functions, against evaluation and against `sparsest`."""

from collections import Counter
from fractions import Fraction

from flint import fmpq
from hypothesis import given, settings

from proofs_check import competitors
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.strategies import data_sets
from sparsest import Dataset, Network, Neuron, Spline
from sparsest.exact.exponent import Exponent

WIGGLE = SplineCase(Dataset(range(7), [0, 2, 1, 1, 5, 0, 0]))
HALF = Exponent.read("1/2")


@settings(max_examples=150, deadline=None)
@given(spline_cases(data_sets(2, 9)))
def test_random_functions_interpolate_and_networks_are_them(case):
    rng, (x, y) = case.rng(), case.data.flint
    function = competitors.random_function(case, rng)
    assert competitors.misses(case, function) is None
    assert [Spline(*function).value(at) for at in x] == list(y)
    network = competitors.random_network(function, rng)
    assert competitors.function_of(network) == function
    assert network.to_spline().flint == tuple(function)
    assert tuple(competitors.outputs(network, x)) == y


def test_random_functions_are_of_many_kinds():
    numbers = Counter()
    for seed in range(200):
        case = SplineCase(WIGGLE.data, HALF, seed)
        numbers[len(competitors.random_function(case, case.rng()).knots)] += 1
    assert min(numbers) <= 5
    assert max(numbers) >= 9


def test_random_networks_are_of_many_kinds():
    function, kinds = competitors.connecting_the_dots(WIGGLE), Counter()
    for seed in range(50):
        neurons = competitors.random_network(function, SplineCase(WIGGLE.data, HALF, seed).rng()).neurons
        kinds["turned"] += any(n.input_weight < 0 for n in neurons)
        kinds["rescaled"] += any(abs(n.input_weight) not in (0, 1) for n in neurons)
        kinds["dead"] += any(n.weight == 0 for n in neurons)
        kinds["more"] += sum(n.weight != 0 for n in neurons) > len(function.knots)
    assert all(kinds[kind] >= 10 for kind in ("turned", "rescaled", "dead", "more"))


def test_misses_names_the_first_point():
    function = competitors.connecting_the_dots(WIGGLE)
    moved = function._replace(knots=(*function.knots[:2], fmpq(7, 2), *function.knots[3:]))
    assert competitors.misses(WIGGLE, function) is None
    assert competitors.misses(WIGGLE, moved) == 4
    assert competitors.misses(WIGGLE, function._replace(intercept=fmpq(1))) == 0


def test_two_points_of_one_line():
    case = SplineCase(Dataset([0, 2], [1, "5/3"]))
    assert (case.flint_slopes, case.flint_gaps) == ((fmpq(1, 3),), ())
    assert competitors.through(case, []) == (fmpq(1, 3), fmpq(1), (), ())


def test_knots_that_cancel_are_dropped():
    one, two = fmpq(1), fmpq(2)
    assert competitors.through(WIGGLE, [(two, one), (one, one), (two, -one)]).knots == (one,)
    assert competitors.function_of(Network([Neuron.of(1, 1, 0), Neuron.of(-1, 2, 0), Neuron.of(1, 1, 0)])).knots == ()


def test_slopes_beside_knots():
    function = competitors.connecting_the_dots(WIGGLE)
    slopes = [Fraction(str(a)) for pair in competitors.slopes_beside(function, WIGGLE.data.flint[0]) for a in pair]
    assert slopes == [2, 2, 2, -1, -1, 0, 0, 4, 4, -5, -5, 0, 0, 0]


def test_costs_are_compared_exactly():
    one, two, four = fmpq(1), fmpq(2), fmpq(4)
    assert competitors.compare_costs([four], [one, one], HALF) == 0
    assert competitors.compare_costs([two, two], [four], HALF) == 1
    assert competitors.compare_costs([four * 4 - fmpq(1, 10**30)], [four, four], HALF) == -1


def test_large_data_have_fewer_minimisers_looked_at():
    case = SplineCase(Dataset.from_gaps([1, 1, 1, 0] * 600))
    assert len(list(competitors.some_minimizers(case))) == 20_000 // len(case.x)
