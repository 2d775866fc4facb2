"""Splits of networks: all of them, each with the same outputs; and neurons whose outputs are dependent."""

import random
from fractions import Fraction
from math import comb

from proofs_check.unaided.nets import count, dot, missed_label, random_interpolant
from proofs_check.unaided.splits import dependence, parts, shifted, splits
from sparsest.points import Points

POINTS = Points([[1, 2], [3, 1], [2, 5]], [4, -1, 2])


def test_parts__as_many_as_bell_counts_and_each_sums_to_the_whole():
    bell = [1]
    for n in range(4):
        bell.append(sum(comb(n, k) * bell[k] for k in range(n + 1)))
    for n in range(1, 5):
        w = (*map(Fraction, range(1, n + 1)), Fraction(0))
        found = list(parts(w))
        assert len(found) == bell[n] == len({tuple(sorted(some)) for some in found})
        for some in found:
            assert tuple(map(sum, zip(*some, strict=True))) == w
            assert sum(a != 0 for u in some for a in u) == n


def test_splits__interpolate_and_count_the_same():
    rng = random.Random(0)
    seen = 0
    for _ in range(10):
        net = random_interpolant(POINTS, rng, 2)
        for split in splits(POINTS, net):
            assert missed_label(POINTS, split) is None
            assert count(split) == count(net)
            seen += len(split) > len(net)
    assert seen


def test_dependence__is_one_and_is_found_where_neurons_are_too_many():
    rng = random.Random(1)
    for neurons in (1, 4, 6):
        net = random_interpolant(POINTS, rng, neurons)
        c = dependence(POINTS, net)
        assert c is not None or len(net) <= len(POINTS)
        if c is not None:
            assert any(c)
            for row in [(*x, Fraction(1)) for x in POINTS.x]:
                assert sum(a * max(dot(w, row), 0) for a, (_, w) in zip(c, net, strict=True)) == 0
            assert missed_label(POINTS, shifted(net, c, Fraction(7, 3))) is None
