import io
import math
from fractions import Fraction
from itertools import islice

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import (
    csv_texts,
    data_from_gaps,
    data_sets,
    data_sets_with_gaps,
    exact_ties,
    exponents,
    gap_sequences,
    interpolants,
    near_ties,
    wide_ratios,
)
from sparsest import Dataset, UsageError, solve
from tests import oracles

fixed = st.sampled_from(["1/2", "37/100", "1/10", "9/10", "0", "0+", "1-"])


def solved(points, p):
    return solve(Dataset(*points), p)


def costs(spline, p, dps=60):
    with mpmath.workdps(dps):
        return mpmath.fsum(abs(mpmath.mpf(c.numerator) / c.denominator) ** p for c in spline.slope_changes)


@given(data_sets(1, 12), exponents())
def test_spline_and_network__interpolate_exactly(points, p):
    solution = solved(points, p)
    for x, y in zip(*points, strict=True):
        assert solution.spline(x) == solution.network(x) == y
    assert solution.knots >= solution.fewest_knots
    if p in ("0", "0+"):
        assert solution.knots == solution.fewest_knots


@settings(max_examples=150)
@given(data_sets_with_gaps(gap_sequences(0, 10)), fixed)
def test_solve__agrees_with_brute_force_over_all_matchings(points, p):
    solution = solved(points, p)
    expected = oracles.brute_force(*points, p)
    found = sorted(sorted(abs(c) for c in f.slope_changes) for f in solution.splines())
    assert found == sorted(sorted(abs(c) for c in changes) for changes in expected.slope_changes)
    assert solution.fewest_knots == expected.fewest_knots
    if len(points[0]) > 1 and p != "0":
        assert solution.minimizers == expected.count


@settings(max_examples=60)
@given(st.sampled_from(["1/2", "1/3"]).flatmap(lambda p: st.tuples(st.just(p), exact_ties(p))), st.data())
def test_solve__exact_ties_are_all_returned(pair, data):
    p, gaps = pair
    points = data_from_gaps(gaps)
    solution = solved(points, p)
    expected = oracles.brute_force(*points, p)
    assert solution.minimizers == expected.count == len(list(solution.splines())) > 1
    assert not solution.unique
    assert solution.knots == min(map(len, expected.slope_changes))


@settings(max_examples=60)
@given(st.sampled_from(["1/2", "37/100", "0+", "1-"]).flatmap(lambda p: st.tuples(st.just(p), near_ties(p))))
def test_solve__near_ties_are_told_apart(pair):
    p, gaps = pair
    points = data_from_gaps(gaps)
    assert solved(points, p).minimizers == oracles.brute_force(*points, p).count


@settings(max_examples=40)
@given(data_sets_with_gaps(wide_ratios()), st.sampled_from(["1/2", "37/100", "0+", "1-"]))
def test_solve__gaps_of_wildly_different_size(points, p):
    solution = solved(points, p)
    assert sorted(map(abs, solution.spline.slope_changes)) in [
        sorted(map(abs, changes)) for changes in oracles.brute_force(*points, p).slope_changes
    ]


@settings(max_examples=200)
@given(data_sets(2, 7), st.sampled_from([0.5, 0.37, 0.9, 0.05]), st.data())
def test_theorem_a__no_interpolant_anywhere_does_better(points, p, data):
    other = data.draw(interpolants(*points))
    with mpmath.workdps(60):
        cost = mpmath.fsum(abs(mpmath.mpf(c.numerator) / c.denominator) ** p for _, c in other.knots)
        assert costs(solved(points, p).spline, p) <= cost + mpmath.mpf(10) ** -40


@settings(max_examples=60)
@given(data_sets(2, 9))
def test_limits__agree_with_rational_p_very_near(points):
    near_zero, near_one = solved(points, Fraction(1, 10**40)), solved(points, 1 - Fraction(1, 10**40))
    for limit, near in (("0+", near_zero), ("1-", near_one)):
        assert solved(points, limit).spline == near.spline
        assert solved(points, limit).minimizers == near.minimizers


@given(csv_texts(2), fixed)
def test_solve__text_and_fractions_give_the_same(pair, p):
    text, points = pair
    assert solve(Dataset.from_csv(io.StringIO(text)), p).to_json() == solved(points, p).to_json()


@given(data_sets(2, 9), fixed, st.fractions(min_value=Fraction(1, 9), max_value=9))
def test_solve__invariances(points, p, factor):
    """Scaling labels keeps knots; adding a line and moving x keep slope changes; mirroring keeps the rest."""
    x, y = points
    base = solved(points, p)
    scaled = solved((x, [factor * v for v in y]), p)
    assert scaled.spline.knots == base.spline.knots
    moved = solved(([u + 5 for u in x], [v + 3 * u - 1 for u, v in zip(x, y, strict=True)]), p)
    assert moved.spline.slope_changes == base.spline.slope_changes
    mirrored = solved(([-u for u in x], y), p)
    assert (mirrored.knots, mirrored.minimizers) == (base.knots, base.minimizers)
    if base.unique:
        assert mirrored.spline.slope_changes == base.spline.slope_changes[::-1]


@pytest.mark.parametrize("p", ["1/2", "0", "0+", "1-"])
def test_solve__tiny_and_collinear_data(p):
    single = solve(Dataset([3], [5]), p)
    assert (single.spline(10), single.knots, single.minimizers, single.unique) == (5, 0, math.inf, False)
    pair = solve(Dataset([0, 2], [1, 2]), p)
    assert (pair.spline(4), pair.knots, pair.unique) == (3, 0, True)
    line = solve(Dataset(range(9), range(0, 18, 2)), p)
    assert (line.knots, line.unique) == (0, True)
    three = solve(Dataset([0, 1, 2], [0, 0, 1]), p)
    assert (three.knots, three.spline.knots, three.unique) == (1, (1,), p != "0")
    if p in ("1/2", "0"):
        assert str(line.objective) == "0"


def test_solve__paper_example_and_json_schema():
    solution = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")
    assert solution.to_json() == {
        "schema": "sparsest/solution/1",
        "problem": {"dimension": 1, "points": 6, "p": "1/2"},
        "spline": {
            "left": {"slope": "0", "intercept": "0"},
            "knots": [
                {"x": "-1", "slope_change": "1"},
                {"x": "1/2", "slope_change": "-2"},
                {"x": "2", "slope_change": "1"},
            ],
        },
        "knots": 3,
        "fewest_knots": 3,
        "unique": True,
        "minimizers": "1",
        "objective": {"exact": "2 + 2^(1/2)", "enclosure": ["3.41421356237309504880", "3.41421356237309504881"]},
    }
    assert solve(Dataset([0, 1, 2], [0, 0, 1]), "0+").to_json()["objective"] is None


def test_solve__four_gaps_where_small_p_matters():
    """Gaps (1/100, 1, 1, 1/100): p* = 0.18071..., so the minimiser has 2 knots at 0.18 and 3 at 0.1808."""
    data = Dataset(*data_from_gaps([Fraction(1, 100), 1, 1, Fraction(1, 100)]))
    assert [solve(data, p).knots for p in ("0+", "0.18", "0.1807", "0.1808", "1/2")] == [2, 2, 2, 3, 3]


def test_minimizers__fibonacci_many_and_lazily():
    data = Dataset(*data_from_gaps([1, 1, 1, 0] * 2000))
    solution = solve(data, "1/2")
    assert solution.minimizers == 2**2000
    three = list(islice(solution.splines(), 3))
    assert len(set(three)) == 3
    assert three[0] == solution.spline


def test_solve__reports_progress_run_by_run():
    seen = []
    solve(Dataset(*data_from_gaps([1, 1, -1, 0, 2])), progress=seen.append)
    assert seen == [2, 1, 1]


@pytest.mark.parametrize("p", ["1", "3/2", "-1", "x", 1.0])
def test_solve__refuses_p_outside_its_range(p):
    with pytest.raises(UsageError, match="p"):
        solve(Dataset([0, 1], [0, 1]), p)


@pytest.mark.parametrize("p", [Fraction(1, 10**300), 1 - Fraction(1, 10**300), 2.0**-54, 1 - 2.0**-53])
def test_solve__p_very_near_0_and_1_is_the_limit(p):
    data = Dataset(*data_from_gaps([(k * k) % 17 + 1 for k in range(300)]))
    assert solve(data, p).spline == solve(data, "0+" if p < 0.5 else "1-").spline


def test_objective__gaps_of_equal_hash_cost_no_more():
    """Fractions k/(2^61 - 1) all have one hash; a dict of them would take quadratic time."""
    gaps = [Fraction(k + 1, 2**61 - 1) * (-1) ** k for k in range(5000)]
    low, high = solve(Dataset(*data_from_gaps(gaps)), "1/2").objective.enclosure(20)
    assert low < high
