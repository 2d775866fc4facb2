from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from tests.fast import checks
from tests.fast.mutants import quiet, scratch, unchanged

modules = unchanged()
slopes = modules.slopes
NOTHING = modules.block.Known(*(np.empty(0, np.int64) for _ in range(5)))


def filled(x, y, offsets, low, count, known=NOTHING):
    """Return a block with slopes and gaps of the points low..low+count-1, and what the two stages returned."""
    block = scratch(modules, count)
    offsets = np.array([*offsets, len(x)])
    requests = np.empty(2 * count, np.int64)
    dataset = int(np.searchsorted(offsets, low))
    with quiet():
        irregular = any(slopes.fill_slopes(x, y, offsets, dataset, low, count, block))
        refined = requested = 0
        if slopes.fill_gaps(offsets, dataset, low, count, block):
            refined, requested = slopes.refine_gaps(x, y, low, count, block, known, requests)
    return block, irregular, refined, requests[:requested].tolist()


@pytest.mark.parametrize("low", [0, 1, 4, 5, 7])
@pytest.mark.parametrize("offsets", [[0], [0, 5], [0, 1, 5], [0, 4, 5, 6]])
def test_fill__slopes_and_gaps_within_their_errors(low, offsets):
    rng = np.random.default_rng(low)
    x, y = np.cumsum(rng.uniform(0.1, 1, 12)), rng.standard_normal(12)
    for count in range(1, 12 - low + 1):
        block, irregular, _, requests = filled(x, y, offsets, low, count)
        starts = [*offsets, 12]
        lonely = any(b - a == 1 and low <= a <= low + count for a, b in pairwise(starts))
        assert (irregular, requests) == (lonely, [])
        for j in range(count):
            i = low + j
            border = i in starts or i + 1 in starts
            true = Fraction(0) if border else checks.true_gap(x, y, i)
            assert abs(Fraction(block.gaps[j].item()) - true) <= abs(true) * Fraction(checks.ETA)
            if i not in starts:
                true = checks.slope(x, y, i - 1)
                assert abs(Fraction(block.slopes[j].item()) - true) <= abs(true) * Fraction(3, 2**53) * 2
                assert block.steps[j] == x[i] - x[i - 1]


@pytest.mark.parametrize("family", ["near collinear", "cancelled ties", "far", "smooth", "collinear pairs", "valley"])
def test_fill_gaps__relative_error_of_every_gap_that_passes(family):
    """The error that all half-widths of `weights.py` rest on, worst near the filter's threshold."""
    rng = np.random.default_rng(0)
    worst = 0.0
    for _ in range(200):
        x, y = modules.families.FAMILIES[family](rng, 12)
        if x.size < 3:
            continue
        block, _, _, requests = filled(x, y, [0], 0, x.size)
        for j in range(1, x.size - 1):
            true = checks.true_gap(x, y, j)
            if j not in requests:
                assert (block.gaps[j] == 0) == (true == 0)
                if true != 0:
                    worst = max(worst, float(abs(Fraction(block.gaps[j].item()) / true - 1)))
    assert worst <= checks.ETA
    # Not vacuous: the filter lets errors through that are near the bound.
    assert worst > (1e-10 if family in ("cancelled ties", "smooth") else 0)


def test_fill_gaps__requests_what_it_cannot_tell_and_takes_the_answers():
    x, y = np.arange(5.0), np.array([0, 5e-324, 5e-324, 1e-323, 0])
    _, _, refined, requests = filled(x, y, [0], 0, 5)
    assert (refined, requests) == (3, [1, 2, 3])
    answers = NOTHING._replace(gap_points=np.array([1, 3]), gap_values=np.array([-7.0, 8.0]))
    block, _, _, requests = filled(x, y, [0], 0, 5, answers)
    assert (requests, block.gaps[1], block.gaps[3]) == ([2], -7.0, 8.0)
    assert block.suspect[:5].tolist() == [0, 2, 1, 2, 0]


@pytest.mark.parametrize(("value", "bad"), [(np.nan, True), (np.inf, True), (-np.inf, True), (3.5, False)])
@pytest.mark.parametrize("offsets", [[0], [0, 3], [0, 3, 4]])
def test_fill_slopes__looks_for_faults_where_there_may_be_some(value, bad, offsets):
    for axis in (0, 1):
        for i in range(7):
            data = [np.arange(7.0) * 10, np.arange(7.0) ** 2]
            data[axis][i] = value
            faulty = bad or any(data[0][k] <= data[0][k - 1] for k in range(1, 7) if k not in offsets)
            _, irregular, _, _ = filled(*data, offsets, 0, 7)
            with quiet():
                fault = slopes.first_fault(*data, np.array([*offsets, 7]), 0, 0, 7)
            if bad:
                assert (irregular, fault) == (True, i)
            assert irregular or not faulty


def test_void_overflow__makes_slopes_unknown():
    steps, values = np.array([1.0, np.inf, 1.0, 1.0]), np.array([1.0, 0.0, -np.inf, np.inf])
    slopes.void_overflow(steps, values, 3)
    assert np.isnan(values).tolist() == [False, True, True, False]
