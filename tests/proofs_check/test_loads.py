"""Faces that can be the next dearest, compared with the bounds of docs/price_certificate_v1.md, section 3."""

import random
from fractions import Fraction

import pytest

from proofs_check.loads import Loads
from proofs_check.parts import BITS

UNIT = 1 << BITS


def drawn(rng, roots):
    """Return a functional on rays of faces, as loads and as its numbers."""
    rays = [rng.sample(range(8), rng.randint(1, 3)) for _ in range(12)]
    having = [sum(1 << j for j, own in enumerate(rays) if r in own) for r in range(8)]
    total, sizes = rng.randint(0, 60), [rng.randint(0, 30) for _ in range(8)]
    return Loads(total, sizes, having, roots), total, sizes, rays


def possible(total, loads, largest, m, roots):
    """Return whether some B_j is at least what z is on the labels, for faces of these loads and m others."""
    sums = [sum(loads[:j]) + max(j - len(loads), 0) * largest for j in range(1, len(loads) + m + 1)]
    return any(Fraction(a * root, UNIT) >= total for a, root in zip(sums, roots[1:], strict=False))


def differences(change=lambda _: None):
    """Count faces about which loads and bounds disagree; return that, and how many faces are left out."""
    rng, wrong, out = random.Random(1), 0, 0
    for _ in range(300):
        roots = [0, UNIT, *(UNIT // j**2 + 1 for j in range(2, 7))]
        loads, total, sizes, rays = drawn(rng, roots)
        change(loads)
        before = [max(sizes[r] for r in rng.choice(rays)) for _ in range(rng.randint(0, 3))]
        masks = loads.following(before, 2)
        for m in range(3):
            mask = masks[m] if m < len(masks) else -1
            for j, own in enumerate(rays):
                can = possible(total, [*before, max(sizes[r] for r in own)], max(sizes), m, roots)
                wrong += can != (mask >> j & 1)
                out += not can
    return wrong, out


def test_following__is_what_the_bounds_say():
    wrong, out = differences()
    assert wrong == 0
    assert out > 1000


def too_much_room(loads):
    loads.room = [room + 1 for room in loads.room]


def too_little_room(loads):
    loads.room = [max(room - 1, 0) for room in loads.room]


def no_others(loads):
    loads.largest = 0


def one_ray_too_few(loads):
    loads.faces = [0, *loads.faces[:-1]]


@pytest.mark.parametrize("change", [too_much_room, too_little_room, no_others, one_ray_too_few])
def test_following__faults_are_seen(change):
    assert differences(change)[0] > 0
