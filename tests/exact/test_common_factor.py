"""Common factors of power sums, against products that are multiplied out."""

from fractions import Fraction

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.exact.common_factor import common_factor
from sparsest.exact.powersum import PowerSum

bases = st.sampled_from([fmpq(1), fmpq(2), fmpq(3), fmpq(4), fmpq(6), fmpq(1, 2), fmpq(3, 2), fmpq(10, 7)])
sums = st.lists(st.tuples(st.integers(-3, 3).filter(bool), bases), min_size=2, max_size=4, unique_by=lambda t: t[1])


def times(one, other):
    return PowerSum.of((n * m, a * b) for n, a in one.terms for m, b in other.terms)


def value(total, p):
    return sum(int(n) * float(Fraction(int(a.p), int(a.q))) ** p for n, a in total.terms)


@given(sums, sums, sums)
def test_common_factor__has_every_factor_that_both_have(common, one, other):
    common, one, other = map(PowerSum.of, (common, one, other))
    found = common_factor([times(common, one), times(common, other)])
    # The factor that was put in divides it: the factor of both of them is that factor again, up to one term.
    assert len(common_factor([found, common]).terms) == len(common.terms)
    # And it divides what it was made of.
    assert len(common_factor([found, times(common, one)]).terms) == len(found.terms)
    assert len(common_factor([found, times(common, other)]).terms) == len(found.terms)


def test_common_factor__where_there_is_none_it_has_one_term():
    assert len(common_factor([PowerSum.of([(1, 2), (-1, 3)]), PowerSum.of([(1, 2), (1, 3)])]).terms) == 1
    assert len(common_factor([PowerSum.of([(2, 5)])]).terms) == 1


def test_common_factor__negative_powers_and_long_numbers():
    common = PowerSum.of([(1, fmpq(1, 10**40)), (-2, fmpq(10**40 + 1))])
    one, other = PowerSum.of([(1, fmpq(3, 7)), (1, 5)]), PowerSum.of([(3, 1), (1, fmpq(7, 3))])
    found = common_factor([times(common, one), times(common, other)])
    assert len(found.terms) == 2
    ratio = [value(found, p) / value(common, p) for p in (0.01, 0.02)]
    assert abs(ratio[1] ** 2 - ratio[0] * value(found, 0.03) / value(common, 0.03)) < 1e-9 * ratio[1] ** 2  # n a^p
