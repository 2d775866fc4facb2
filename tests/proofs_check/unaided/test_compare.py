"""The comparison of costs against the oracle of the tests."""

from fractions import Fraction
from math import lcm

import pytest
from flint import fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs_check.unaided.compare import compare, exact_sign, sign_of_powers
from sparsest.exact.exponent import Exponent
from tests import oracles


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.builds(Fraction, st.integers(1, 60), st.integers(1, 9)), st.integers(-3, 3), max_size=5),
    st.sampled_from(["1/2", "1/3", "2/7", "0", "0+"]),
)
def test_exact_sign__is_that_of_the_oracle(terms, p):
    ours = {fmpq(a.numerator, a.denominator): n for a, n in terms.items() if n}
    if p != "0+" or sum(terms.values()) == 0:
        assert exact_sign(ours, Exponent.read(p)) == oracles.sign_of_power_sum(terms, p)


@pytest.mark.parametrize(("terms", "sign"), [({2: 1, 1: -1}, 1), ({1: 3, 3: -1}, 1), ({1: 1, 3: 1, 2: -2}, -1)])
def test_exact_sign__near_1(terms, sign):
    assert exact_sign({fmpq(a): n for a, n in terms.items()}, Exponent.read("1-")) == sign
    assert oracles.sign_of_power_sum({Fraction(a): n for a, n in terms.items()}, "1-") == sign


@st.composite
def equal_sums(draw):
    """Draw two lists of numbers of one sum, often of one length or even of one product."""
    number = st.builds(Fraction, st.integers(1, 12), st.integers(1, 3))
    one = draw(st.lists(number, min_size=1, max_size=4))
    two = list(one)
    for _ in range(draw(st.integers(0, 3))):
        k = draw(st.integers(0, len(two) - 1))
        part = two[k] * draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(4, 5)]))
        rest = two.pop(k) - part
        if two and draw(st.booleans()):
            two[0] += part
        else:
            two.append(part)
        two.append(rest)
    return one, two


@settings(max_examples=300, deadline=None)
@given(equal_sums(), st.sampled_from(["1/2", "1/3", "2/7", "99/100", "0+", "1-"]))
@example(([Fraction(8)], [Fraction(2), Fraction(6)]), "1-")
@example(([Fraction(2), Fraction(6)], [Fraction(3), Fraction(4)]), "0+")
@example(([Fraction(1), Fraction(6), Fraction(6)], [Fraction(2), Fraction(2), Fraction(9)]), "0+")
def test_compare__is_the_sign_of_the_oracle(lists, p):
    ours = [[fmpq(a.numerator, a.denominator) for a in some] for some in lists]
    terms = {}
    for n, some in zip((1, -1), lists, strict=True):
        for a in some:
            terms[a] = terms.get(a, 0) + n
    if p != "0+" or sum(terms.values()) == 0:
        expected = oracles.sign_of_power_sum({a: n for a, n in terms.items() if n}, p)
    else:
        expected = 1 if sum(terms.values()) > 0 else -1
    assert compare(*ours, Exponent.read(p)) == expected
    assert compare(*reversed(ours), Exponent.read(p)) == -expected


@pytest.mark.parametrize("p", ["1/2", "0+", "1-"])
def test_compare__takes_zeros_signs_and_empty_lists(p):
    exponent = Exponent.read(p)
    assert compare([fmpq(0), fmpq(-2)], [fmpq(2)], exponent) == 0
    assert compare([fmpq(3)], [], exponent) == 1
    assert compare([fmpq(3)], [fmpq(2)], exponent) == 1  # at 1- by the sums alone


def test_compare__near_0_the_product_decides_and_not_the_sum():
    assert compare([fmpq(1), fmpq(6)], [fmpq(3), fmpq(3)], Exponent.read("0+")) == -1


def test_compare__exactly_at_a_half():
    one, two, four, half = fmpq(1), fmpq(2), fmpq(4), Exponent.read("1/2")
    assert compare([four], [one, one], half) == 0
    assert compare([two, two], [four], half) == 1
    assert compare([four * 4 - fmpq(1, 10**30)], [four, four], half) == -1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.builds(Fraction, st.integers(-6, 6), st.integers(1, 4)),
            st.builds(Fraction, st.integers(1, 30), st.integers(1, 9)),
        ),
        max_size=5,
    ),
    st.sampled_from(["1/2", "1/3", "2/7", "99/100"]),
)
@example([(Fraction(1, 2), Fraction(4)), (Fraction(-1), Fraction(1))], "1/2")
@example([(Fraction(1, 3), Fraction(5)), (Fraction(-1, 3), Fraction(5))], "1/3")
def test_sign_of_powers__with_rational_coefficients_is_that_of_the_oracle(terms, p):
    scale = lcm(*(c.denominator for c, _ in terms))
    whole = {}
    for c, a in terms:
        whole[a] = whole.get(a, 0) + int(c * scale)
    expected = oracles.sign_of_power_sum({a: n for a, n in whole.items() if n}, p)
    assert sign_of_powers(terms, Exponent.read(p)) == expected
    ours = {fmpq(a.numerator, a.denominator): fmpq(n, scale) for a, n in whole.items() if n}
    assert exact_sign(ours, Exponent.read(p)) == expected
