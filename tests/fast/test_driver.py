from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from sparsest import DataError
from sparsest.campaign.families import FAMILIES
from sparsest.exact.exponent import Exponent
from sparsest.fast import driver, weights
from sparsest.fast.driver import Decisions, decide
from sparsest.fast.referee import Referee
from tests.fast import checks

HALF = Exponent.read("1/2")


def decided(x, y, p="1/2", offsets=None, threads=1):
    offsets = [0, len(x)] if offsets is None else offsets
    return decide(np.asarray(x, float), np.asarray(y, float), np.asarray(offsets), Exponent.read(p), threads)


def drawn(family, size, seed=0, longest=14):
    rng = np.random.default_rng(seed)
    return [FAMILIES[family](rng, int(rng.integers(3, longest))) for _ in range(size)]


def joined(examples):
    x, y = (np.concatenate(values) for values in zip(*examples, strict=True))
    return x, y, np.cumsum([0, *(x.size for x, _ in examples)])


# Decisions


def test_decisions__add_up():
    names = [field.name for field in fields(Decisions)]
    one, two = Decisions(*range(1, 8)), Decisions(*(10**k for k in range(7)))
    assert vars(one + two) == {name: k + 1 + 10**k for k, name in enumerate(names)}
    assert Decisions() + one == one


@pytest.mark.parametrize("family", FAMILIES)
def test_decide__counts_what_was_decided(family):
    examples = drawn(family, 40)
    total = decided(*joined(examples)[:2], offsets=joined(examples)[2]).decisions
    brute = [checks.brute_runs(x, y) for x, y in examples]
    assert (total.runs, total.edges) == tuple(map(sum, zip(*brute, strict=True)))
    alone = [decided(x, y).decisions for x, y in examples]
    assert sum(alone, Decisions()) == total
    assert 0 <= total.exact_gaps <= total.refined_gaps <= sum(x.size for x, _ in examples)
    assert 0 <= total.exact_knots <= total.refined_knots
    assert 0 <= total.unsure_runs <= total.runs


def test_decide__asks_the_referee_as_often_as_it_says(monkeypatch):
    asked = []
    for name in ("gap", "run", "knot"):
        original = getattr(Referee, name)
        monkeypatch.setattr(
            Referee, name, lambda self, *at, f=original: asked.append((f.__name__, *at)) or f(self, *at)
        )
    for family in ("valley", "subnormals", "near ties", "walk"):
        x, y, offsets = joined(drawn(family, 60))
        asked.clear()
        found = decided(x, y, offsets=offsets).decisions
        kinds = [kind for kind, *_ in asked]
        assert len(set(asked)) == len(asked)
        assert kinds.count("gap") == found.exact_gaps
        assert kinds.count("knot") == found.exact_knots
        assert kinds.count("run") == found.unsure_runs


def test_decide__counts_ties_by_the_run_that_has_them():
    tie = [0, 0, 1, 4, 8]
    found = decided(list(range(5)) * 3, [*tie, 0, 1, 0, 1, 0, *tie], offsets=[0, 5, 10, 15])
    assert found.counts == {1: 2, 11: 2}
    assert decided(range(5), tie, "0").counts == {}
    assert found.ends.tolist() == [0, 2, 5, 7]
    assert found.knots.size == found.slope_changes.size == 7


@pytest.mark.slow
def test_decide__answers_serve_one_block_and_are_forgotten(monkeypatch):
    """Three blocks and more, with all three kinds of questions in each; the kernel searches the answers it is given."""
    given = []

    def watched(*arguments):
        points = np.concatenate([arguments[k] for k in (5, 7, 8)])
        assert (points >= arguments[14][0]).all()
        given.append(points.size)
        return kernel(*arguments)

    kernel = driver.kernel.sweep
    monkeypatch.setattr(driver.kernel, "sweep", watched)
    examples = [example for family in ("valley", "near ties", "integers") for example in drawn(family, 150, seed=1)]
    examples = [examples[k] for k in np.random.default_rng(2).permutation(len(examples))]
    x, y, offsets = joined(examples)
    assert x.size > 3000
    found = decided(x, y, offsets=offsets)
    assert max(given) > 0
    for k, (a, b) in enumerate(pairwise(offsets.tolist())):
        alone = decided(x[a:b], y[a:b])
        assert np.array_equal(found.marks[a:b], alone.marks)
        assert np.array_equal(found.knots[found.ends[k] : found.ends[k + 1]], alone.knots)
        assert np.array_equal(found.slope_changes[found.ends[k] : found.ends[k + 1]], alone.slope_changes)


# The exponent


@pytest.mark.parametrize(
    ("p", "kind", "value"),
    [
        ("0", weights.FEWEST, 0.0),
        ("0+", weights.ZERO, 0.0),
        ("1-", weights.ONE, 0.0),
        ("1/2", weights.ROOTS, 0.5),
        (0.5, weights.ROOTS, 0.5),
        ("1/3", weights.POWERS, 1 / 3),
        ("0.49999999999999999999", weights.POWERS, 0.5),
        (0.3, weights.POWERS, 0.3),
    ],
)
def test_weights__kind_and_the_nearest_double(p, kind, value):
    assert driver._weights(Exponent.read(p)) == (kind, value)


# Faults


@pytest.mark.parametrize(
    ("offsets", "i", "where"),
    [([0, 4], 2, "entry 2"), ([0, 2, 4], 2, "entry 0 of data set 1"), ([0, 1, 4], 3, "entry 2 of data set 1")],
)
def test_fault__names_entry_and_data_set(offsets, i, where):
    for axis in (0, 1):
        data = [np.arange(4.0), np.zeros(4)]
        data[axis][i] = np.nan
        message = f"{'xy'[axis]}, {where}: nan is not finite; leave the point out or mend it"
        assert str(driver.fault_at(*data, np.array(offsets), i)) == message
        with pytest.raises(DataError, match=message):
            decided(*data, offsets=offsets)


def test_fault__of_the_order_shows_both_values_and_the_cure():
    for value, cure in (
        (1.0, "merge equal points"),
        (0.5, r"sort by x first: k = numpy\.argsort\(x\); x\[k\], y\[k\]"),
    ):
        with pytest.raises(DataError, match=rf"^x, entry 2: {value} does not lie right of 1\.0 before it; {cure}$"):
            decided([0, 1, value, 3], np.zeros(4))


def test_fault__is_the_first_whatever_the_number_of_threads(monkeypatch):
    monkeypatch.setattr(driver, "_SMALLEST_SHARE", 100)
    y = np.random.default_rng(0).standard_normal(2000)
    y[[700, 1500]] = np.nan
    for threads in (1, 2, 3, 8):
        with pytest.raises(DataError, match="entry 700: nan"):
            decided(np.arange(2000.0), y, threads=threads)


# Shares


def ends_of_runs(x, y, offsets):
    """Return the points before which a run ends, by exact arithmetic."""
    borders = {*offsets, *(k - 1 for k in offsets)}
    gaps = [0 if i in borders else checks.true_gap(x, y, i) for i in range(len(x))]
    return {i for i in range(1, len(x)) if gaps[i - 1] * gaps[i] <= 0} | {0, len(x)}


@pytest.mark.parametrize("family", FAMILIES)
def test_shares__cover_the_points_and_end_where_runs_do(family, monkeypatch):
    monkeypatch.setattr(driver, "_SMALLEST_SHARE", 20)
    cuts = 0
    for offsets_too in (False, True):
        for seed in range(6):
            x, y, offsets = joined(drawn(family, 30, seed))
            if not offsets_too:
                # One data set of all labels.
                x, y, offsets = np.arange(float(x.size)), y, np.array([0, x.size])
            ends = ends_of_runs(x, y, offsets.tolist())
            for threads in (1, 2, 3, 7):
                shares = list(driver._shares(x, y, offsets, threads))
                assert 1 <= len(shares) <= threads
                assert shares[0][0] == 0
                assert shares[-1][1] == x.size
                assert all(a < b for a, b in shares)
                assert all(one[1] == two[0] for one, two in pairwise(shares))
                assert {stop for _, stop in shares} <= ends
                cuts += len(shares) - 1
    assert cuts > 30


@pytest.mark.parametrize("threads", [2, 3, 4, 8])
def test_shares__are_of_about_one_size(threads):
    rng = np.random.default_rng(1)
    n = 1_000_000
    for offsets in (np.array([0, n]), np.arange(0, n + 1, 50)):
        shares = list(driver._shares(np.arange(float(n)), rng.standard_normal(n), offsets, threads))
        assert len(shares) == threads
        assert max(abs(b - a - n / threads) for a, b in shares) < 500


def test_shares__of_little_work_are_one():
    n = 2 * driver._SMALLEST_SHARE - 1
    x, y = np.arange(float(n)), np.random.default_rng(2).standard_normal(n)
    assert list(driver._shares(x, y, np.array([0, n]), 8)) == [(0, n)]


def test_shares__of_one_run_are_one():
    n = 400_000
    x = np.arange(float(n))
    assert list(driver._shares(x, x * x, np.array([0, n]), 3)) == [(0, n)]
    # Two runs are parted where they meet, if one looks far enough.
    y = np.where(x < 230_000, x * x, 2 * 230_000.0 * x - x * x)
    (first, second) = driver._shares(x, y, np.array([0, n]), 2)
    assert first[1] == second[0]
    assert first[1] == 230_000


@pytest.mark.parametrize("family", ["walk", "integers", "ties", "near collinear", "valley", "constant"])
@pytest.mark.parametrize("p", ["1/2", "0+"])
def test_decide__threads_change_nothing(family, p, monkeypatch):
    monkeypatch.setattr(driver, "_SMALLEST_SHARE", 30)
    for x, y, offsets in (joined(drawn(family, 60)), (*drawn(family, 1, longest=900)[0], None)):
        one = decided(x, y, p, offsets)
        for threads in (2, 3, 5):
            other = decided(x, y, p, offsets, threads)
            for name in ("marks", "knots", "slope_changes", "ends"):
                assert np.array_equal(getattr(one, name), getattr(other, name))
            assert one.counts == other.counts
            assert one.decisions == other.decisions
