from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import ball_sign, leading_ball, sign
from tests.ratios import ratios

small = ratios(Fraction(1, 9), 20, 9)
sums = st.lists(st.tuples(st.integers(-3, 3).filter(bool), small), max_size=6).map(PowerSum.of)
P = Exponent.read


def _numeric(power_sum, p, dps=400):
    """The sign at a rational p, by 400 digits; 0 only where every digit vanishes."""
    with mpmath.workdps(dps):
        q = mpmath.mpf(Fraction(p).numerator) / Fraction(p).denominator
        total = mpmath.fsum(n * (mpmath.mpf(int(a.p)) / int(a.q)) ** q for n, a in power_sum.terms)
        return 0 if abs(total) < mpmath.mpf(10) ** -(dps - 20) else int(mpmath.sign(total))


@given(sums, st.sampled_from(["1/2", "1/3", "3/4", "37/100", "1/97"]))
def test_sign__rational_p_agrees_with_400_digits(power_sum, p):
    assert sign(power_sum, P(p)) == _numeric(power_sum, p)


@given(sums)
def test_sign__limits_agree_with_p_very_near(power_sum):
    # The first moment that is not 0 has order < 6 and dominates the next ones at distance 10^-60.
    assert sign(power_sum, P("0+")) == _numeric(power_sum, Fraction(1, 10**60), 900)
    assert sign(power_sum, P("1-")) == _numeric(power_sum, 1 - Fraction(1, 10**60), 900)


@given(sums)
def test_sign__at_zero_counts(power_sum):
    total = sum(n for n, _ in power_sum.terms)
    assert sign(power_sum, P("0")) == (total > 0) - (total < 0)


@pytest.mark.parametrize(
    ("pairs", "p", "expected"),
    [
        ([(1, 8), (-2, 2)], "1/2", 0),
        ([(1, 8), (-2, 2), (1, Fraction(1, 10**80))], "1/2", 1),  # surd tie, then a speck
        ([(1, 10**60 + 1), (-1, 10**60)], 2.0**-40, 1),
        ([(1, 4), (-2, 2), (1, 1)], "0+", 1),  # orders 0 and 1 vanish; (ln 4)^2 - 2 (ln 2)^2 > 0
        ([(1, 8), (-3, 4), (3, 2), (-1, 1)], "0+", 1),  # (2^p - 1)^3: order 3
        ([(1, 6), (-1, 2), (-1, 3), (1, 1)], "0+", 1),  # (2^p - 1)(3^p - 1): ln 2 ln 3 > 0
        ([(1, 1), (1, 2), (-1, 3)], "1-", 1),
        ([], "1-", 0),
    ],
)
def test_sign__known_cases(pairs, p, expected):
    assert sign(PowerSum.of(pairs), P(p)) == expected
    assert sign(PowerSum.of([(-n, a) for n, a in pairs]), P(p)) == -expected


def test_sign__higher_orders_that_vanish_identically_are_passed_over():
    # (2^p - 1)^2 (3^p - 1)^2 - ... : build products of (a^p - 1) so that the orders 0..4 vanish.
    terms = {Fraction(1): 1}
    for a in (2, 3, 5, 7, 11):
        terms = {b: terms.get(b / a, 0) - terms.get(b, 0) for b in {*terms, *(t * a for t in terms)}}
    assert sign(PowerSum.of((n, a) for a, n in terms.items()), P("0+")) == 1


def test_sign__gives_up_at_the_cap_and_says_so():
    tight = PowerSum.of([(1, 10**300 + 1), (-1, 10**300)])
    with pytest.raises(UndecidedError, match="512 bits"):
        sign(tight, P("1/2"), cap=512)
    assert sign(tight, P("1/2")) == 1


def test_ball_sign__three_valued():
    assert [ball_sign(arb(x, r)) for x, r in ((1, 0), (-1, 0), (0, 0), (1, 1), (0, 1), (3, 1))] == [
        1,
        -1,
        0,
        None,
        None,
        1,
    ]
    assert ball_sign(arb("nan")) is None


@pytest.mark.parametrize(
    ("p", "expected"), [("1/2", 1.5), ("0+", 0.8109302162163288), ("1-", -1.8245929864867397), ("0", 0)]
)
def test_leading_ball__contains_the_leading_coefficient(p, expected):
    assert leading_ball(fmpq(9, 4), P(p)).overlaps(arb(expected, 1e-9))
    assert not leading_ball(fmpq(9, 4), P(p)).overlaps(arb(expected + 0.1, 1e-9))
