"""The fewest knots within a tolerance: against `solve` at p = 0, brute force, and what is promised of the fit."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import data_sets, data_sets_with_gaps, gap_sequences, rationals
from proofs_check.verify import check_certificate
from sparsest import DataError, Dataset, ToleranceSolution, UsageError, solve
from sparsest.univariate.gates import Gates
from sparsest.univariate.tolerance import solve_within
from tests.univariate.gate_oracle import drawn, fewest_by_blocks

NOISY = Dataset([0, 1, 2, 3, 4, 5], [0, 3, 0, 5, 0, 1])


def accepted(solution):
    verdict = check_certificate(solution.certificate())
    return (verdict.verdict, verdict.claims_checked) == ("accept", 4)


@given(data_sets_with_gaps(gap_sequences(0, 10)))
def test_solve__tolerance_0_is_problem_3(points):
    """l = u: the same fewest knots as Theorem 3.1 at p = 0, and an interpolant."""
    data = Dataset(*points)
    for fit in ("least", "any"):
        found = solve(data, tolerance=0, fit=fit)
        assert found.knots == found.fewest_knots == solve(data, "0").fewest_knots
        assert set(found.residuals) == {0}
        assert [found.spline(x) for x in data.x] == list(data.y)
        assert accepted(found)


@settings(max_examples=150)
@given(data_sets(1, 9), rationals(max_exponent=2))
def test_solve__passes_with_as_many_knots_as_the_blocks_need(points, tolerance):
    data, tolerance = Dataset(*points), abs(tolerance)
    low, high = [y - tolerance for y in data.y], [y + tolerance for y in data.y]
    expected = fewest_by_blocks(data.x, low, high)
    for fit in ("least", "any"):
        found = solve(data, "0", tolerance=tolerance, fit=fit)
        assert found.knots == len(found.spline.knots) == expected
        assert found.largest_residual == max(abs(found.spline(x) - y) for x, y in zip(data.x, data.y, strict=True))
        assert found.largest_residual <= tolerance
        assert accepted(found)


@settings(max_examples=100)
@given(data_sets(2, 8), rationals(max_exponent=1))
def test_least__no_function_with_so_few_knots_is_nearer(points, tolerance):
    data = Dataset(*points)
    found = solve(data, tolerance=abs(tolerance))
    eps = found.largest_residual
    assert found.critical.scale == Gates.within(data, eps).scale
    if eps:
        for less in (eps * (1 - Fraction(1, 10**30)), eps / 2):
            low, high = [y - less for y in data.y], [y + less for y in data.y]
            assert fewest_by_blocks(data.x, low, high) > found.knots


def test_least__is_what_any_does_not_promise():
    least, some = (solve(NOISY, tolerance="9/4", fit=fit) for fit in ("least", "any"))
    assert (least.knots, least.largest_residual) == (some.knots, 2)
    assert 2 < some.largest_residual <= Fraction(9, 4)


@pytest.mark.slow
def test_bounds__of_every_kind():
    rng = random.Random(9)
    for _ in range(400):
        x, low, high = drawn(rng, 9)
        inside = [Fraction(a if a is not None else b if b is not None else 0) for a, b in zip(low, high, strict=True)]
        data = Dataset(x, inside)
        for fit in ("least", "any"):
            found = solve(data, lower=low, upper=high, fit=fit)
            assert found.knots == fewest_by_blocks(x, low, high)
            assert accepted(found), (x, low, high)
            for at, floor, ceiling in zip(x, low, high, strict=True):
                assert floor is None or floor <= found.spline(at)
                assert ceiling is None or found.spline(at) <= ceiling


def test_bounds__labels_outside_are_for_any():
    with pytest.raises(UsageError, match='fit = "least" shrinks all gates towards their labels'):
        solve(NOISY, lower=[1] * 6)
    found = solve(NOISY, lower=[1] * 6, fit="any")
    assert (found.knots, found.critical, found.factor) == (0, None, None)
    assert accepted(found)


def test_factor__of_tolerances_of_their_own():
    same = solve(NOISY, tolerance=[2] * 6)
    assert (same.knots, same.factor * 2) == (
        solve(NOISY, tolerance=2).knots,
        solve(NOISY, tolerance=2).largest_residual,
    )
    widths = [Fraction(k, 10) for k in (11, 22, 11, 33, 11)]
    uneven = solve(NOISY, tolerance=[*widths, "inf"])
    assert uneven.factor == Fraction(10, 11)
    assert accepted(uneven)
    shrunk = [uneven.factor * t for t in widths]
    assert solve(NOISY, tolerance=[*shrunk, "inf"], fit="any").knots == uneven.knots
    tiny = 1 - Fraction(1, 10**20)
    assert solve(NOISY, tolerance=[*(tiny * t for t in shrunk), "inf"], fit="any").knots > uneven.knots


def test_infinite__one_line_the_nearest():
    found = solve(NOISY, tolerance=float("inf"))
    assert (found.knots, found.tolerance) == (0, None)
    assert found.largest_residual == Fraction(5, 2)
    assert accepted(found)
    assert accepted(solve(NOISY, tolerance="inf", fit="any"))
    assert accepted(solve(Dataset([1], [5]), tolerance="inf"))


def test_one_sided__and_no_ends_at_all():
    assert solve(NOISY, lower=list(NOISY.y)).knots == 0
    assert solve(NOISY, tolerance=["inf"] * 6).knots == 0
    for found in (solve(NOISY, upper=list(NOISY.y)), solve(NOISY, tolerance=["inf"] * 6)):
        assert accepted(found)


def test_ties__all_labels_at_one_x_are_met():
    data = Dataset([0, 1, 1, 2], [0, 3, 4, 0], ties="gates")
    found = solve(data, tolerance=1)
    assert found.knots == 1
    assert max(abs(r) for r in found.residuals) == Fraction(1, 2) == found.largest_residual
    assert accepted(found)
    with pytest.raises(DataError, match=r"entry 1 .* and entry 2"):
        solve(data, tolerance="1/3")
    with pytest.raises(DataError, match="two labels"):
        solve(data, "0")


def test_order__tolerances_and_residuals_go_with_the_points_as_given():
    data = Dataset([2, 0, 1], [0, 0, 3])
    found = solve(data, tolerance=[5, 1, 0])
    assert found.tolerances == (5, 1, 0)
    assert found.to_json()["problem"]["tolerances"] == ["5", "1", "0"]
    assert found.residuals[2] == 0
    assert found.residuals == tuple(found.spline(x) - y for x, y in ((2, 0), (0, 0), (1, 3)))


def test_arrays__are_taken():
    x = np.array([0.0, 0.5, 1.0])
    assert solve(Dataset(x, x**2), tolerance=np.array([0.25, 0.25, 0.25])).knots == 0
    assert solve(Dataset(x, x**2), tolerance=np.float64(0.125)).knots == 0
    assert solve(Dataset(x, x**2), lower=x - 1, upper=x + 1, fit="any").knots == 0


@pytest.mark.parametrize("p", ["1/2", "0+", "1-"])
def test_p__another_than_0_is_refused_for_many_points(p):
    with pytest.raises(UsageError, match=r"with a tolerance: all candidates are tried, for at most 7 points"):
        solve(Dataset(range(8), range(8)), p, tolerance=1)


def test_p__0_is_implied():
    assert isinstance(solve(NOISY, tolerance=1), ToleranceSolution)
    assert solve(NOISY, 0, tolerance=1).p.name == "0"
    assert solve(NOISY).p.name == "0+"


def test_usage__is_refused_in_one_line():
    for call, said in (
        (lambda: solve(NOISY, fit="any"), "fit = 'any' is for functions within a tolerance"),
        (lambda: solve(NOISY, tolerance=1, fit="best"), "fit = 'best': use one of least, any"),
        (lambda: solve(NOISY, tolerance=1, lower=[0] * 6), "give a tolerance, or bounds"),
        (lambda: solve_within(NOISY), "give a tolerance, or bounds"),
        (lambda: solve([1, 2], tolerance=1), "list is no data set"),
    ):
        with pytest.raises(UsageError) as caught:
            call()
        assert str(caught.value).startswith(said)
        assert "\n" not in str(caught.value)


def test_network__is_the_same_function():
    found = solve(NOISY, tolerance="3/2")
    assert [found.network(x) for x in range(-2, 9)] == [found.spline(x) for x in range(-2, 9)]
    assert len(found.network.neurons) == found.knots
    assert (str(found.objective), found.unique) == (str(found.knots), None)


def test_to_json__by_kind():
    made = solve(NOISY, tolerance="1.5").to_json()
    assert made["problem"] == {"dimension": 1, "points": 6, "p": "0", "tolerance": "3/2", "fit": "least"}
    assert (made["unique"], made["minimizers"], made["largest_residual"]) == (None, None, "3/2")
    own = solve(NOISY, tolerance=[1, 1, 1, 1, 1, "inf"], fit="any").to_json()["problem"]
    assert (own["tolerance"], own["tolerances"][4:]) == (None, ["1", "infinite"])
    bounds = solve(NOISY, lower=[0, None, 0, 0, 0, 0], fit="any").to_json()["problem"]
    assert (bounds["lower"][:2], bounds["upper"]) == (["0", None], [None] * 6)
    assert solve(NOISY, tolerance="inf").to_json()["problem"]["tolerance"] == "infinite"
    assert "factor" in solve(NOISY, tolerance=[1] * 6).to_json()


def test_progress__is_told():
    told = []
    solve(NOISY, tolerance=1, progress=told.append)
    assert set(told) == {6}
    solve(NOISY, tolerance=1, fit="any", progress=told.clear and told.append)


@given(data_sets(1, 6), st.sampled_from([Fraction(1, 10**40), Fraction(10**40)]))
def test_scale__huge_and_tiny(points, unit):
    data = Dataset(*points)
    other = Dataset([x * unit for x in data.x], [y / unit for y in data.y])
    one, two = solve(data, tolerance=1), solve(other, tolerance=1 / unit)
    assert one.knots == two.knots
    assert one.largest_residual == two.largest_residual * unit
    assert [t * unit for t in one.spline.knots] == list(two.spline.knots)
