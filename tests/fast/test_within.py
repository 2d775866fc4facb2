"""What the fast path returns within a tolerance."""

import os
from fractions import Fraction

import numpy as np
import pytest

from sparsest import DataError, Dataset, UsageError
from sparsest import solve as solve_exactly
from sparsest.fast import WithinBatch, WithinSolution, solve, solve_batch
from sparsest.fast.referee import nearest_double
from tests.fast.test_entry import run, run_anew


def walks(count):
    rng = np.random.default_rng(1)
    for _ in range(count):
        n = int(rng.integers(2, 40))
        yield np.cumsum(rng.uniform(0.1, 1, n)), np.cumsum(rng.standard_normal(n)), float(rng.uniform(0, 2))


def test_solution__is_the_one_of_the_exact_path():
    """`within_disagreement` is not used on purpose."""
    for x, y, eps in walks(40):
        fast, exact = solve(x, y, "0", tolerance=eps), solve_exactly(Dataset(x, y), tolerance=eps, fit="any")
        assert fast.fewest_knots == exact.fewest_knots
        assert fast.bends.tolist() == [list(bend) for bend in exact.bends]
        assert fast.to_spline() == exact.spline
        assert fast.knots.tolist() == [nearest_double(t) for t in exact.spline.knots]
        assert fast.left_slope == nearest_double(exact.spline.slope)
        for change, error, true in zip(
            fast.slope_changes.tolist(), fast.slope_change_errors.tolist(), exact.spline.slope_changes, strict=True
        ):
            assert (change > 0) == (true > 0)
            assert abs(Fraction(change) - true) <= Fraction(error)
        # Within the tolerance, but for the rounding of values.
        assert np.abs(fast(x) - y).max() <= eps + 1e-12


def test_solution__the_tolerance_is_the_dyadic_number_that_it_is():
    """Ceilings and floors are sums that are no doubles: rounded, these three gates could be passed by a line."""
    x, y = [0, 1, 2], [0.0, 0.2, 0.0]
    assert solve(x, y, tolerance=0.1).fewest_knots == solve_exactly(Dataset(x, y), tolerance=0.1).fewest_knots == 0
    less = float(np.nextafter(0.1, 0))
    assert solve(x, y, tolerance=less).fewest_knots == 1
    # 1 + 2^-60 is no double.
    assert solve(x, [1.0, 1.0, 1.0], tolerance=[2.0**-60, 0, 0]).fewest_knots == 0
    assert solve(x, [1.0, 1.0 + 2.0**-52, 1.0], tolerance=2.0**-54).fewest_knots == 1
    assert solve(x, [1.0, 1.0 + 2.0**-52, 1.0], tolerance=2.0**-53).fewest_knots == 0


def test_solution__at_tolerance_0_as_many_knots_as_without():
    for x, y, _ in walks(30):
        assert solve(x, y, tolerance=0).fewest_knots == len(solve(x, y, "0").knots)


def test_call__values_of_any_shape():
    found = solve([0, 1, 2, 3, 4], [0, 2, 4, 2, 0], tolerance=0.5)
    exact = found.to_spline()
    points = np.array([[-9.0, 0.5], [found.knots[0], 77.0]])
    assert found(points).shape == (2, 2)
    assert found(points).ravel().tolist() == pytest.approx([float(exact(Fraction(float(p)))) for p in points.ravel()])
    # Where a difference overflows it is computed exactly.
    huge = solve([-1.7e308, 0, 1.7e308], [-1.7e308, 0.0, 1.7e308], tolerance=1.0)
    assert huge([-1.7e308, 1.7e308]).tolist() == [-1.7e308, 1.7e308]


def test_solutions__are_equal_if_points_and_tolerances_are():
    one = solve([0, 1, 2], [0, 3, 0], tolerance=1)
    assert one == solve([0.0, 1, 2], [0, 3, 0], "0", tolerance=[1, 1, 1])
    for other in (
        solve([0, 1, 2], [0, 3, 0], tolerance=2),
        solve([0, 1, 2], [0, 3, 1], tolerance=1),
        solve([0, 1, 3], [0, 3, 0], tolerance=1),
    ):
        assert one != other
    assert one != "another kind"
    batch = solve_batch([0, 1, 2], [[0, 3, 0]], tolerance=1)
    assert batch == solve_batch([0, 1, 2], [[0, 3, 0]], tolerance=1) != solve_batch([0, 1, 2], [[0, 3, 0]], tolerance=2)
    assert batch != [one]


def test_batch__is_a_sequence():
    batch = solve_batch(np.arange(4), [[0, 0, 1, 4], [0, 0, 1, 1], [0, 9, 0, 9]], tolerance=0.5)
    assert isinstance(batch, WithinBatch)
    assert [one.fewest_knots for one in batch] == batch.knot_counts.tolist() == [1, 0, 2]
    assert (len(batch), batch[-1], batch[1:]) == (3, batch[2], [batch[1], batch[2]])
    assert all(isinstance(one, WithinSolution) for one in batch)
    for wrong in (3, -4):
        with pytest.raises(IndexError, match=f"data set {wrong} of 3"):
            batch[wrong]


def test_repr__is_one_short_line():
    assert repr(solve([0, 1, 2], [0, 3, 0], tolerance=1)) == "<WithinSolution of 3 points, tolerance 1.0: 1 knots>"
    own = solve([0, 1, 2], [0, 3, 0], tolerance=[0, 0, 1])
    assert repr(own) == "<WithinSolution of 3 points, tolerance of its own for each: 1 knots>"
    assert repr(solve_batch([0, 1], [[0, 1]], tolerance=1)) == "<WithinBatch of 1 data sets, 2 points: 0 knots>"


@pytest.mark.parametrize("p", ["0+", "1/2", "1-", 0.5])
def test_solve__another_p_is_refused_with_a_tolerance(p):
    for call in (
        lambda: solve([0, 1], [0, 1], p, tolerance=1),
        lambda: solve_batch([0, 1], [[0, 1]], p, tolerance=1),
    ):
        with pytest.raises(UsageError, match="with a tolerance: only the fewest knots, p = 0, are found within one"):
            call()
    assert solve([0, 1], [0, 1], tolerance=1).p.name == solve([0, 1], [0, 1], 0, tolerance=1).p.name == "0"


@pytest.mark.parametrize(("tolerance", "message"), [
    (-1, "tolerance = -1.0 is negative; a tolerance is a number >= 0, or infinite"),
    (float("nan"), "tolerance = nan is no number; "),
    ([1, -2, 1], "tolerance, entry 1: -2.0 is negative; "),
    ([1, 1, float("nan")], "tolerance, entry 2: nan is no number; "),
    ([1, 1], "tolerance has shape (2,) and y has shape (3,); give one number for all points, or one for each"),
    ([[1, 1, 1]], "tolerance has shape (1, 3) and y has shape (3,)"),
    ("0.1", "tolerance has type <U3; entry 0 is '0.1'; text is no number"),
    (Fraction(1, 10), "tolerance has type object; entry 0 is Fraction(1, 10)"),
    (np.float32(0.1), "tolerance has type float32; "),
    (np.array(0.1, np.float32), "tolerance has type float32; "),
    (True, "tolerance has type bool; "),
    ([1, None, 1], "tolerance has type object; entry 1 is None"),
    (2**70 + 1, "tolerance has type object; "),
])  # fmt: skip
def test_solve__a_tolerance_that_is_none_is_named(tolerance, message):
    for call in (
        lambda: solve([0, 1, 2], [0, 3, 0], tolerance=tolerance),
        lambda: solve_batch([0, 1, 2], [0, 3, 0], offsets=[0], tolerance=tolerance),
    ):
        with pytest.raises(DataError) as error:
            call()
        assert str(error.value).startswith(message)
        assert "\n" not in str(error.value)


def test_solve__tolerances_of_every_kind():
    x, y = [0, 1, 2], [0, 3, 0]
    for tolerance in (
        1,
        1.0,
        np.float64(1),
        np.array(1.0),
        [1, 1, 1],
        (1.0, 1, 1),
        np.ones(3),
        np.ones(3, ">f8"),
        np.ones(6)[::2],
    ):
        assert solve(x, y, tolerance=tolerance).bends.tolist() == [[-1, 0, 1, 2]]
    rows = solve_batch(x, [y, y], tolerance=[1, 1, 1])
    assert rows == solve_batch(x, [y, y], tolerance=[[1, 1, 1], [1, 1, 1]]) == solve_batch(x, [y, y], tolerance=1)


@pytest.mark.slow
def test_solve__without_compilation_the_answer_is_the_same(tmp_path):
    code = (
        "import numpy as np; from sparsest import fast; rng = np.random.default_rng(0)\n"
        "x, y = np.arange(60.0), rng.standard_normal((7, 60)) * 10.0 ** rng.uniform(-200, 200, (7, 1))\n"
        "y[2] = np.round(y[2]); y[3] = 1e308 * rng.standard_normal(60).clip(-1, 1); y[4] = 5e-324\n"
        "for row in y:\n"
        "    for eps in (0.0, 0.5 * float(np.median(np.abs(row))), 1.0):\n"
        "        s = fast.solve(x, row, tolerance=eps)\n"
        "        print(s.bends.tolist(), s.knots.data.hex(), s.slope_changes.data.hex(), s.last.tolist(), s.decisions)"
    )
    slow = run_anew(code, tmp_path, "-W", "error", NUMBA_DISABLE_JIT="1")
    fast = run_anew(code, os.environ["NUMBA_CACHE_DIR"], "-W", "error")
    assert slow == fast
    assert slow[0] == 0
    assert len(slow[1]) > 10_000


@pytest.mark.slow
def test_solve__without_a_tolerance_compiles_nothing_for_one():
    """What is not asked for is not read from the cache either: it would have a dispatcher."""
    code = (
        "from sparsest.fast import greedy, lines, solve; solve([0, 1, 2], [0, 3, 0], '0')\n"
        "print(greedy.pass_gates.dispatcher, lines.cross_lines.dispatcher)\n"
        "solve([0, 1, 2], [0, 3, 0], tolerance=1); print(greedy.pass_gates.dispatcher is None)"
    )
    assert run(code, os.environ["NUMBA_CACHE_DIR"]) == (0, "None None\nFalse\n", "")
