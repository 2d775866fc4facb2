"""The walk as a whole is tested where it is used: tests/multivariate/test_threshold.py and test_deadlines.py."""

from flint import fmpq

from sparsest.exact.clock import Clock
from sparsest.exact.powersum import PowerSum
from sparsest.multivariate.walk import Walk, count_weights, never_cheaper


def test_walk__where_two_prices_meet():
    """2 * 9^p is less than 3 + 8^p for small p, as it has fewer weights; they meet once."""
    few, many = PowerSum.of([(2, 9)]), PowerSum.of([(3, 1), (1, 8)])
    walk = Walk([many, few], Clock())
    assert walk.best == few
    assert walk.followed == 0
    reached = walk.step()
    assert reached is not None
    assert reached.most_weights == count_weights(many) == 4
    assert walk.best == many
    # Where 2 * 9^p = 3 + 8^p, by bisection.
    low, high = 0.0, 1.0
    for _ in range(50):
        p = (low + high) / 2
        low, high = (p, high) if 2 * 9**p < 3 + 8**p else (low, p)
    assert walk.followed <= low
    assert float(reached.zero.low) <= low <= high <= float(reached.zero.high)
    assert walk.step() is None


def test_never_cheaper__wants_a_larger_weight_for_every_weight():
    def price(*weights):
        return PowerSum.of((1, fmpq(w)) for w in weights)

    assert never_cheaper(price(3, 2, 1), price(2, 1))
    assert never_cheaper(price(2, 1), price(2, 1))
    assert not never_cheaper(price(3), price(2, 1))
    assert not never_cheaper(price(5, 1), price(2, 2))
