"""The least V_p within gates: against the fewest knots, closed forms, `solve` at tolerance 0, and random values."""

import random
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_sets, rationals
from sparsest import Dataset, PricedSolution, UsageError, solve
from sparsest.exact.exponent import Exponent
from sparsest.univariate import priced
from sparsest.univariate.gates import Gates
from sparsest.univariate.priced import MOST_PRICED, solve_priced
from tests import oracles

widths = rationals(positive=True, max_exponent=1).filter(lambda a: a < 50)


@settings(max_examples=40)
@given(data_sets(1, 5), widths)
def test_limit_0__has_the_fewest_knots(points, tolerance):
    """Found by bends and the greedy, which share nothing with the vertices."""
    data = Dataset(*points)
    assert solve(data, "0+", tolerance=tolerance).knots == solve(data, tolerance=tolerance).knots


@settings(max_examples=40)
@given(data_sets(1, 6), st.sampled_from(["1/2", "1/3", "9/10", "0+", "1-"]))
def test_tolerance_0__is_solve(points, p):
    data = Dataset(*points)
    found, exact = solve(data, p, tolerance=0), solve(data, p)
    assert (found.spline, found.candidates, found.largest_residual) == (exact.spline, 1, 0)


@settings(max_examples=60)
@given(data_sets(3, 3), widths, st.sampled_from(["1/2", "2/3"]))
def test_three_points__the_gap_is_as_small_as_the_gates_let_it_be(points, tolerance, p):
    x, y = points
    weights = [1 / (x[1] - x[0]), -1 / (x[1] - x[0]) - 1 / (x[2] - x[1]), 1 / (x[2] - x[1])]
    gap = sum(w * v for w, v in zip(weights, y, strict=True))
    least = max(abs(gap) - tolerance * sum(map(abs, weights)), Fraction(0))
    found = solve(Dataset(x, y), p, tolerance=tolerance)
    assert [abs(c) for c in found.spline.slope_changes] == [least] * (least > 0)


def values_within(x, y, tolerance, rng):
    """Labels moved within their gates, often to an end, often so that three points are on a line."""
    z = [v + tolerance * rng.choice([-1, 1, 0, Fraction(rng.randint(-9, 9), 9)]) for v in y]
    for k in range(1, len(x) - 1):
        line = z[k - 1] + (z[k + 1] - z[k - 1]) * (x[k] - x[k - 1]) / (x[k + 1] - x[k - 1])
        if rng.random() < 0.5 and abs(line - y[k]) <= tolerance:
            z[k] = line
    return z


def beaten(found, x, y, tolerance, p, rng, tries=60):
    """Whether values at random within the gates have a lower least V_p, by all matchings and mpmath."""
    least = oracles.objective(found.spline.slope_changes, p)
    costs = (oracles.brute_force(x, values_within(x, y, tolerance, rng), p).slope_changes[0] for _ in range(tries))
    with mpmath.workdps(60):
        return any(oracles.objective(changes, p) < least * (1 - mpmath.mpf(10) ** -50) for changes in costs)


def data_sets_and_tolerances(count):
    rng = random.Random(15)
    for _ in range(count):
        n = rng.randint(3, 5)
        x = [Fraction(k) for k in range(n)]
        yield x, [Fraction(rng.randint(-6, 6)) for _ in range(n)], Fraction(rng.randint(1, 8), 4), rng


@pytest.mark.slow
def test_random_values__never_do_better():
    for x, y, tolerance, rng in data_sets_and_tolerances(60):
        for p in ("1/2", "4/5"):
            found = solve(Dataset(x, y), p, tolerance=tolerance)
            assert not beaten(found, x, y, tolerance, p, rng)
            assert all(abs(found.spline(a) - b) <= tolerance for a, b in zip(x, y, strict=True))


def without_lines(*gates):
    """Vertices at which every value is an end of its gate: those with a slope gap 0 are left out."""
    return (values for values in true_vertices(*gates) if all(v in pair for v, *pair in zip(values, *gates[1:])))  # noqa: B905


true_vertices = priced._vertices


@pytest.mark.slow
def test_planted__vertices_left_out_are_missed(monkeypatch):
    monkeypatch.setattr(priced, "_vertices", without_lines)
    wrong = [
        beaten(solve(Dataset(x, y), "1/2", tolerance=tolerance), x, y, tolerance, "1/2", rng)
        for x, y, tolerance, rng in data_sets_and_tolerances(60)
    ]
    assert sum(wrong) > 5


def test_ties__all_vertices_of_least_price_are_there():
    found = solve(Dataset([0, 1, 2], [0, 0, 0]), "1/2", tolerance=1)
    assert found.knots == 0
    lines = {(spline(0), spline(2)) for spline in found.splines}
    assert lines == {(a, b) for a in (-1, 1) for b in (-1, 1)}
    assert all(spline.slope_changes == () for spline in found.splines)


def test_bounds_and_rows_of_one_x():
    data = Dataset([0, 1, 1, 2], [0, 3, 2, 0], ties="gates")
    assert solve(data, "1/2", tolerance=1).spline.slope_changes == (Fraction(-2),)
    assert isinstance(solve(Dataset([0, 1], [0, 1]), "1/2", lower=[0, 1], upper=[1, 2]), PricedSolution)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((range(MOST_PRICED + 1), {"tolerance": 1}), r"for at most 7 points, and there are 8; leave p out"),
        ((range(3), {"tolerance": "inf"}), r"every gate needs both ends"),
        ((range(3), {"lower": [0, 1, 2]}), r"every gate needs both ends"),
        ((range(3), {"tolerance": 1, "fit": "any"}), r"fit = 'any' chooses among functions with the fewest knots"),
    ],
)
def test_refusals(arguments, message):
    labels, options = arguments
    with pytest.raises(UsageError, match=message):
        solve(Dataset(list(labels), list(labels)), "1/2", **options)


def test_progress__counts_the_vertices():
    seen = []
    gates = Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1)
    assert solve_priced(gates, Exponent.read("1/2"), seen.append).candidates == sum(seen) > 4


@pytest.mark.slow
def test_seven_points__in_seconds():
    found = solve(Dataset(range(MOST_PRICED), [0, 3, 1, 4, 1, 5, 9]), "1/2", tolerance="1/2")
    assert found.candidates > 100
    assert found.knots >= solve(found.data, tolerance="1/2").knots
