"""The edge is the best one there is, and no pair of rays that can be last is lost."""

import random
from fractions import Fraction
from itertools import permutations

import pytest

from proofs_check.edges import Reach, det, edge
from proofs_check.parts import BITS
from proofs_check.work import DEFAULT_WORK, StopError, Work

UNIT = 1 << BITS


def on(one, two):
    return one[0] * two[0] + one[1] * two[1]


def ratio(functional, vectors, labels):
    """Return what a functional is on the labels, over the largest that it is on the vectors."""
    return Fraction(abs(on(functional, labels)), max(abs(on(functional, v)) for v in vectors))


def best(vectors, labels):
    """Return the largest ratio of all functionals: of one that is 0 along a line through two of the vectors."""
    both = [*vectors, *((-a, -b) for a, b in vectors)]
    normals = [(d - b, a - c) for (a, b), (c, d) in permutations(both, 2)]
    return max(ratio(one, vectors, labels) for one in normals if any(on(one, v) for v in vectors))


def drawn(rng, many, most):
    return [(rng.randint(-most, most), rng.randint(-most, most)) for _ in range(many)]


@pytest.mark.parametrize("most", [2, 9, 10**30])
def test_edge__is_the_best(most):
    rng, plane = random.Random(most), 0
    for _ in range(150):
        vectors, (labels,) = drawn(rng, rng.randint(2, 8), most), drawn(rng, 1, most)
        found = edge(Work(DEFAULT_WORK), vectors, labels)
        if not any(det(v, w) for v in vectors for w in vectors):
            assert found == (0, 0)
        elif any(labels):
            plane += 1
            assert ratio(found, vectors, labels) == best(vectors, labels)
    assert plane > 90


def test_edge__its_test_can_fail():
    vectors, labels = [(2, 0), (0, 1), (2, 1)], (3, 3)
    assert best(vectors, labels) == 3
    assert ratio((1, 0), vectors, labels) < 3


def test_edge__work_is_charged():
    with pytest.raises(StopError):
        edge(Work(10), [(1, 0), (0, 1)] * 3, (1, 1))


def roots(k, times=Fraction(1)):
    """Return j^(-2), which is j^(-1/p) at p = 1/2, for the ranks of the two after k, rounded up."""
    return [int(times * UNIT / j**2) + 1 for j in (k + 1, k + 2)]


def lost(k, times=Fraction(1)):
    """Count pairs that a network of price 1 at p = 1/2 can have after k dearer neurons, but are left out; and all."""
    rng, wrong, possible, left_out = random.Random(k), 0, 0, 0
    for _ in range(200):
        rays, tops = drawn(rng, 8, 20), [rng.randint(1, 9) for _ in range(8)]
        i, j = rng.sample(range(8), 2)
        one = Fraction(rng.randint(1, 100), 100) / (k + 1)  # the share of V of the dearer of the two
        two = min(Fraction(rng.randint(80, 100), 100) * one, 1 - (k + 1) * one)
        # The labels that the two make at these shares, rounded to 40 digits; the rays have both signs.
        steps = [tops[i] * one**2, tops[j] * two**2]
        labels = [int(10**40 * sum(t * rays[r][c] for t, r in zip(steps, (i, j), strict=True))) for c in (0, 1)]
        longer = [(10**40 * a, 10**40 * b) for a, b in rays]
        if two <= 0 or not any(labels) or det(rays[i], rays[j]) == 0:
            continue
        reach = Reach(Work(DEFAULT_WORK), longer, tuple(labels), [top * UNIT for top in tops], roots(k, times))
        ranked = sorted(range(8), key=lambda r: -reach.sizes[r])
        possible += 1
        left_out += sum(8 - reach.seconds(r) for r in range(8))
        wrong += reach.sizes[j] < reach.sizes[ranked[reach.seconds(i) - 1]] if reach.seconds(i) else 1
    return wrong, possible, left_out


@pytest.mark.parametrize("k", [0, 1, 3])
def test_reach__no_pair_is_lost_that_can_be_last(k):
    wrong, possible, left_out = lost(k)
    assert wrong == 0
    assert possible > 100
    assert left_out > 100


def test_reach__what_reaches_the_labels_just_so_is_kept():
    """After two others both at a quarter of V give a sixteenth of 16 each: the bound is met exactly, and not beyond."""
    rays, tops, exact = [(16, 0), (0, 16)], [UNIT, UNIT], [UNIT // 9, UNIT // 16]
    assert Reach(Work(DEFAULT_WORK), rays, (1, 1), tops, exact).seconds(0) == 2
    longer = [(10**9 * a, 10**9 * b) for a, b in rays]
    assert Reach(Work(DEFAULT_WORK), longer, (10**9 + 1, 10**9), tops, exact).seconds(0) == 0


@pytest.mark.parametrize("k", [0, 1, 3])
def test_reach__roots_that_are_too_small_would_be_seen(k):
    assert lost(k, Fraction(1, 4))[0] > 0
