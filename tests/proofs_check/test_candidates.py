"""Brute force over matchings, against the oracles of the tests, which share no code with it."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs_check.candidates import (
    best_matchings,
    compare,
    difference,
    exact_sign,
    fewest_knots,
    knot_lists,
    knots_of,
    matchings,
    multiset,
    sizes_of_runs,
)
from proofs_check.cases import SplineCase, spline_cases
from sparsest import Dataset
from sparsest.exact.exponent import Exponent
from tests import oracles


@pytest.mark.parametrize("n", range(8))
def test_matchings__are_those_of_the_oracle(n):
    assert {frozenset(m) for m in matchings(n)} == set(oracles.matchings(n))
    assert len(matchings(n)) == len(set(matchings(n)))


@settings(max_examples=100, deadline=None)
@given(spline_cases())
def test_best_matchings__are_those_of_the_oracle(case):
    answer = oracles.brute_force(case.x, case.y, case.p.name)
    for sizes, run in zip(sizes_of_runs(case), answer.runs, strict=True):
        found = {frozenset(run.gaps[0] + k for k in m) for m in best_matchings(sizes, case.p)}
        assert found == set(run.minimizers)
    assert fewest_knots(case) == answer.fewest_knots
    assert case.longest_run == max((len(run.gaps) for run in answer.runs), default=0)


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


@settings(max_examples=50, deadline=None)
@given(spline_cases())
def test_knot_lists__are_the_minimisers(case):
    best = [best_matchings(sizes, case.p) for sizes in sizes_of_runs(case)]
    if case.solution.minimizers <= 50:
        assert set(knot_lists(case, best)) == {knots_of(spline) for spline in case.minimizers}


def test_multisets_and_differences():
    case = SplineCase(Dataset.from_gaps([1, 2, 1]))
    one, two = case.minimizers
    assert multiset(one.flint[3]) == multiset(two.flint[3])
    assert difference(one.flint[3], two.flint[3]) == {}
