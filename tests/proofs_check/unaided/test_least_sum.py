"""Multipliers that bound the sum of all |weights|: right ones, too large ones, and the rays that decide."""

import random
from fractions import Fraction

from proofs_check.unaided.least_sum import all_rays, proves_sum
from proofs_check.unaided.nets import dot, lifted, random_interpolant, weights
from sparsest.exact.rationals import as_fraction
from sparsest.points import Points

POINTS = Points([[1, 2], [3, -1], [-2, 5]], [4, -1, 2])


def test_proves_sum__no_interpolant_is_below_what_it_accepts():
    rng = random.Random(0)
    accepted = 0
    for _ in range(40):
        multipliers = [Fraction(rng.randint(-4, 4), 12) for _ in POINTS.y]
        if proves_sum(POINTS, multipliers):
            accepted += 1
            bound = sum(a * y for a, y in zip(multipliers, POINTS.y, strict=True))
            for _ in range(5):
                net = random_interpolant(POINTS, rng, 2)
                assert sum(as_fraction(a) for a in weights(net)) >= bound
    assert 0 < accepted < 40


def test_all_rays__what_they_accept_holds_everywhere():
    rng = random.Random(1)
    multipliers = [Fraction(1, 10), Fraction(-1, 8), Fraction(1, 12)]
    assert proves_sum(POINTS, multipliers)
    for _ in range(200):
        w = tuple(Fraction(rng.randint(-9, 9)) for _ in range(3))
        reached = sum(a * max(dot(w, row), 0) for a, row in zip(multipliers, lifted(POINTS), strict=True))
        assert abs(reached) <= sum(map(abs, w))
    for ray in all_rays(POINTS):
        zeros = [row for row in lifted(POINTS) if dot(ray, row) == 0]
        assert len(zeros) + sum(a == 0 for a in ray) >= 2


def test_proves_sum__sees_one_ray_that_is_too_good():
    # The constant 1 reaches both labels at the price 1.
    one = Points([[1], [-1]], [1, 1])
    half, more = Fraction(1, 2), Fraction(1, 2) + Fraction(1, 1000)
    assert proves_sum(one, [half, half])
    assert not proves_sum(one, [half, more])
    assert not proves_sum(one, [-half, -more])
