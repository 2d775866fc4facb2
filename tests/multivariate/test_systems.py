from fractions import Fraction
from itertools import combinations

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate.systems import (
    basic_solution,
    kernel_vector,
    numerators,
    row_products,
    short_above,
    short_between,
)

small = st.integers(-3, 3).map(fmpq)
rationals = st.builds(fmpq, st.integers(-(10**30), 10**30), st.integers(1, 10**30))


@st.composite
def systems(draw):
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    rows = draw(st.lists(st.tuples(*[small] * width), min_size=height, max_size=height))
    return rows, draw(st.lists(small, min_size=height, max_size=height))


def rank_by_minors(rows):
    """The largest size of a minor that is not 0, by Laplace's rule."""

    def determinant(m):
        return (
            1
            if not m
            else sum((-1) ** k * m[0][k] * determinant([r[:k] + r[k + 1 :] for r in m[1:]]) for k in range(len(m)))
        )

    whole = [[Fraction(int(a.p), int(a.q)) for a in row] for row in rows]
    for size in range(min(len(whole), len(whole[0])), 0, -1):
        for some in combinations(whole, size):
            for columns in combinations(range(len(whole[0])), size):
                if determinant([[row[k] for k in columns] for row in some]):
                    return size
    return 0


@given(systems())
def test_basic_solution__solves_with_few_nonzeros_or_there_is_none(system):
    rows, right = system
    found = basic_solution(rows, right)
    rank = rank_by_minors(rows)
    extended = [(*row, b) for row, b in zip(rows, right, strict=True)]
    assert (found is None) == (rank_by_minors(extended) > rank)
    if found is not None:
        assert row_products(rows, found) == right
        assert sum(a != 0 for a in found) <= rank


def test_basic_solution__prefers_what_stands_first():
    assert basic_solution([(fmpq(0), fmpq(2), fmpq(1))], [fmpq(4)]) == (0, 2, 0)


@given(st.integers(1, 3).flatmap(lambda d: st.lists(st.tuples(*[small] * (d + 1)), min_size=d, max_size=d)))
def test_kernel_vector__is_orthogonal_to_all_rows(rows):
    w = kernel_vector(rows)
    assert any(w)
    assert not any(row_products(rows, w))


@given(st.lists(rationals, min_size=1, max_size=4))
def test_numerators__over_the_denominator_are_the_vector(vector):
    whole, denominator = numerators(tuple(vector))
    assert denominator > 0
    assert [fmpq(a, denominator) for a in whole] == vector


@given(rationals, rationals)
def test_short_between__is_strictly_between_and_no_longer_than_it_must_be(a, b):
    if a == b:
        return
    low, high = min(a, b), max(a, b)
    found = short_between(low, high)
    assert low < found < high
    if low < 0 < high:
        assert found == 0
    else:
        unit = high - low
        assert (
            abs(int(found.p)).bit_length() <= int((max(abs(low), abs(high)) / unit).ceil()).bit_length() + 4
            or found.q == 1
        )


@given(rationals.map(abs))
def test_short_above__is_at_least_the_value_and_at_most_9_8_of_it(value):
    found = short_above(value)
    assert value <= found <= value * fmpq(9, 8)
    assert value == 0 or min(int(found.p).bit_length(), int(found.q).bit_length()) <= 5


@pytest.mark.parametrize(("low", "high", "found"), [(0, 1, fmpq(1, 2)), (-1, 0, fmpq(-1, 2)), (1000, 1064, 1040)])
def test_short_between__at_ends_and_of_large_numbers(low, high, found):
    assert short_between(fmpq(low), fmpq(high)) == found
