"""Bounds of weights from the sizes of the data, against all candidates; the threshold against the true one."""

import random
from fractions import Fraction
from math import log

import pytest
from flint import fmpq

from sparsest import Points, thresholds
from sparsest.multivariate.sizes import log_sizes, threshold_from_sizes

DATA = {
    "the three": Points([[-3], [4], [5]], [2, -2, 3]),
    "one point": Points([[2]], [3]),
    "one zero input": Points([[0]], ["1/7"]),
    "fractions": Points([["1/3"], ["2/7"], ["-5/4"]], ["1/2", 3, "-1/11"]),
    "ties": Points([[-1], [0], [1], [2]], [1, 0, 1, -1]),
    "two inputs": Points([[0, 1], [2, 1]], [1, -2]),
    "plane": Points([["0.3", "-0.2"], ["0.4", "0.5"], [0, 1]], [1, -2, 3]),
}


@pytest.fixture(scope="module", params=DATA, ids=str)
def found(request):
    return thresholds(DATA[request.param])


def sizes(found):
    weights = [float(a) for price in found.prices for _, a in price.terms]
    return log(min(weights)), log(max(weights))


def test_log_sizes__no_candidate_has_a_weight_outside(found):
    low, high = log_sizes(found.points)
    least, largest = sizes(found)
    assert low <= least <= largest <= high


def test_log_sizes__are_seen_to_fail_if_determinants_are_left_out():
    """Planted: bounds as if the weights of rays were whole numbers of the size of labels."""
    found = thresholds(DATA["fractions"])
    least, largest = sizes(found)
    low, high = log_sizes(found.points)
    assert low < least < 0 < largest < high
    assert least < log(1)  # so r = 1 would be refuted


def test_log_sizes__is_the_formula():
    points = Points([[0], [1], [2]], [0, 1, 0])
    ray = log(5) / 2
    minor = (log(1) + log(2) + log(5)) / 2 + 3 * (ray + log(6) / 2)
    low, high = log_sizes(points)
    assert float(-low) == pytest.approx(minor, rel=1e-12)
    assert float(high) == pytest.approx(log(2) + ray + minor, rel=1e-12)
    assert -low >= Fraction(minor).limit_denominator(10**6) - Fraction(1, 10**5)


def test_threshold_from_sizes__lies_below_the_critical_exponent_and_the_proofs(found):
    true = Fraction(1) if found.critical is None else found.critical.enclosure()[0]
    rough = threshold_from_sizes(found.points, found.fewest_parameters)
    better = threshold_from_sizes(found.points, found.fewest_parameters, found.largest)
    assert 0 < rough <= better <= found.proof[1]
    assert better <= true
    assert threshold_from_sizes(found.points, found.fewest_parameters + 3) < rough


def test_threshold_from_sizes__planted_sizes_that_are_too_good_are_seen(monkeypatch):
    found = thresholds(DATA["the three"])
    monkeypatch.setattr("sparsest.multivariate.sizes.log_sizes", lambda _: (Fraction(0), Fraction(1, 10)))
    assert threshold_from_sizes(found.points, 3) > found.critical.enclosure()[1]


def test_threshold_from_sizes__large_data_have_one_at_once():
    rng = random.Random(1)
    points = Points([[rng.randint(-(10**4), 10**4) for _ in range(3)] for _ in range(500)], range(1, 501))
    low = threshold_from_sizes(points, 1000)
    assert 0 < low < Fraction(1, 10**6)
    assert threshold_from_sizes(Points([[1]], [1]), 1, fmpq(1, 10**9)) == 1
