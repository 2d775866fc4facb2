"""Division of power sums, against products."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.factors import is_multiple
from proofs_check.work import StopError, Work

bases = st.sampled_from(
    [Fraction(1), Fraction(2), Fraction(3), Fraction(4), Fraction(6), Fraction(1, 2), Fraction(3, 2)]
)
sums = st.dictionaries(bases, st.integers(-3, 3).filter(bool), min_size=1, max_size=4)


def times(one, other):
    found = {}
    for a, n in one.items():
        for b, m in other.items():
            found[a * b] = found.get(a * b, 0) + n * m
    return {a: n for a, n in found.items() if n}


def divides(factor, product, work=10**7):
    return is_multiple(Work(work), list(product.items()), list(factor.items()))


@given(sums, sums)
def test_is_multiple__of_products(factor, other):
    product = times(factor, other)
    assert divides(factor, product)
    assert divides(other, product)
    # One term more or less is no multiple, unless the factor is one term itself.
    a = next(iter(product))
    for changed in ({**product, a: product[a] + 1}, {**product, Fraction(5, 7): 1}):
        changed = {b: n for b, n in changed.items() if n}
        assert divides(factor, changed) == (len(factor) == 1 or not changed)


def test_is_multiple__with_rational_coefficients_and_nothing():
    two, three = {Fraction(1): 2, Fraction(2): 2}, {Fraction(1): 3, Fraction(2): 3}
    assert divides(two, three)
    assert divides(two, {})
    assert not divides(two, {Fraction(1): 3, Fraction(2): -3})


def test_is_multiple__ends_where_bases_never_meet():
    """The rest of x - c by 1 - x, over and over: the quotients fall, and end at the least that there may be."""
    assert not divides({Fraction(1): 1, Fraction(3, 2): -1}, {Fraction(1): 1, Fraction(2): 1})
    with pytest.raises(StopError, match="work limit"):
        divides({Fraction(1): 1, 1 + Fraction(1, 10**6): -1}, {Fraction(1): 1, Fraction(2): 1})
