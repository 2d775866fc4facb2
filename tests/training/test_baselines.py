from itertools import combinations, pairwise

import numpy as np
import pytest

from sparsest import Dataset, UsageError, solve
from sparsest.training.baselines import greedy_matching, random_sides, untrained
from sparsest.univariate.gaps import Gaps


def gaps_of(*gaps):
    return Gaps.of(Dataset.from_gaps(gaps))


def is_matching(gaps, matching):
    edges = {k for start, stop in gaps.runs for k in range(start, stop - 1)}
    return set(matching) <= edges and all(b - a > 1 for a, b in pairwise(matching))


def test_random_sides__are_matchings_of_all_kinds():
    gaps, rng = gaps_of(1, 2, 3, 0, 1, 1, -1, -2), np.random.default_rng(0)
    drawn = {random_sides(gaps, rng) for _ in range(2000)}
    assert all(is_matching(gaps, matching) for matching in drawn)
    edges = [(), (0,), (1,)], [(), (4,)], [(), (6,)]
    assert len(drawn) == len(edges[0]) * len(edges[1]) * len(edges[2])


def test_random_sides__odds_of_one_pair():
    gaps, rng = gaps_of(1, 1), np.random.default_rng(1)
    share = sum(random_sides(gaps, rng) == (0,) for _ in range(4000)) / 4000
    assert share == pytest.approx(1 / 4, abs=0.03)


def test_greedy__takes_the_largest_sum_first():
    assert greedy_matching(gaps_of(1, 2, 3, 1)) == (1,)
    assert greedy_matching(gaps_of(5, 1, 1, 5)) == (0, 2)
    assert greedy_matching(gaps_of(-1, 2, 3, -4)) == (1,)
    for seed in range(50):
        gaps = gaps_of(*np.random.default_rng(seed).integers(1, 9, 7).tolist())
        found = greedy_matching(gaps)
        assert is_matching(gaps, found)
        # Nothing more can be added.
        assert not any(is_matching(gaps, sorted({*found, k})) for k in range(6) if k not in found)


def test_untrained__shares_are_those_of_an_exact_count():
    """Four gaps of one run: every coin is thrown, every matching compared in exact cost."""
    optimum = solve(Dataset.from_gaps([1, 5, 6, 1]), "1/2")
    gaps = Gaps.of(optimum.data)
    best = min(
        (matching for n in range(3) for matching in combinations(range(3), n) if is_matching(gaps, matching)),
        key=lambda matching: float(gaps.spline(matching).power_sum.at("1/2").enclosure(20)[0]),
    )
    coins = [[bool(c >> k & 1) for k in range(4)] for c in range(16)]
    share = sum(tuple(k for k in range(3) if r[k] and not r[k + 1]) == best for r in coins) / 16
    found = untrained(optimum, draws=4000, seed=3)
    assert found.random_sides == pytest.approx(share, abs=0.03)
    assert found.random_sides_descended > found.random_sides
    assert found.greedy == (greedy_matching(gaps) == best)


def test_untrained__of_a_line():
    found = untrained(solve(Dataset([0, 1, 2], [0, 1, 2]), "1/2"), draws=3)
    assert found.to_json() == {"draws": 3, "random_sides": 1.0, "random_sides_descended": 1.0, "greedy": True}


@pytest.mark.parametrize("draws", [0, 2.5, 10**7])
def test_untrained__refuses(draws):
    with pytest.raises(UsageError, match="give a whole number from 1"):
        untrained(solve(Dataset([0, 1], [0, 1]), "1/2"), draws=draws)
