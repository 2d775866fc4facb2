import math
import warnings
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from sparsest import DataError, Dataset, UsageError
from sparsest import solve as solve_exactly
from sparsest.campaign.families import FAMILIES
from sparsest.exact.exponent import Exponent
from sparsest.fast import driver, solve, solve_batch, solve_grid
from sparsest.fast.referee import nearest_double
from tests.fast import checks

EXPONENTS = ["0", "0+", "1-", "1/2", "2/7", 0.3, Fraction(5, 6), Decimal("0.05"), Exponent.read("1/3"), 0]
COMPILED = SimpleNamespace(solve=SimpleNamespace(solve_batch=solve_batch))
NAMES = ("marks", "knots", "slope_changes", "ties")


def same(one, two):
    """Return whether two solutions have the same points and the same answers, bit by bit."""
    return one == two and all(np.array_equal(getattr(one, name), getattr(two, name)) for name in NAMES)


def assert_exact(fast, exact=None):
    """Compare with the exact solution of the same doubles; `fast_path.disagreement` is not used on purpose."""
    exact = exact or solve_exactly(Dataset(fast.x, fast.y), fast.p)
    assert fast.matches == exact.matches
    assert (fast.minimizers, fast.unique) == (exact.minimizers, exact.unique)
    assert fast.to_spline() == exact.spline
    assert fast.knots.tolist() == [nearest_double(t) for t in exact.spline.knots]
    assert fast.left_slope == nearest_double(exact.spline.slope)
    for change, error, true in zip(
        fast.slope_changes.tolist(), fast.slope_change_errors.tolist(), exact.spline.slope_changes, strict=True
    ):
        assert (change > 0) == (true > 0)
        if math.isfinite(change) and math.isfinite(error):
            assert abs(Fraction(change) - true) <= Fraction(error)
        else:
            assert error == math.inf or change == nearest_double(true)


def family_data(size, seed, longest=20):
    rng = np.random.default_rng(seed)
    for k in range(size):
        yield FAMILIES[list(FAMILIES)[k % len(FAMILIES)]](rng, int(rng.integers(3, longest)))


@pytest.mark.parametrize("p", EXPONENTS, ids=str)
def test_solve__equals_the_exact_path(p):
    for x, y in family_data(90, seed=len(str(p))):
        assert_exact(solve(x, y, p))


def test_solve__p_is_0_plus_unless_told():
    x, y = [0, 1, 2, 3, 4], [0, 0, 1, 4, 8]
    assert solve(x, y).p.name == solve_batch(x, [y]).p.name == "0+"
    assert same(solve(x, y), solve(x, y, "0+"))


@pytest.mark.parametrize("p", [1, 1.5, -0.1, "1", "0.5+", None, math.nan, "half"])
def test_solve__p_out_of_range(p):
    for call in (lambda: solve([0, 1], [0, 1], p), lambda: solve_batch([0, 1], [[0, 1]], p)):
        with pytest.raises(UsageError, match=r"^p"):
            call()
    with pytest.raises(UsageError, match=r"^p"):
        solve_grid([0, 1], [0, 1], ["1/2", p])


# Arrays of all kinds


def layouts(values):
    """Yield the same numbers in arrays of many kinds."""
    values = np.asarray(values, np.float64)
    n = values.size
    yield values.tolist()
    yield tuple(values.tolist())
    yield values
    spread = np.full(3 * n, np.nan)
    spread[::3] = values
    yield spread[::3]
    yield values[::-1].copy()[::-1]
    yield np.asfortranarray(np.stack([values, values], axis=1))[:, 1]
    yield values.astype(">f8")
    yield values.astype("<f8")
    frozen = values.copy()
    frozen.flags.writeable = False
    yield frozen
    raw = np.zeros(8 * n + 1, np.uint8)
    unaligned = raw[1:].view(np.float64)
    unaligned[:] = values
    assert not unaligned.flags.aligned
    yield unaligned


def test_solve__arrays_of_any_layout_and_none_is_changed():
    x, y = np.array([0, 1, 2, 3.5, 4, 6]), np.array([0, 0, 1, 4, 8, 3.0])
    expected = solve(x, y, "1/2")
    for xs in layouts(x):
        for ys in layouts(y):
            before = np.array(xs).tobytes(), np.array(ys).tobytes()
            assert same(solve(xs, ys, "1/2"), expected)
            assert same(solve_batch(xs, ys, "1/2", offsets=[0])[0], expected)
            assert (np.array(xs).tobytes(), np.array(ys).tobytes()) == before


def test_solve_batch__rows_of_any_layout():
    rng = np.random.default_rng(0)
    wide = rng.standard_normal((8, 12))
    x = np.arange(6.0)
    for rows in (wide[::2, ::2], wide[::-2, ::-2], wide[:4, :6].astype(">f8"), np.asfortranarray(wide[:4, :6])):
        for xs in (x, np.broadcast_to(x, rows.shape), np.asfortranarray(np.tile(x, (4, 1)))):
            batch = solve_batch(xs, rows, "1/3")
            assert all(same(found, solve(x, row, "1/3")) for found, row in zip(batch, rows, strict=True))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("f4", "float32"), ("f2", "float16"), ("c16", "complex128"), ("?", "bool"), ("O", "object"), ("U4", "<U4"),
        ("S4", r"\|S4"), ("M8[s]", "datetime64"),
    ],
)  # fmt: skip
def test_solve__refuses_other_types(kind, name):
    x, y = np.arange(3.0), np.array([0, 1, 0]).astype(kind)
    for call in (solve, lambda x, y: solve_batch(x, [y]), lambda x, y: solve_grid(x, y, ["0"])):
        with pytest.raises(DataError, match=rf"^y has type {name}"):
            call(x, y)
        with pytest.raises(DataError, match=rf"^x has type {name}"):
            call(np.array([0, 1, 1]).astype(kind), np.arange(3.0))
    with pytest.raises(DataError, match=r"^points has type"):
        solve([0, 1], [0, 1])(y)


def test_solve__float32_would_have_been_another_problem():
    """Why it is refused: the same decimals are other numbers, with another answer."""
    x, y = np.arange(5.0), np.array([0, 0.1, 0.3, 0.7, 1.2])
    assert solve(x, y).knots.tolist() != solve(x, y.astype(np.float32).astype(np.float64)).knots.tolist()


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [], "no points"),
        ([0, 1], [0], r"x has shape \(2,\) and y has shape \(1,\); give two columns of equal length"),
        (0, 0, r"x has shape \(\)"),
        ([[0, 1]], [[0, 1]], r"shape \(1, 2\)"),
        ([[0], [1, 2]], [0, 1], "x is no array of numbers"),
    ],
)
def test_solve__shapes(x, y, message):
    with pytest.raises(DataError, match=message):
        solve(x, y)
    with pytest.raises(DataError, match=message):
        solve_grid(x, y, ["0"])
    with pytest.raises(DataError, match=message):
        solve_batch(x, y, offsets=[0])


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0, 1], [0, 1]),
        ([[0, 1]], [[0, 1], [2, 3]]),
        ([0, 1, 2], [[0, 1]]),
        ([], [[]]),
        ([0], np.zeros((0, 1))),
        (np.zeros((1, 1, 2)), np.zeros((1, 1, 2))),
    ],
)
def test_solve_batch__shapes(x, y):
    with pytest.raises(DataError, match="give y with one data set in a row"):
        solve_batch(x, y)


# Faulty points


def test_solve__faults_are_named():
    assert checks.unnoticed_faults(COMPILED) == []


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("i", [0, 1, 1022, 1023, 1024, 1025, 2047, 2048, 3000, 4998, 4999])
def test_solve__faults_in_every_block(i, threads, monkeypatch):
    monkeypatch.setattr(driver, "_SMALLEST_SHARE", 1000)
    x, y = np.arange(5000.0), np.random.default_rng(0).standard_normal(5000)
    for values, value, message in (
        (y, np.nan, f"^y, entry {i}: nan is not finite; leave the point out or mend it$"),
        (y, -np.inf, f"^y, entry {i}: -inf is not finite"),
        (x, np.inf, f"^x, entry {i}: inf is not finite"),
        (x, i - 1.0, rf"^x, entry {i}: {i - 1}\.0 does not lie right of {i - 1}\.0 before it; merge equal points$"),
        (x, i - 2.0, rf"^x, entry {i}: {i - 2}\.0 does not .* {i - 1}\.0 before it; sort by x first: k = numpy"),
    ):
        if i == 0 and values is x and np.isfinite(value):
            continue
        before, values[i] = values[i], value
        with pytest.raises(DataError, match=message):
            solve(x, y, "1/2", threads=threads)
        values[i] = before
    assert len(solve(x, y, "1/2", threads=threads).knots) > 0


def test_solve_batch__faults_name_the_data_set():
    y = np.zeros((40, 30))
    for row, k in ((0, 0), (0, 29), (17, 0), (17, 5), (39, 29)):
        y[row, k] = np.nan
        with pytest.raises(DataError, match=f"^y, entry {k} of data set {row}: nan is not finite"):
            solve_batch(np.arange(30.0), y)
        y[row, k] = 0
    with pytest.raises(DataError, match=r"^x, entry 2 of data set 0: "):
        solve_batch([0, 1, 1], [[0, 0, 0], [0, 0, 0]])
    # The first one, if there are several.
    y[3, 4] = y[20, 0] = np.inf
    with pytest.raises(DataError, match=r"^y, entry 4 of data set 3: inf"):
        solve_batch(np.arange(30.0), y)


def test_solve__minus_zero_is_zero():
    with pytest.raises(DataError, match=r"entry 1: 0\.0 does not lie right of -0\.0 before it; merge equal points"):
        solve([-0.0, 0.0], [0, 1])


# Few points


@pytest.mark.parametrize("p", EXPONENTS[:5])
def test_solve__one_point_and_two_points(p):
    one, two = solve([3.0], [7.0], p), solve([1.0, 4.0], [7.0, 8.0], p)
    for fast in (one, two):
        assert (fast.matches, fast.knots.tolist(), fast.slope_changes.tolist()) == ((), [], [])
        assert fast.slope_change_errors.tolist() == []
        assert_exact(fast)
    assert (one.minimizers, one.unique, one.left_slope) == (math.inf, False, 0.0)
    assert (two.minimizers, two.unique, two.left_slope) == (1, True, 1 / 3)
    assert one([[-5.0, 3.0], [1e300, 4.0]]).tolist() == [[7.0, 7.0], [7.0, 7.0]]
    assert two([1.0, 4.0, 7.0, -2.0]).tolist() == [7.0, 8.0, 9.0, 6.0]


# Long runs and blocks


@pytest.mark.parametrize("n", [1022, 1023, 1024, 1025, 1026, 1027, 2047, 2048, 2049, 2050, 4097, 9000])
def test_solve__one_run_longer_than_a_block(n):
    rng = np.random.default_rng(n)
    y = np.cumsum(np.cumsum(rng.uniform(0.5, 2.0, n)))
    for sign, p in ((1, "1/2"), (-1, "0+")):
        fast = solve(np.arange(float(n)), sign * y, p)
        assert (fast.decisions.runs, fast.decisions.edges) == (1, n - 3)
        assert len(fast.matches) > n // 4
        assert_exact(fast)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 31, 341, 1000])
def test_solve__runs_that_end_anywhere_in_a_block(length):
    """Alternating runs of one length: all places where a block may be cut."""
    rng = np.random.default_rng(length)
    n = 3100
    gaps = np.where(np.arange(n - 2) // length % 2, 1, -1) * rng.uniform(0.5, 2, n - 2)
    y = np.concatenate([[0], np.cumsum(np.concatenate([[0], np.cumsum(gaps)]))])
    for start in (0, 1, 2):
        assert_exact(solve(np.arange(float(n - start)), y[start:], "1/2"))


# Batches


def ragged(sizes, seed=0):
    rng = np.random.default_rng(seed)
    x = np.concatenate([np.cumsum(rng.uniform(0.1, 1, n)) - rng.uniform(0, 9) for n in sizes])
    y = np.round(rng.standard_normal(sum(sizes)), 1)
    return x, y, np.cumsum([0, *sizes])


RAGGED = [[1], [1, 1, 1], [2, 1, 2], [1, 5, 1, 2, 3, 1], [1] * 1500, [3] * 700, [1023, 1, 1024, 1, 1025, 2]]


@pytest.mark.parametrize("sizes", [*RAGGED, [*range(1, 60)]], ids=lambda sizes: f"{len(sizes)}-{sum(sizes)}")
@pytest.mark.parametrize("p", ["1/2", "0+", "0"])
def test_solve_batch__equals_solve_for_each(sizes, p):
    x, y, offsets = ragged(sizes)
    for given in (offsets, offsets[:-1], offsets.astype(np.int32), offsets.tolist()):
        batch = solve_batch(x, y, p, offsets=given)
        assert batch.offsets.tolist() == offsets.tolist()
    assert len(batch) == len(sizes)
    alone = [solve(x[a:b], y[a:b], p) for a, b in pairwise(offsets)]
    assert all(same(one, two) for one, two in zip(batch, alone, strict=True))
    assert batch.knot_counts.tolist() == [one.knots.size for one in alone]
    assert batch.knot_offsets[-1] == batch.knots.size == batch.slope_changes.size
    assert batch.ties == [one.ties for one in alone]
    assert batch.tied == {k: one.ties for k, one in enumerate(alone) if one.ties != 1}
    for one in alone[:60]:
        assert_exact(one)


def test_solve_batch__rows_with_one_x_or_their_own():
    rng = np.random.default_rng(4)
    x = np.cumsum(rng.uniform(0.1, 1, (50, 9)), axis=1)
    y = rng.standard_normal((50, 9))
    own, shared = solve_batch(x, y, "1/2"), solve_batch(x[0], y, "1/2")
    for k in range(50):
        assert same(own[k], solve(x[k], y[k], "1/2"))
        assert same(shared[k], solve(x[0], y[k], "1/2"))
    assert len(solve_batch([2.0], [[1.0], [2.0]], "1/2")) == 2
    assert [one.minimizers for one in solve_batch([2.0], [[1.0], [2.0]], "1/2")] == [math.inf] * 2


def test_solve_batch__ties_belong_to_their_data_set():
    tie, none = [0, 0, 1, 4, 8], [0, 0, 1, 0, 0]
    batch = solve_batch(range(5), [none, tie, none, none, tie], "1/2")
    assert (batch.ties, batch.tied) == ([1, 2, 1, 1, 2], {1: 2, 4: 2})
    assert [one.minimizers for one in batch] == [1, 2, 1, 1, 2]
    assert [one.unique for one in batch] == [True, False, True, True, False]
    # Two runs with two ways each.
    two = solve_batch(range(9), [[0, 0, 1, 4, 8, 12, 15, 16, 16], [0] * 9], "1/2")
    assert two.ties == [solve_exactly(Dataset(two[0].x, two[0].y), "1/2").minimizers, 1]
    assert two.ties[0] == 4


# Threads


def test_solve_batch__threads_change_nothing(monkeypatch):
    monkeypatch.setattr(driver, "_SMALLEST_SHARE", 400)
    assert checks.thread_differences(COMPILED) == []


@pytest.mark.parametrize("p", ["1/2", "0+", "0", "1/3", "1-"])
def test_solve__threads_of_usual_size(p):
    rng = np.random.default_rng(1)
    x, y = np.arange(350_000.0), rng.standard_normal(350_000)
    # Some of everything: ties, lines, gaps that only exact arithmetic knows.
    y[::5000] = y[1::5000]
    y[40_000:40_300] = 5e-324 * rng.integers(-9, 10, 300)
    y[200_000:200_300] = np.arange(300) ** 2
    one, two, three = (solve(x, y, p, threads=threads) for threads in (1, 2, 3))
    assert len(list(driver._shares(x, y, np.array([0, x.size]), 3))) == 3
    assert same(one, two)
    assert same(one, three)
    assert vars(one.decisions) == vars(two.decisions) == vars(three.decisions)
    assert p == "0" or one.decisions.unsure_runs > 10
    assert one.decisions.exact_gaps > 100


@pytest.mark.parametrize("threads", [0, -1, None, 1.5, True, "2"])
def test_threads__at_least_one(threads):
    for call in (
        lambda: solve([0, 1], [0, 1], threads=threads),
        lambda: solve_batch([0, 1], [[0, 1]], threads=threads),
        lambda: solve_grid([0, 1], [0, 1], ["1/2"], threads=threads),
    ):
        with pytest.raises(UsageError, match=f"^threads = {threads!r}"):
            call()


def test_solve_grid__text_is_no_list_of_exponents():
    """Was read letter by letter: p = 1 is out of range."""
    with pytest.raises(UsageError, match=r"^exponents = '1/2' is no list"):
        solve_grid([0, 1], [0, 1], "1/2")


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_solve_grid__equals_solve_for_each(threads):
    for x, y in family_data(30, seed=7):
        grid = solve_grid(x, y, EXPONENTS, threads=threads)
        assert [found.p for found in grid] == [Exponent.read(p) for p in EXPONENTS]
        assert all(same(found, solve(x, y, found.p)) for found in grid)
    assert solve_grid([0, 1], [0, 1], []) == []
    assert solve_grid([0, 1], [0, 1], (p for p in ("0", "1/2")))[1].p.name == "1/2"


# What is computed from a solution


def test_solve__warns_of_nothing_and_leaves_numpy_as_it_was():
    before = np.geterr()
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for x, y in ([0.0, 1e-300, 2e-300], [0.0, 1e300, 0.0]), ([-1.7e308, 1.7e308, 1.75e308], [0.0, 1e308, -1e308]):
            fast = solve(x, y, "1/2")
            assert fast.objective_bounds is not None
            assert fast.slope_change_errors.size == 1
            assert np.isfinite(fast(np.array(x))).all()
    assert np.geterr() == before
