"""The shares of the dearest neurons in windows: no shares at random give more than the corners do."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from proofs_check.parts import BITS
from proofs_check.windows import Corner, Powers, Window
from proofs_check.work import Work

HALF = Fraction(1, 2)


def windows(p, n):
    return list(Powers(Work(10**9), p).windows(n))


def drawn(rng, window, k):
    """Return shares of k neurons, the dearest of them in the window, and not more than 1 in all."""
    first = window.low + (window.high - window.low) * Fraction(rng.choice([0, 1, rng.random()]))
    shares = [first]
    for _ in range(k - 1):
        most = min(shares[-1], 1 - sum(shares))
        shares.append(most * Fraction(rng.choice([0, 1, 1, rng.random()])))
    return shares


def excess(p, change=lambda corners: corners):
    """Return how often shares give more than all corners, and how often at least 0.99 of that, in so many draws."""
    rng, more, near, draws = random.Random(3), 0, 0, 0
    for window in windows(p, 5):
        for _ in range(300):
            k = rng.randint(1, 5)
            shares, loads = drawn(rng, window, k), [rng.choice([0, 1, rng.random()]) for _ in range(k)]
            sums = [sum(loads[:j]) for j in range(k + 1)]
            corners = change(window.corners(k))
            most = max((c.more * sums[c.first] + c.less * sums[c.last]) / 2**BITS for c in corners)
            value = sum(load * float(s) ** (1 / float(p)) for load, s in zip(loads, shares, strict=True))
            more += value > most * (1 + 1e-12)
            near += value >= 0.99 * most
            draws += 1
    return more, near, draws


@pytest.mark.parametrize("p", [HALF, Fraction(9, 10), Fraction(1, 5)])
def test_window__nothing_is_more_than_at_the_corners_and_much_is_as_much(p):
    more, near, draws = excess(p)
    assert more == 0
    assert near > draws // 20


def test_window__faults_are_seen():
    assert excess(HALF, lambda corners: corners[:1])[0] > 0
    assert excess(HALF, lambda corners: [c for c in corners if c.first == c.last] or corners)[0] > 0
    assert excess(HALF, lambda corners: [c._replace(less=c.less * 9 // 10) for c in corners])[0] > 0


@pytest.mark.parametrize("p", [Fraction(1, 100), Fraction(1, 5), HALF, Fraction(9, 10)])
@pytest.mark.parametrize("n", [1, 2, 3, 6, 30])
def test_windows__cover_all_shares(p, n):
    found = windows(p, n)
    assert (found[0].high, found[-1].low) == (1, 0)
    assert all(above.low == below.high for above, below in pairwise(found))
    assert all(window.low <= window.high for window in found)
    assert len(found) <= 17
    assert all(window.corners(k) for window in found[:: len(found) // 4 + 1] for k in range(1, n + 1))
    # Below the last cut all n together cost V, or nearly.
    assert abs(float(found[-1].high * n) - 1) < 0.001


def test_window__corners_by_hand():
    power = Powers(Work(10**6), HALF)
    one, *rest = Window(power, HALF, Fraction(3, 4)).corners(2)
    (whole,) = Window(power, HALF, Fraction(1)).corners(1)
    assert whole == Corner(1, 1, 0, 1 << BITS)
    # Shares of 3/4 and 1/4, or 1/2 twice.
    assert one == Corner(1, 2, power.of(Fraction(3, 4)) - power.of(Fraction(1, 4)), power.of(Fraction(1, 4)))
    assert rest == [Corner(2, 2, 0, power.of(HALF))]


def test_window__weights_are_the_largest():
    window = windows(HALF, 4)[2]
    own, others = window.weights(2, 2)
    shares = [[c.more * (i < c.first) + c.less * (i < c.last) for i in range(4)] for c in window.corners(4)]
    assert own == [max(each[i] for each in shares) for i in range(2)]
    assert others == max(sum(each[2:]) for each in shares)


@pytest.mark.parametrize("p", [HALF, Fraction(2, 3), Fraction(1, 7)])
def test_powers__are_on_the_safe_side(p):
    power = Powers(Work(10**6), p)
    for share in (Fraction(1), Fraction(2, 3), Fraction(1, 5), Fraction(1, 77)):
        root = Fraction(power.of(share), 2**BITS)
        assert root**p.numerator >= share**p.denominator
        assert (root * Fraction(2**70 - 1, 2**70)) ** p.numerator < share**p.denominator
