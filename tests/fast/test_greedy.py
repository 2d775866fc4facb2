"""The greedy over doubles: the bends of the exact one."""

import numpy as np
import pytest

from sparsest import DataError
from sparsest.campaign.families import FAMILIES
from sparsest.data import Dataset
from sparsest.fast import solve, solve_batch
from sparsest.univariate.gates import Gates
from sparsest.univariate.windows import walk


@pytest.mark.parametrize("family", FAMILIES)
def test_pass_gates__gives_the_bends_of_the_exact_walk(family):
    rng = np.random.default_rng(len(family))
    for k in range(12):
        x, y = FAMILIES[family](rng, int(rng.integers(3, 30)))
        eps = float(np.median(np.abs(y - y[0]))) * [0.0, 0.1, 0.5, 1.0][k % 4]
        ends = Gates.within(Dataset(x, y), eps).at(None if np.isinf(eps) else Dataset([0], [eps]).flint.y[0])
        exact = walk(Dataset(x, y).flint.x, ends.low, ends.high)
        assert solve(x, y, tolerance=eps).bends.tolist() == [list(bend) for bend in exact.bends]


def test_pass_gates__one_gate_two_gates_none():
    for x, y, tolerance, knots in (([0], [1], 0, 0), ([0, 1], [0, 9], 0, 0), ([0, 1, 2], [0, 9, 0], np.inf, 0)):
        found = solve(x, y, tolerance=tolerance)
        assert (found.fewest_knots, found.bends.shape) == (knots, (0, 4))
    # Where there are no gates at all, the function 0.
    assert solve([0, 1, 2], [5, 9, 7], tolerance=np.inf)([0, 1, 2]).tolist() == [0, 0, 0]
    assert solve([0, 1, 2], [5, 9, 7], tolerance=[np.inf, 1, np.inf])([0, 1, 2]).tolist() == [9, 9, 9]


def test_pass_gates__gates_that_are_none_bend_nothing():
    found = solve([0, 1, 2, 3, 4], [0, 50, 3, -50, 0], tolerance=[1, np.inf, 1, np.inf, 1])
    assert found.bends.tolist() == [[-1, 0, 2, 4]]


def test_pass_gates__linear_time_on_a_parabola():
    """All ends stay on the hulls: looking through them from the start at each gate would take minutes."""
    x = np.arange(-50_000.0, 50_000.0)
    found = solve(x, x * x, tolerance=0.25)
    assert found.fewest_knots > 10_000
    assert solve(x, 1e-12 * x * x, tolerance=1.0).fewest_knots < 100


@pytest.mark.parametrize(("x", "y", "message"), [
    ([0, 1, 1], [0, 0, 0], "x, entry 2: 1.0 does not lie right of 1.0 before it; merge equal points"),
    ([0, 2, 1], [0, 0, 0], "x, entry 2: 1.0 does not lie right of 2.0 before it; sort by x first"),
    ([0, 1, 2], [0, np.nan, 0], "y, entry 1: nan is not finite"),
    ([0, np.inf, 2], [0, 0, 0], "x, entry 1: inf is not finite"),
])  # fmt: skip
def test_pass_gates__faults_are_named(x, y, message):
    with pytest.raises(DataError) as error:
        solve(x, y, tolerance=1)
    assert str(error.value).startswith(message)
    # In a batch also the data set, whichever thread has it.
    for threads in (1, 2):
        with pytest.raises(DataError) as error:
            solve_batch([0, 1, 2, *x], [0, 0, 0, *y], offsets=[0, 3], tolerance=1, threads=threads)
        assert str(error.value).startswith(message.replace(":", " of data set 1:", 1))
