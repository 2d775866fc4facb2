from fractions import Fraction

import mpmath
import pytest
import sympy
from flint import fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from sparsest.exact.radicals import radicals
from tests.ratios import ratios

small = ratios(Fraction(1, 40), 60, 40)
terms = st.lists(st.tuples(st.integers(-3, 3).filter(bool), small), max_size=6)
exponents = st.sampled_from(["1/2", "1/3", "2/3", "3/4", "5/6", "37/100"])


def _flint(pairs):
    return [(n, fmpq(a.numerator, a.denominator)) for n, a in pairs]


@given(terms, exponents)
def test_radicals__has_the_same_value(pairs, p):
    with mpmath.workdps(60):
        q = mpmath.mpf(Fraction(p).numerator) / Fraction(p).denominator
        before = sum(n * (mpmath.mpf(a.numerator) / a.denominator) ** q for n, a in pairs)
        form = radicals(_flint(pairs), fmpq(*map(int, p.split("/"))))
        after = sum(mpmath.mpf(int(c.p)) / int(c.q) * (mpmath.mpf(int(r.p)) / int(r.q)) ** q for r, c in form.items())
        assert abs(before - after) < mpmath.mpf(10) ** -50


@given(
    st.lists(st.tuples(st.integers(-2, 2).filter(bool), st.integers(1, 50)), max_size=5),
    st.sampled_from(["1/2", "1/3", "2/3"]),
)
def test_radicals__is_empty_exactly_where_sympy_finds_zero(pairs, p):
    expected = sympy.Add(*(n * sympy.Integer(a) ** sympy.Rational(p) for n, a in pairs)) == 0
    assert (radicals([(n, fmpq(a)) for n, a in pairs], fmpq(*map(int, p.split("/")))) == {}) == expected


@given(small, small, st.integers(2, 9))
def test_radicals__products_with_perfect_powers_fall_into_one_class(a, t, v):
    assume(t != 1)
    pair = _flint([(1, a * t**v), (1, a)])
    assert len(radicals(pair, fmpq(1, v))) == 1
    # The planted fault: not a v-th power, so two classes.
    assert len(radicals(_flint([(1, 3 * Fraction(10007)), (1, Fraction(3))]), fmpq(1, v))) == 2


@pytest.mark.parametrize("v", [2**52, 10**40])
def test_radicals__huge_denominators(v):
    assert radicals([(1, fmpq(8)), (-1, fmpq(8))], fmpq(1, v)) == {}
    assert len(radicals([(1, fmpq(8)), (-1, fmpq(2))], fmpq(1, v))) == 2
