"""Signs on intervals: against values inside, and against the solver's own; and a false one is seen."""

import random
from fractions import Fraction

import pytest

from proofs_check.curve import Curve
from proofs_check.signs import PowerSum
from proofs_check.work import DEFAULT_WORK, StopError, Work


def zero_sums(seed):
    """Yield terms n a^p that add up to 0 at p = 1, as the weights of a run do."""
    rng = random.Random(seed)
    for _ in range(60):
        gaps = [Fraction(rng.randint(1, 40), rng.randint(1, 4)) for _ in range(rng.randint(2, 5))]
        terms = []
        for k in range(len(gaps) - 1):
            n = (-1) ** k
            terms += [(gaps[k], n), (gaps[k + 1], n), (gaps[k] + gaps[k + 1], -n)]
        yield terms


def value_sign(terms, p):
    return PowerSum(p, list(terms)).sign(Work(DEFAULT_WORK))


INSIDE = [Fraction(k, 16) for k in range(1, 16)]


def looked_at(seed):
    """Return how many sums were found to change sign, and how many do not have the sign that was found."""
    changing = wrong = 0
    for terms in zero_sums(seed):
        curve, signs = Curve(terms, Work(DEFAULT_WORK)), {value_sign(terms, p) for p in INSIDE}
        found = curve.sign_on(Fraction(0), Fraction(1)) if curve.form else 0
        changing += found == 0
        # 0 says that the sign changes somewhere, maybe between the values looked at; or that the sum is 0 for all p.
        wrong += signs != {found} if found or not curve.form else 0
    return changing, wrong


@pytest.mark.parametrize("seed", range(3))
def test_sign_on__is_that_of_every_value_inside(seed):
    changing, wrong = looked_at(seed)
    assert changing > 0
    assert wrong == 0


def test_sign_on__a_planted_fault_is_seen(monkeypatch):
    monkeypatch.setattr(Curve, "bound", lambda *_: 1)
    assert looked_at(0)[1] > 0


def test_vanishes__at_an_exact_zero_only():
    # 36^p + 1 - 25^p - 4^p at p = 1/2: 6 + 1 - 5 - 2 = 0.
    curve = Curve([(Fraction(36), 1), (Fraction(1), 1), (Fraction(25), -1), (Fraction(4), -1)], Work(DEFAULT_WORK))
    assert curve.vanishes(Fraction(1, 2))
    assert not curve.vanishes(Fraction(1, 3))
    assert not curve.vanishes(Fraction(1, 2) + Fraction(1, 10**30))


def test_work__is_bounded():
    with pytest.raises(StopError, match="undecided"):
        Curve([(Fraction(7), 1), (Fraction(3), -2), (Fraction(2), 1)], Work(50)).sign_on(Fraction(0), Fraction(1))


# One zero within [1/10, 9/10] each, where the slope has one sign, though one bound over the whole interval misses it.
TURNING = [
    ([(7, 3), (3, 2), (35, 1), (29, -3)], -1),
    ([(38, 1), (32, -3), (6, -2), (29, 3)], 1),
    ([(57, 1), (16, -2), (45, -1), (3, 3)], -1),
]


@pytest.mark.parametrize(("terms", "side"), TURNING)
def test_slope_on__is_found_by_parts_where_one_bound_is_too_wide(terms, side):
    terms = [(Fraction(a), n) for a, n in terms]
    curve, low, high = Curve(terms, Work(DEFAULT_WORK)), Fraction(1, 10), Fraction(9, 10)
    assert curve.bound(low, high, 1) == 0
    assert curve.slope_on(low, high) == side
    assert curve.turns(low, high, side)
    assert not curve.turns(low, high, -side)
    # By values alone: P / unit^p, which unit and side of the form give back, goes one way all along.
    unit = min(a for a, _ in terms)
    values = [sum(n * float(a / unit) ** float(p) for a, n in terms) for p in INSIDE if low <= p <= high]
    assert sorted(values, reverse=side < 0) == values


def test_slope_on__a_slope_that_turns_has_no_sign_and_a_zero_of_it_is_not_settled():
    # 3^p + 3 - 2 2^p falls, and then grows: its derivative is 0 once, at no point that bisection meets.
    bent = Curve([(Fraction(3), 1), (Fraction(1), 3), (Fraction(2), -2)], Work(DEFAULT_WORK))
    assert (bent.bound(Fraction(0), Fraction(0), 1), bent.bound(Fraction(1), Fraction(1), 1)) == (-1, 1)
    assert bent.slope_on(Fraction(0), Fraction(1)) == 0
    flat = Curve([(Fraction(5), 7)], Work(DEFAULT_WORK))  # 7 5^p / 5^p does not change at all
    with pytest.raises(StopError, match="slope is not settled"):
        flat.slope_on(Fraction(1, 2), Fraction(1, 2))
    assert not flat.turns(Fraction(0), Fraction(1), 1)
