"""The checker's bound by regions is the solver's, which shares no code with it; clauses: test_network_checker."""

import random
from fractions import Fraction

import pytest

from proofs_check.regions import _largest_piece, _most_regions, chosen_points, need_regions
from proofs_check.work import DEFAULT_WORK, StopError, Work
from sparsest.exact.clock import Clock
from sparsest.multivariate import regions
from sparsest.points import Points


@pytest.mark.parametrize("dimension", [1, 2, 3, 5])
def test_most_regions__as_the_solver_counts_them(dimension):
    for weights in range(14):
        assert _most_regions(Work(DEFAULT_WORK), dimension, weights) == regions.most_regions(dimension, weights)


@pytest.mark.parametrize("seed", range(12))
def test_largest_piece__as_the_solver_finds_it(seed):
    rng = random.Random(seed)
    d = 1 + seed % 3
    rows = {tuple(rng.randint(0, 3) for _ in range(d)) for _ in range(14)}
    points = Points([list(row) for row in rows], [rng.randint(0, 2) for _ in rows])
    *_, found = [None, *regions.region_bounds(points)]
    if found is None:
        return
    rows = [[*map(Fraction, row), Fraction(1)] for row in points.x]
    whole = [(*map(int, row), int(y)) for row, y in zip(rows, points.y, strict=True)]
    piece = _largest_piece(Work(DEFAULT_WORK), whole, d, 4)
    assert piece == regions._largest_piece(points.lifted, points.flint.y, Clock())
    need_regions(Work(DEFAULT_WORK), rows, points.y, found.lower)
    with pytest.raises(StopError):
        need_regions(Work(DEFAULT_WORK), rows, points.y, found.lower + 1)


def test_chosen_points__and_a_limit_of_work():
    assert chosen_points(Work(DEFAULT_WORK), "N16", [0, 3], 4, "subset") == [0, 3]
    rows = [[Fraction(k), Fraction(k * k), Fraction(1)] for k in range(40)]
    with pytest.raises(StopError) as stopped:
        need_regions(Work(10_000), rows, [Fraction(k**3) for k in range(40)], 3)
    assert stopped.value.args[0] == "undecided"
