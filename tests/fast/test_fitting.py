"""The greedy over all data sets, in shares."""

import numpy as np
import pytest

from sparsest.fast import WithinDecisions, solve, solve_batch
from sparsest.fast.fitting import _shares, fit_gates

NAMES = ("bends", "ends", "lasts", "knots", "slope_changes", "decisions")


@pytest.mark.parametrize("threads", [1, 2, 3, 7, 50])
def test_shares__cover_all_data_sets_once(threads):
    for sizes in ([5], [1, 1, 1], [100, 1, 1, 1], [3] * 20):
        offsets = np.cumsum([0, *sizes])
        found = list(_shares(offsets, threads))
        assert [0, *(stop for _, stop in found)] == [*(start for start, _ in found), len(sizes)]
        assert all(start < stop for start, stop in found)
        assert len(found) <= threads


def test_fit_gates__threads_change_nothing():
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 30, 40)
    offsets = np.cumsum([0, *sizes])
    x = np.concatenate([np.sort(rng.standard_normal(n)) for n in sizes])
    y = np.round(rng.standard_normal(x.size), 1)
    for widths in (np.array([0.5]), rng.uniform(0, 1, x.size)):
        one, *others = (fit_gates(x, y, offsets, widths, threads) for threads in (1, 2, 3, 7, 100))
        assert one.knots.size > 100
        for other in others:
            assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in NAMES[:-1])
            assert one.decisions == other.decisions


def test_fit_gates__each_data_set_as_if_it_were_alone():
    rng = np.random.default_rng(4)
    y = np.round(rng.standard_normal((60, 9)), 1)
    for tolerance in (0.3, 0.0, np.inf, rng.choice([0.0, 0.5, np.inf], y.shape)):
        batch = solve_batch(np.arange(9.0), y, tolerance=tolerance)
        for k, one in enumerate(batch):
            alone = solve(np.arange(9.0), y[k], tolerance=tolerance if np.ndim(tolerance) == 0 else tolerance[k])
            assert one == alone
            for name in ("bends", "last", "knots", "slope_changes"):
                assert np.array_equal(getattr(one, name), getattr(alone, name))


def test_decisions__are_counted_and_added():
    x, y = np.arange(30.0), np.random.default_rng(0).integers(-2, 3, 30) * 1.0
    told = solve(x, y, tolerance=0.5).decisions
    assert told.refined_turns > 0
    assert told + told == WithinDecisions(*(2 * n for n in vars(told).values()))
    tiny = solve(1e-200 * x, 1e-200 * y, tolerance=0.5e-200).decisions
    assert min(tiny.exact_turns, tiny.exact_knots) > 0
