"""Faces that can be the next dearest, compared with the bounds of docs/price_certificate_v1.md, section 3."""

import random
from fractions import Fraction

import pytest

from proofs_check.loads import Loads
from proofs_check.parts import BITS
from proofs_check.windows import Powers
from proofs_check.work import Work


def drawn(rng):
    """Return a functional on rays of faces, as loads and as its numbers."""
    rays = [rng.sample(range(8), rng.randint(1, 3)) for _ in range(12)]
    having = [sum(1 << j for j, own in enumerate(rays) if r in own) for r in range(8)]
    total, sizes = rng.randint(0, 60), [rng.randint(0, 30) for _ in range(8)]
    return Loads(total, sizes, having), total, sizes, rays


def possible(total, loads, largest, m, window):
    """Return whether some corner gives as much as z is on the labels, for faces of these loads and m others."""
    sums = [sum(loads[:k]) + max(k - len(loads), 0) * largest for k in range(len(loads) + m + 1)]
    values = [c.more * sums[c.first] + c.less * sums[c.last] for c in window.corners(len(loads) + m)]
    return max(values) >= total << BITS


def differences(change=lambda _: None):
    """Count faces about which loads and corners disagree; return that, and how many faces are left out."""
    rng, wrong, out = random.Random(1), 0, 0
    windows = list(Powers(Work(10**9), Fraction(1, 2)).windows(6))
    for _ in range(300):
        loads, total, sizes, rays = drawn(rng)
        change(loads)
        before, window = (
            [max(sizes[r] for r in rng.choice(rays)) for _ in range(rng.randint(0, 3))],
            rng.choice(windows),
        )
        others = range(rng.randint(0, 1), 3)
        masks = dict(zip(others, loads.following(before, others, window), strict=False))
        for m in others:
            for j, own in enumerate(rays):
                can = possible(total, [*before, max(sizes[r] for r in own)], max(sizes), m, window)
                wrong += can != (masks.get(m, -1) >> j & 1)
                out += not can
    return wrong, out


def test_following__is_what_the_bounds_say():
    wrong, out = differences()
    assert wrong == 0
    assert out > 1000


def too_large(loads):
    loads.total += 1 << BITS


def too_small(loads):
    loads.total -= 1 << BITS


def no_others(loads):
    loads.largest = 0


def one_ray_too_few(loads):
    loads.faces = [0, *loads.faces[:-1]]


@pytest.mark.parametrize("change", [too_large, too_small, no_others, one_ray_too_few])
def test_following__faults_are_seen(change):
    assert differences(change)[0] > 0
