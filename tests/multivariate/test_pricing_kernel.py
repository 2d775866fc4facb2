"""The simplex method from basis to basis against HiGHS."""

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest.multivariate.pricing_kernel import price


def best(columns, labels, prices):
    """The least price, as HiGHS has it."""
    model = highspy.Highs()
    model.silent()
    mu = [model.addVariable(0, highspy.kHighsInf, float(p)) for p in prices]
    for row, label in zip(columns, labels, strict=True):
        model.addConstr(sum((float(a) * m for a, m in zip(row, mu, strict=True)), 0 * mu[0]) == float(label))
    model.run()
    return model.getInfo().objective_function_value


@settings(max_examples=50)
@given(st.integers(1, 5), st.integers(1, 12), st.integers(0, 9999), st.booleans())
def test_price__is_least_at_each_price_in_turn(rows, rays, seed, some_zero):
    rng = np.random.default_rng(seed)
    labels = rng.integers(-3, 4, rows).astype(float) if some_zero else rng.choice([-2.0, -1.0, 1.0, 2.0], rows)
    units = np.diag(np.where(labels < 0, -1.0, 1.0))
    columns = np.hstack([rng.integers(-2, 3, (rows, rays)).astype(float), units])
    basis, table = np.arange(rays, rays + rows), np.zeros((rows + 1, rays + rows + 1))
    for _ in range(4):
        prices = np.concatenate([rng.integers(0, 4, rays), np.full(rows, 100.0)])
        assert price(columns, labels, prices, basis, 500, table)
        weights = np.linalg.solve(columns[:, basis], labels)
        assert (weights >= -1e-7).all()
        assert prices[basis] @ weights == pytest.approx(best(columns, labels, prices), abs=1e-6)


def test_price__says_no_where_it_did_not_get_there():
    columns, labels = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]), np.array([1.0, 1.0])
    prices, table = np.array([1.0, 9.0, 9.0]), np.zeros((3, 4))
    assert not price(columns, labels, prices, np.array([1, 2]), 0, table)
    assert not price(columns, labels, prices, np.array([1, 1]), 9, table)
    assert not price(columns, -labels, prices, np.array([1, 2]), 9, table)  # not feasible
    assert not price(columns, labels, np.array([-1.0, -9.0, 9.0]) * [1, 1, 0], np.array([1, 2]), 0, table)
    assert price(columns, labels, prices, basis := np.array([1, 2]), 9, table)
    assert 0 in basis
