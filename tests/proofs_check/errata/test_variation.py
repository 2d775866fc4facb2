"""The supremum of definition (6), by hand and by random partitions."""

import random
from fractions import Fraction
from itertools import pairwise

import mpmath

from proofs_check.errata.variation import _HALF, ERRATA, _Derivative, _one_sided, _partitions, _supremum_is_the_price

(E23,) = ERRATA


def sums(derivative, p, rng):
    """Return sum |Df(t_{j+1}) - Df(t_j)|^p of a random partition that may hold the knot, at 0."""
    places = sorted({rng.choice([-2, -1, 0, 1, 2]) for _ in range(4)})
    values = [0 if t < 0 else derivative.at_knot if t == 0 else derivative.change for t in places]
    return sum(
        mpmath.mpf(abs(Fraction(b) - Fraction(a)).numerator) ** p / mpmath.mpf(Fraction(b - a).denominator) ** p
        for a, b in pairwise(values)
    )


def test_e23__the_example_by_hand():
    """2 (1/2)^(1/2) = 2^(1/2) > 1."""
    one = _Derivative(1, Fraction(1, 2))
    assert all(_supremum_is_the_price(_Derivative(1, Fraction(k))) for k in (0, 1))
    assert not _supremum_is_the_price(one)
    assert [Fraction(1, 2)] * 2 in [[Fraction(int(c.p), int(c.q)) for c in d] for d in _partitions(one)]
    assert "1/2^p + 1/2^p > 1^p" in E23.examine().example


def test_e23__random_partitions_have_no_more_where_the_derivative_is_one_sided():
    rng = random.Random(0)
    for change in (1, 2, 3):
        price = mpmath.mpf(change) ** mpmath.mpf("0.5")
        for value in (0, change):
            derivative = _Derivative(change, Fraction(value))
            assert max(sums(derivative, mpmath.mpf("0.5"), rng) for _ in range(50)) <= price * (1 + mpmath.eps * 8)
            assert _one_sided(derivative)
        between = _Derivative(change, Fraction(change, 2))
        assert max(sums(between, mpmath.mpf("0.5"), rng) for _ in range(50)) > price * mpmath.mpf("1.1")
    assert _HALF.name == "1/2"
