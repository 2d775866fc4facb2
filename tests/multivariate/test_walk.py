"""The walk as a whole is tested where it is used: tests/multivariate/test_threshold.py and test_deadlines.py."""

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.exact.clock import Clock
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.exact.sign import sign
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


def _price(*weights):
    return PowerSum.of((1, fmpq(w)) for w in weights)


def test_never_cheaper__goes_by_the_sums_of_the_least_weights():
    assert never_cheaper(_price(3, 2, 1), _price(2, 1))
    assert never_cheaper(_price(2, 1), _price(2, 1))
    assert never_cheaper(_price(2, 2), _price(1, 3))
    assert not never_cheaper(_price(1, 3), _price(2, 2))
    assert not never_cheaper(_price(3), _price(2, 1))
    assert not never_cheaper(_price(5, 1), _price(2, 2))


@given(*(st.lists(st.integers(1, 12), min_size=1, max_size=5) for _ in range(2)))
def test_never_cheaper__is_true_of_the_signs_at_many_p(ours, theirs):
    """One that is cheaper at some p is never called dearer: these signs are exact, and go by no sums of weights."""
    price, best = _price(*ours), _price(*theirs)
    signs = {sign(price - best, Exponent.read(p)) for p in ("0+", "1/9", "1/3", "1/2", "2/3", "8/9")}
    if never_cheaper(price, best):
        assert signs == ({0} if sorted(ours) == sorted(theirs) else {1})
    else:
        assert sorted(ours) != sorted(theirs)
