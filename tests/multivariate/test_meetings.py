"""Points where prices meet, and which of them are the same."""

import pytest
from flint import fmpq

from sparsest import Points, UndecidedError, thresholds
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve
from sparsest.multivariate.meetings import compare_meetings, vanishing_factor
from sparsest.univariate.pieces import compare_zeros

TURN = PowerSum.of([(1, 8), (3, 1), (-2, 9)])


def scaled(total, a):
    return PowerSum.of((n, a * b) for n, b in total.terms)


def both(total, a):
    return PowerSum.of([*total.terms, *scaled(total, a).terms])


def zero(total):
    (found,) = Curve(total).pattern().zeros
    return found


def test_compare_meetings__factors_tell_that_points_are_the_same():
    assert compare_meetings(zero(TURN), zero(both(TURN, 2))) == 0
    assert compare_meetings(zero(both(TURN, fmpq(7, 3))), zero(both(TURN, 2))) == 0
    with pytest.raises(UndecidedError, match="could not be told apart"):
        compare_zeros(zero(TURN), zero(both(TURN, 2)))


def test_compare_meetings__close_ones_are_told_apart():
    later = PowerSum.of([(1, 8 + fmpq(1, 10**60)), (3, 1), (-2, 9)])
    assert compare_meetings(zero(TURN), zero(later)) == -1
    assert compare_meetings(zero(later), zero(both(TURN, 2))) == 1
    one = zero(TURN)
    assert compare_meetings(one, one) == 0


def test_compare_meetings__exact_ones_and_unresolved_ones():
    half = PowerSum.of([(1, 64), (-4, 4)])
    assert compare_meetings(zero(half), zero(PowerSum.of([(1, 9), (-3, 1)]))) == 0
    touching = Curve(PowerSum.of([(1, 16), (4, 1), (-4, 4)])).pattern().zeros[0]
    assert not touching.resolved
    with pytest.raises(UndecidedError):
        compare_meetings(touching, zero(half))


def test_vanishing_factor__needs_a_change_of_sign():
    sums = [TURN, both(TURN, 5)]
    assert vanishing_factor(sums, fmpq(1, 10), fmpq(9, 10)) is not None
    assert vanishing_factor(sums, fmpq(1, 10), fmpq(2, 10)) is None
    assert vanishing_factor([TURN, PowerSum.of([(1, 9), (-3, 1)])], fmpq(1, 10), fmpq(9, 10)) is None


@pytest.mark.parametrize(
    ("inputs", "labels", "critical"),
    [
        ([[3, -2], [3, 2]], [2, -2], 0.7878849110258698),  # (1/2)^p + (1/3)^p = 1
        ([[-3], [-2], [-1], [1], [2]], [2, 0, -2, 2, 0], 0.3797058129557425),
        ([[-2], [-1], [1], [2]], [-1, 1, -1, 1], 0.3001701357145561),
    ],
)
def test_thresholds__of_data_whose_halves_change_alike(inputs, labels, critical):
    found = thresholds(Points(inputs, labels))
    low, high = map(float, found.critical.enclosure())
    assert low == pytest.approx(critical, rel=1e-12)
    assert high == pytest.approx(critical, rel=1e-12)
