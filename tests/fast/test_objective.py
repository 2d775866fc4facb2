import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import arb, ctx

from sparsest import Dataset
from sparsest.campaign.families import FAMILIES
from sparsest.fast import solve
from sparsest.fast.arithmetic import RANGE_HIGH, RANGE_LOW
from sparsest.fast.objective import evaluate, slope_change_errors, total_power
from sparsest.fast.referee import nearest_double
from sparsest.univariate.gaps import Gaps
from tests.fast import checks
from tests.fast.checks import PRECISION, exact

U = Fraction(1, 2**53)


def matched(x, y, rng):
    """Return marks of a random matching, and its exact spline: evaluation must not need the best one."""
    gaps = Gaps.of(Dataset(x, y))
    matches = []
    for k, (d, e) in enumerate(pairwise(gaps.gaps)):
        if d * e > 0 and (not matches or matches[-1] < k - 1) and rng.random() < 0.6:
            matches.append(k)
    marks = np.zeros(x.size, np.uint8)
    for k, pair in gaps.places(matches):
        marks[k + 1] = 2 if pair else 1
    return marks, gaps.spline(matches)


def places(x, spline, rng):
    """Return places everywhere: at data and knots and beside them, between, and beyond both ends."""
    knots = [nearest_double(t) for t in spline.knots]
    special = np.concatenate([x, [t for t in knots if math.isfinite(t)]])
    inside = rng.uniform(0, 1, 20)
    inside = inside * x[0] + (1 - inside) * x[-1]
    beyond = x[[0, -1]] + (np.abs(x[[0, -1]]) / 20 + 1) * [-1, 1]
    return np.concatenate([special, np.nextafter(special, np.inf), inside, beyond])


def lines(x, y, marks, point):
    """Return the lines (anchor, slope) that the value at a place is computed from, by the definition of the marks."""
    left = min(max(int(np.searchsorted(x, point, side="right")) - 1, 0), x.size - 2)
    if marks[left] != 2:
        return [(left, checks.slope(x, y, left))]
    return [(left, checks.slope(x, y, left - 1)), (left + 1, checks.slope(x, y, left + 1))]


ORDINARY = [name for name in FAMILIES if name not in ("valley", "wide", "wide steps", "subnormals")]


@pytest.mark.parametrize("family", ORDINARY)
def test_evaluate__is_near_the_exact_spline(family):
    """A value y + s (t - x) errs by 3u in s, u in t - x, u in the product and u in the sum, to first order."""
    rng = np.random.default_rng(0)
    shared = 0
    for _ in range(40):
        x, y = FAMILIES[family](rng, int(rng.integers(3, 14)))
        if x.size < 2:
            continue
        marks, spline = matched(x, y, rng)
        shared += int((marks == 2).sum())
        points = places(x, spline, rng)
        for point, value in zip(points.tolist(), evaluate(x, y, marks, points).tolist(), strict=True):
            size = max(
                abs(Fraction(float(y[k]))) + abs(s * (Fraction(point) - Fraction(float(x[k]))))
                for k, s in lines(x, y, marks, point)
            )
            assert abs(Fraction(value) - spline(point)) <= 7 * U * size + Fraction(5e-324)
    assert shared > 10 or family in ("collinear pairs", "constant")


def test_evaluate__is_the_label_at_a_point():
    rng = np.random.default_rng(1)
    for _ in range(50):
        x, y = FAMILIES["walk"](rng, 9)
        marks, _ = matched(x, y, rng)
        own = marks[:-1] != 2
        assert np.array_equal(evaluate(x, y, marks, x)[:-1][own], y[:-1][own])


def test_evaluate__any_shape_any_order():
    x, y = np.arange(4.0), np.array([0, 0, 1, 3.0])
    marks = np.array([0, 2, 0, 0], np.uint8)
    points = np.array([2.5, -1.0, np.nan, 1.5, 0.0, 1.75, 9.0, 3.0])
    expected = [2.0, 0.0, np.nan, 0.0, 0.0, 0.5, 15.0, 3.0]
    for shape in ((8,), (2, 4), (2, 2, 2)):
        found = evaluate(x, y, marks, points.reshape(shape))
        np.testing.assert_array_equal(found, np.reshape(expected, shape))
    for point, value in zip(points, expected, strict=True):
        np.testing.assert_array_equal(evaluate(x, y, marks, np.array(point)), np.array(value))
    assert evaluate(x, y, marks, np.empty((0, 3))).shape == (0, 3)
    assert evaluate(x[:1], y[:1], marks[:1], points.reshape(4, 2)).tolist() == [[0.0, 0.0]] * 4


def overflowing(kind, rng):
    """Return data with differences or slopes that overflow, by tall labels, far points or tiny steps."""
    x, y = np.sort(rng.uniform(-1, 1, 8)), rng.uniform(-1, 1, 8)
    if kind == "tall":
        return x, y * rng.choice([1.0, 1e-10], 8) * 1.7e308
    if kind == "far":
        # One step is beyond all doubles; all other differences are doubles.
        return np.concatenate([x[:3] * 1e307 - 1.6e308, x[3:] * 1e307 + 1.6e308]), y * 1e300
    return x * 1e-300, y * 10.0 ** rng.integers(0, 20, 8)


@pytest.mark.parametrize("kind", ["tall", "far", "steep"])
def test_evaluate__where_differences_overflow_the_value_is_correctly_rounded(kind):
    rng = np.random.default_rng(2)
    overflown = 0
    for _ in range(60):
        x, y = overflowing(kind, rng)
        marks, spline = matched(x, y, rng)
        points = places(x, spline, rng)
        with np.errstate(all="ignore"):
            bad = ~np.isfinite(np.diff(x)) | ~np.isfinite(np.diff(y) / np.diff(x))
        left = np.clip(np.searchsorted(x, points, side="right") - 1, 0, x.size - 2)
        for point, k, value in zip(points.tolist(), left.tolist(), evaluate(x, y, marks, points).tolist(), strict=True):
            if bad[max(k - 1, 0) : k + 2].any():
                overflown += 1
                assert value == nearest_double(spline(point))
            assert not math.isnan(value)
    assert overflown > 100


@pytest.mark.parametrize("family", FAMILIES)
def test_slope_change_errors__hold_and_are_small(family):
    """The bound against the exact slope changes of any matching; it is 18u of the slopes beside each gap."""
    rng = np.random.default_rng(3)
    for p in ("1/2", "0+", "0"):
        for _ in range(30):
            fast = solve(*FAMILIES[family](rng, int(rng.integers(3, 14))), p)
            errors = slope_change_errors(fast.x, fast.y, fast.marks).tolist()
            spline = fast.to_spline()
            at = np.flatnonzero(fast.marks).tolist()
            for i, change, error, true in zip(
                at, fast.slope_changes.tolist(), errors, spline.slope_changes, strict=True
            ):
                beside = [checks.slope(fast.x, fast.y, k) for k in range(i - 1, i + 1 + (fast.marks[i] == 2))]
                size = sum(abs(s) + abs(t) for s, t in pairwise(beside))
                if math.isfinite(error):
                    assert abs(Fraction(change) - true) <= Fraction(error)
                    assert Fraction(error) <= 19 * U * size + 3 * Fraction(5e-324)
                else:
                    # Unknown only where a difference, or the slopes' sum, is beyond all doubles.
                    ends = [*fast.x[[i - 1, i + 1]], *fast.y[[i - 1, i + 1]]]
                    assert size > 10**300 or max(map(abs, ends)) > 1e300


def test_slope_change_errors__one_for_each_knot():
    x, y = np.arange(6.0), np.array([0, 0, 1, 4, 4, 4.0])
    for marks in ([0, 2, 0, 1, 0, 0], [0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0]):
        assert slope_change_errors(x, y, np.array(marks, np.uint8)).size == np.count_nonzero(marks)
    single = slope_change_errors(x, y, np.array([0, 1, 1, 1, 0, 0], np.uint8))
    shared = slope_change_errors(x, y, np.array([0, 2, 0, 1, 0, 0], np.uint8))
    assert shared[0] == single[0] + single[1]
    assert shared[1] == single[2]
    for n in (1, 2):
        assert slope_change_errors(x[:n], y[:n], np.zeros(n, np.uint8)).tolist() == []


def worst_sums(changes, errors, p):
    """Return the least and the greatest sum of |c|^p for true changes within the errors, as balls."""
    total = [arb(0), arb(0)]
    for c, e in zip(np.abs(changes).tolist(), errors.tolist(), strict=True):
        for k, true in enumerate((exact(c) - exact(e), exact(c) + exact(e))):
            total[k] += arb(true) ** arb(exact(p))
    return total


@pytest.mark.parametrize("p", [0.5, 0.37, 1e-3, 0.999, 5e-324])
@pytest.mark.parametrize("scale", [0.0, 5.0, 890.0])
def test_total_power__encloses_the_sum_for_all_changes_within_the_errors(p, scale):
    rng = np.random.default_rng(4)
    for size in (1, 2, 7, 300):
        for share in (0.0, 2.0**-50, 1e-9, 0.01, 0.5):
            changes = 2.0 ** rng.uniform(-scale, scale, size) * rng.choice([-1.0, 1.0], size)
            errors = np.abs(changes) * share
            low, high = total_power(changes, errors, p)
            with ctx.workprec(PRECISION):
                least, most = worst_sums(changes, errors, p)
                assert arb(exact(low)) <= least
                assert most <= arb(exact(high))
                # Twice as wide as it must be for c - e where e is large, plus the powers' error.
                assert high - low <= (4.1 * p * share + 2.0**-39) * float(most.mid())


def test_total_power__of_many_terms_and_of_none():
    changes = np.full(10**6, 0.1)
    low, high = total_power(changes, np.zeros(10**6), 0.5)
    with ctx.workprec(PRECISION):
        true = 10**6 * arb(exact(0.1)).sqrt()
        assert arb(exact(low)) <= true <= arb(exact(high))
    assert high - low <= 2.0**-39 * high
    assert total_power(np.empty(0), np.empty(0), 0.5) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("change", "error", "known"),
    [
        (2 * RANGE_LOW, 0.0, True), (RANGE_HIGH, 0.0, True), (-1.0, 0.5, True), (1.0, 0.5, True),
        (1.9 * RANGE_LOW, 0.0, False), (1.1 * RANGE_HIGH, 0.0, False), (1.0, 0.6, False), (-math.inf, 0.0, False),
        (1.0, math.inf, False), (math.inf, math.inf, False), (5e-324, 0.0, False), (0.0, 0.0, False),
    ],
)  # fmt: skip
def test_total_power__is_unknown_beyond_the_powers_range(change, error, known):
    for others in ([], [1.0], [-2.0, 3.0]):
        found = total_power(np.array([*others, change]), np.array([*np.zeros(len(others)), error]), 0.5)
        assert (found is not None) == known
