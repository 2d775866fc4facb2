"""Splines through given points and networks of given functions, against evaluation and against `sparsest`."""

from collections import Counter

import pytest
from flint import fmpq
from hypothesis import given, settings

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.cases.strategies import data_sets
from proofs_check.unaided.functions import connecting_the_dots, function_of, misses, outputs, steepest, through
from proofs_check.unaided.rivals import (
    atoms_of_slopes,
    of_the_form,
    overshooting,
    random_function,
    redundant_network,
)
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


@pytest.mark.parametrize("gaps", [[1], [1, -1], [0, 1, -2, 0], [2, 1, 0, -1]])
def test_overshooting__interpolates_with_as_many_knots_and_larger_changes(gaps):
    case = SplineCase(Dataset.from_gaps(gaps))
    dots = connecting_the_dots(case)
    for share in (fmpq(1, 2), fmpq(99, 100)):
        other = overshooting(case, dots, share)
        assert misses(case, other) is None
        assert len(other.knots) == len(dots.knots)
        assert max(other.sizes) >= min(dots.sizes) / (1 - share)


def test_overshooting__there_may_be_none():
    case = SplineCase(Dataset.from_gaps([0, 1, 0]))
    assert overshooting(case, connecting_the_dots(case)) is None


@settings(max_examples=60, deadline=None)
@given(spline_cases(data_sets(2, 9)))
def test_of_the_form__interpolates_within_the_chords_slopes(case):
    function = of_the_form(case, case.rng())
    assert misses(case, function) is None
    assert steepest(function) == max(map(abs, case.flint_slopes))


def test_of_the_form__is_of_many_kinds():
    drawn = {of_the_form(SplineCase(Dataset.from_gaps([1] * 5)), WIGGLE.rng(k)).shown[0] for k in range(100)}
    assert len(drawn) > 3


def test_atoms_of_slopes__a_slope_that_no_piece_has():
    case = SplineCase(Dataset.from_gaps([1, 1, 1, 1, 1]))  # the slope at the third point is free, and nowhere a piece's
    slopes = [[fmpq(0), fmpq(2), 2 + share, fmpq(3), fmpq(5)] for share in (fmpq(0), fmpq(1, 3), fmpq(1))]
    assert len({str(through(case, atoms_of_slopes(case, 0, u))) for u in slopes}) == 1


def test_redundant_network__without_splits_is_one_neuron_for_each_knot():
    function = connecting_the_dots(WIGGLE)
    for seed in range(30):
        network = redundant_network(function, WIGGLE.rng(seed), split=False)
        assert function_of(network) == function
        assert [n.weight for n in network.neurons if n.weight] == function.sizes
