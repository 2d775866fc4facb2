"""The bound by regions: never above what is proved, never below what arrangements have, exact on graphs."""

import random
import time
from itertools import combinations

import pytest
from flint import fmpq, fmpq_mat

from sparsest import Points
from sparsest.exact.clock import Clock
from sparsest.multivariate import regions
from sparsest.multivariate.fewest import Search
from sparsest.multivariate.regions import least_weights, most_regions, region_bounds
from tests.multivariate.test_proposals import uniform


def cells(lines):
    """Return the number of regions of different lines: 1, their number, and of each vertex the lines less 1."""
    vertices = {}
    for one, other in combinations(lines, 2):
        det = one[0] * other[1] - one[1] * other[0]
        if det:
            at = fmpq(one[1] * other[2] - other[1] * one[2], det), fmpq(one[2] * other[0] - other[2] * one[0], det)
            vertices.setdefault((at[0].p, at[0].q, at[1].p, at[1].q), set()).update({one, other})
    return 1 + len(lines) + sum(len(through) - 1 for through in vertices.values())


def drawn(rng, weights):
    """Return lines that so many weights pay for."""
    lines = set()
    while True:
        line = [rng.choice([0, 1, rng.randint(-9, 9)]) for _ in range(3)]
        weights -= sum(a != 0 for a in line)
        if weights < 0:
            return lines
        if line[0] or line[1]:
            lead = next(a for a in line if a)
            lines.add(tuple(fmpq(a, lead) for a in line))


@pytest.mark.slow
def test_most_regions__no_lines_in_the_plane_have_more():
    rng, met = random.Random(1), set()
    for _ in range(3000):
        weights = rng.randint(0, 14)
        lines = [tuple(line) for line in drawn(rng, weights)]
        found = cells([tuple(map(fmpq, line)) for line in lines])
        assert found <= most_regions(2, weights)
        met |= {weights} if found == most_regions(2, weights) else set()
    # The bound is met where few weights are spent: it could not be smaller there.
    assert met >= {0, 1, 2, 3, 4}


def test_most_regions__of_one_input_and_of_few_weights():
    assert [most_regions(1, weights) for weights in range(6)] == [1, 2, 2, 3, 3, 4]
    assert [most_regions(3, weights) for weights in range(4)] == [1, 2, 4, 8]
    assert least_weights(2, 34) == 16


@pytest.mark.parametrize("seed", range(10))
def test_largest_piece__by_all_subsets(seed, monkeypatch):
    rng = random.Random(seed)
    rows = sorted({(rng.randint(0, 2), rng.randint(0, 2)) for _ in range(9)} | {(0, 0), (0, 1), (1, 0)})
    points = Points([list(row) for row in rows], [rng.randint(0, 1) for _ in rows])
    best = 0
    for size in range(1, len(points) + 1):
        for chosen in combinations(range(len(points)), size):
            system = fmpq_mat([[*points.lifted[i]] for i in chosen])
            whole = fmpq_mat([[*points.lifted[i], points.flint.y[i]] for i in chosen])
            if system.rank() == whole.rank():
                best = size
    assert regions._largest_piece(points.lifted, points.flint.y, Clock()) == best
    monkeypatch.setattr(regions, "_WORD", 0)
    assert regions._largest_piece(points.lifted, points.flint.y, Clock()) == best


def test_largest_piece__in_words_or_not(monkeypatch):
    for seed in range(4):
        points = uniform(14, 2, seed)
        found = regions._largest_piece(points.lifted, points.flint.y, Clock())
        with monkeypatch.context() as patch:
            patch.setattr(regions, "_WORD", 0)
            assert regions._largest_piece(points.lifted, points.flint.y, Clock()) == found
    huge = Points([[k * 10**30, k * k] for k in range(7)], [1, -2, 3, 1, 7, 2, 9])
    assert regions._largest_piece(huge.lifted, huge.flint.y, Clock()) == 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_region_bound__is_below_what_is_proved_otherwise(seed):
    rng = random.Random(seed)
    if seed % 2:
        points = Points([[x] for x in rng.sample(range(-20, 20), 8)], [rng.randint(-5, 5) for _ in range(8)])
    else:
        points = uniform(6, 2, seed)
    search = Search(points, proposing=False)
    search.run()
    assert search.is_optimal
    assert all(bound.lower <= search.best.count for bound in region_bounds(points))


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_least_weights__one_by_one(dimension):
    for regions_needed in range(1, 30):
        found = least_weights(dimension, regions_needed)
        assert most_regions(dimension, found) >= regions_needed
        assert found == 0 or most_regions(dimension, found - 1) < regions_needed


@pytest.mark.slow
def test_region_bounds__of_one_input_end_in_time():
    """Folds were counted in all ways to spend the weights, which took 14 s of 2 here."""
    points, clock = Points([[k] for k in range(400)], [k * k for k in range(400)]), Clock()
    begin = time.process_time()
    with clock.within(2):
        assert [bound.lower for bound in region_bounds(points, clock)][:3] == [13, 29, 61]
    assert time.process_time() - begin < 2.5


def test_region_bounds__what_can_show_no_more_is_passed_over():
    points = uniform(30, 2)
    assert [bound.lower for bound in region_bounds(points, above=6)] == [7]
    assert list(region_bounds(points, above=7)) == []


def test_region_bound__grows_with_the_points_and_needs_inputs_that_span():
    assert [[*region_bounds(uniform(count, 2))][-1].lower for count in (10, 20, 30)] == [2, 5, 7]
    assert list(region_bounds(Points([[k, 2 * k] for k in range(6)], [1, 0, 2, 5, 1, 3]))) == []
    affine = Points([[a, b] for a in range(3) for b in range(3)], [a + b for a in range(3) for b in range(3)])
    assert [bound.lower for bound in region_bounds(affine)] == [0]
