from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest import UsageError
from sparsest.exact.powersum import PowerSum
from tests.ratios import ratios

ordinary = ratios(Fraction(1, 9), 99, 9)
positive = st.one_of(ordinary, st.just(Fraction(10) ** 80), st.just(Fraction(1, 10**80)))
terms = st.lists(st.tuples(st.integers(1, 4), positive), max_size=7)
exponents = st.sampled_from(["0", "1/2", "2/3", "37/100", "1/1000", "999/1000", 0.4, 2.0**-40])


def _value(pairs, p):
    q = Fraction(p)
    q = mpmath.mpf(q.numerator) / q.denominator
    return mpmath.fsum(n * (mpmath.mpf(a.numerator) / a.denominator) ** q for n, a in pairs)


@given(terms, exponents, st.integers(1, 60))
@example([(1, Fraction(4)), (1, Fraction(9))], "1/2", 30)
def test_enclosure__contains_the_mpmath_value_and_is_one_unit_wide(pairs, p, digits):
    value = PowerSum.of(pairs).at(p)
    low, high = value.enclosure(digits)
    with mpmath.workdps(260):
        true = _value(pairs, p)
        slack = mpmath.mpf(10) ** -230 * (1 + true)
        assert mpmath.mpf(low.numerator) / low.denominator <= true + slack
        assert true - slack <= mpmath.mpf(high.numerator) / high.denominator
    assert high - low <= Fraction(1, 10**digits)
    if value.rational is not None and (value.rational * 10**digits).denominator == 1:
        assert low == high == value.rational


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 60)), max_size=5), st.sampled_from(["1/2", "1/3", "2/3"]))
def test_closed_form__text_and_sympy_agree(pairs, p):
    value = PowerSum.of(pairs).at(p)
    expected = sympy.Add(*(n * sympy.Integer(a) ** sympy.Rational(p) for n, a in pairs))
    assert sympy.simplify(value.to_sympy() - expected) == 0
    assert sympy.simplify(sympy.sympify(str(value).replace("^", "**"), rational=True) - expected) == 0


@pytest.mark.parametrize(
    ("pairs", "p", "text"),
    [([(2, 1), (1, 2)], "1/2", "2 + 2^(1/2)"), ([], "1/2", "0"), ([(1, 8), (1, 2)], "1/2", "3*2^(1/2)"), ([(3, 5)],
     "0", "3"),
     ([(1, "1/2")], "1/2", "1/2*2^(1/2)"), ([(1, "1/2")], "37/100", "(1/2)^(37/100)"), ([(1, 12)], "1/2",
     "2*3^(1/2)"),
     ([(1, 1), (-1, 2)], "1/2", "1 - 2^(1/2)")],
)  # fmt: skip
def test_str__closed_forms(pairs, p, text):
    assert str(PowerSum.of(pairs).at(p)) == text


def test_decimals__tiny_values_keep_their_digits():
    low, high = PowerSum.of([(1, Fraction(2, 10**60))]).at("1/2").decimals(10)
    assert low.strip("0.").startswith("1414213562")
    assert Fraction(high) > Fraction(low)


def test_long_sums__print_term_by_term_and_still_enclose():
    value = PowerSum.of((1, k * k) for k in range(1, 302)).at("1/2")
    low, high = value.enclosure(5)
    assert low <= 301 * 302 // 2 <= high
    assert high - low <= Fraction(2, 10**5)


def test_of__collects_cancels_and_refuses():
    assert PowerSum.of([(1, 2), (2, 2), (1, 3), (-1, 3)]).terms == ((3, 2),)
    for bad in (0, -1):
        with pytest.raises(UsageError, match="not positive"):
            PowerSum.of([(1, bad)])
    for limit in ("0+", "1-"):
        with pytest.raises(UsageError, match="limit"):
            PowerSum.of([(1, 2)]).at(limit)
    with pytest.raises(UsageError, match="digits"):
        PowerSum.of([(1, 2)]).at("1/2").enclosure(0)


@pytest.mark.parametrize("bits", [40, 100, 400])
def test_enclosure__of_terms_that_nearly_cancel_has_as_many_digits(bits):
    """sqrt(2^(2b) + 1) - 2^b is about 2^(-b-1): balls of a few bits hold 0, and say nothing of its size."""
    low, high = PowerSum.of([(1, 2 ** (2 * bits) + 1), (-1, 2 ** (2 * bits))]).at("1/2").enclosure(12)
    assert 0 < low < high
    assert high - low <= low / 10**11
    # From x (sqrt(x^2 + 1) + x) (sqrt(x^2 + 1) - x) = x.
    assert low < Fraction(1, 2 ** (bits + 1)) < high * (1 + Fraction(1, 2**bits))
