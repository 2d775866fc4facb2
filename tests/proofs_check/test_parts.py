"""Parts of a price: lower bounds that are near the truth, and never above it."""

from bisect import bisect_right
from fractions import Fraction

import pytest
from mpmath import mp, mpf, workdps

from proofs_check.parts import BITS, PARTS, PriceParts
from proofs_check.work import DEFAULT_WORK, Work

WEIGHTS = [Fraction(2), Fraction(1, 3), Fraction(5)]


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(9, 10), Fraction(1, 10), Fraction(1, 3)])
@pytest.mark.parametrize("ray", [(1,), (0, -3, 2), (7, 0, 1)])
def test_thresholds__a_multiple_costs_what_they_say(p, ray):
    found = PriceParts(Work(DEFAULT_WORK), p, WEIGHTS).thresholds(ray)
    assert len(found) == PARTS
    with workdps(80):
        exponent = mpf(p.numerator) / p.denominator
        price = sum(((mpf(a.numerator) / a.denominator) ** exponent for a in WEIGHTS), mpf(0))
        for k, threshold in enumerate(found, 1):
            cost = sum(((mpf(threshold) / 2**BITS * abs(a)) ** exponent for a in ray if a), mpf(0))
            # Never less than k parts; and hardly more, where the multiple is not very small.
            assert cost >= price * k / PARTS
            assert threshold < 2**40 or cost < price * k / PARTS * (1 + mp.mpf(2) ** -20)


def test_thresholds__the_price_itself_is_not_too_much():
    """A single weight that costs all is within the limit: the network itself must not be passed over."""
    parts = PriceParts(Work(DEFAULT_WORK), Fraction(1, 2), [Fraction(7, 3)])
    assert bisect_right(parts.single, (7 << BITS) // 3) < parts.limit
    assert bisect_right(parts.single, (8 << BITS) // 3) == parts.limit


def test_thresholds__too_large_to_tell_and_no_weights():
    # Three weights are three times as dear as one, whatever their sizes: up to a third of the parts any will do.
    assert 0 < len(PriceParts(Work(DEFAULT_WORK), Fraction(1, 10**900), WEIGHTS).thresholds((1,))) < PARTS // 3
    assert 0 < len(PriceParts(Work(DEFAULT_WORK), Fraction(1, 1000), WEIGHTS).thresholds((1,))) < PARTS
    assert PriceParts(Work(DEFAULT_WORK), Fraction(1, 2), []).thresholds((1,)) == []
    near_0 = PriceParts(Work(DEFAULT_WORK), "0+", WEIGHTS)
    assert (near_0.limit, near_0.thresholds((0, 4, -1))) == (4, [0, 0])
