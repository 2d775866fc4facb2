"""What the fast path returns: numbers of minimisers, bounds, values, sequences."""

import math
from fractions import Fraction

import numpy as np
import pytest

from sparsest import Dataset
from sparsest import solve as solve_exactly
from sparsest.fast import Batch, FastSolution, solve, solve_batch, solve_grid
from sparsest.fast.referee import nearest_double
from tests.fast.test_solve import family_data, same


def test_minimizers__infinitely_many_at_p_0():
    fast = solve([0, 1, 2], [0, 0, 1], "0")
    assert (fast.minimizers, fast.unique, fast.ties) == (math.inf, False, 1)
    assert (solve([0, 1, 2, 3], [0, 1, 0, 1], "0").minimizers, solve([0, 1, 2], [0, 1, 2], "0").minimizers) == (
        solve_exactly(Dataset([0, 1, 2, 3], [0, 1, 0, 1]), "0").minimizers,
        1,
    )


def test_minimizers__an_integer_of_any_size():
    """Equal gaps: every edge weighs the same, so any matching of most edges is best: k + 1 for 2k + 1 gaps."""
    assert [solve(range(n), [k * k for k in range(n)], "1/2").minimizers for n in (4, 5, 6, 7)] == [1, 2, 1, 3]
    # Runs of three gaps and two ways each, parted by collinear points.
    gaps = ([1] * 3 + [0]) * 1500
    y = np.cumsum(np.cumsum([0, 0, *gaps]))
    fast = solve(np.arange(float(y.size)), y, "1/2")
    assert fast.minimizers == 2**1500
    assert fast.decisions.unsure_runs == fast.decisions.runs == 1500


def test_batch__is_a_sequence():
    batch = solve_batch(range(4), np.arange(20).reshape(5, 4) ** 2, "1/2")
    assert isinstance(batch[0], FastSolution)
    for k in range(5):
        assert same(batch[k], batch[k - 5])
        assert same(batch[np.int64(k)], batch[k])
        assert batch.index(batch[k]) == k
        assert batch[k] in batch
    assert batch[4].y.tolist() == [256, 289, 324, 361]
    for part in (slice(None), slice(1, 3), slice(None, None, -1), slice(-2, None), slice(3, 99), slice(4, 1)):
        assert batch[part] == [batch[k] for k in range(5)[part]]
    assert list(reversed(batch)) == batch[::-1]
    for k in (5, -6, 10**30):
        with pytest.raises(IndexError, match=f"data set {k} of 5"):
            batch[k]
    for wrong in (1.0, "1", None, [0], (0, 1)):
        with pytest.raises((TypeError, IndexError)):
            batch[wrong]


def test_solutions__are_equal_if_points_and_p_are():
    """Comparing two solutions raised that the truth value of an array is ambiguous."""
    x, y = np.arange(4.0), np.array([0, 0, 1, 4.0])
    one = solve(x, y, "1/2")
    assert one == solve(x.copy(), y.copy(), 0.5)
    others = [solve(x, y, "1/3"), solve(x, y + 1, "1/2"), solve(x + 1, y, "1/2"), solve(x[:3], y[:3], "1/2"), 1]
    assert all(one != other for other in others)
    batch = solve_batch(x, [y, y], "1/2")
    assert batch == solve_batch(x, [y, y], "1/2")
    assert all(batch != other for other in (solve_batch(x, [y], "1/2"), solve_batch(x, [y, -y], "1/2"), [one, one]))
    for mutable in (one, batch):
        with pytest.raises(TypeError, match="unhashable"):
            hash(mutable)


@pytest.mark.parametrize("p", ["1/2", "1/3", "37/100", "1/1000", "999/1000"])
def test_objective_bounds__enclose_the_minimum(p):
    for x, y in family_data(60, seed=11, longest=9):
        fast = solve(x, y, p)
        low, high = fast.objective_bounds
        below, above = solve_exactly(Dataset(x, y), p).objective.enclosure(30)
        assert low == -math.inf or Fraction(low) <= below
        assert high == math.inf or Fraction(high) >= above
        if np.all(np.abs(fast.slope_changes) > 2e3 * fast.slope_change_errors):
            # Narrow where the slope changes are known well.
            assert high - low <= 1e-3 * high


def test_objective_bounds__elsewhere():
    x, y = [0, 1, 2, 3], [0, 1, 0, 1]
    assert solve(x, y, "0").objective_bounds == (2.0, 2.0)
    assert solve(x, y, "0+").objective_bounds is None
    assert solve(x, y, "1-").objective_bounds is None
    assert solve([0, 1], [3, 4], "1/2").objective_bounds == (0.0, 0.0)
    low, high = solve([0.0, 1e-300, 2e-300], [0.0, 1e300, 0.0], "1/2").objective_bounds
    assert low < 2**0.5 * 1e300 < high
    assert high / low < 1 + 1e-14


def test_call__values_of_the_exact_spline():
    """Convex between its points, so that a wrong chord would be far off; the error is a few units of the largest."""
    fast = solve([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0], "1/2")
    spline = fast.to_spline()
    assert fast.matches == (1,)
    points = np.linspace(-5, 5, 41).reshape(41, 1)
    assert fast(points).tolist() == [[float(spline(t))] for t in points[:, 0].tolist()]
    assert fast(0.5).shape == ()
    assert float(fast(0.5)) == 1.5
    assert fast([]).tolist() == []
    assert fast(7).tolist() == 0.0


def test_left_slope__is_correctly_rounded():
    rng = np.random.default_rng(2)
    for _ in range(300):
        x, y = np.sort(rng.standard_normal(2)), rng.standard_normal(2) * 10.0 ** rng.integers(-300, 300)
        true = (Fraction(y[1]) - Fraction(y[0])) / (Fraction(x[1]) - Fraction(x[0]))
        assert solve(x, y).left_slope == nearest_double(true)
    assert solve([0, 1e-300], [0, 1e300]).left_slope == math.inf


@pytest.mark.slow
def test_repr__is_one_short_line_whatever_the_answer_is():
    """The number of ties has 4,816 digits here; its text raised ValueError."""
    data = Dataset.from_gaps([1, 1, 1, -1, -1, -1] * 8000)
    x, y = np.array(data.x, float), np.array(data.y, float)
    fast = solve(x, y, "1/2")
    assert fast.minimizers == 2**16000
    assert repr(fast) == "<FastSolution of 48002 points, p = 1/2: 32000 knots>"
    batch = solve_batch(x, y, "1/2", offsets=[0])
    assert repr(batch) == "<Batch of 1 data sets, 48002 points, p = 1/2: 32000 knots>"
    assert repr(batch[:]) == repr(solve_grid(x, y, ["1/2"])) == f"[{fast!r}]"
    assert len(repr(fast.decisions)) < 200
    assert "\n" not in repr(fast.decisions)
    long = solve([0, 1], [0, 1], Fraction(1, 10**300))
    assert repr(long) == "<FastSolution of 2 points, p = a fraction of 303 characters: 0 knots>"


def test_batch__index():
    batch = solve_batch([0, 1, 2], [[0, 0, 1], [0, 1, 0]])
    assert same(batch[np.int64(-1)], batch[1])
    for index in ("0", 1.0, None, [0]):
        with pytest.raises(TypeError, match="integer"):
            batch[index]
    for index in (2, -3, np.int64(2)):
        with pytest.raises(IndexError, match=f"data set {index} of 2"):
            batch[index]


def test_solution__keeps_the_points_it_was_given():
    x, y = np.arange(4.0), np.array([0, 0, 1, 4.0])
    fast = solve(x, y)
    assert np.shares_memory(fast.x, x)
    assert np.shares_memory(fast.y, y)
    batch = solve_batch(x, y, offsets=[0, 2])
    assert isinstance(batch, Batch)
    assert np.shares_memory(batch[1].y, y)
