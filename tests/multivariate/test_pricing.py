"""Multipliers of the compiled simplex method: exact, and the best there are, against HiGHS made exact."""

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest.linear.program import Optimum, ProgramSession
from sparsest.multivariate import pricing
from sparsest.multivariate.cuts import ray_program, ray_sizes
from sparsest.multivariate.kinds import Kinds
from sparsest.multivariate.pricing import pricer
from sparsest.points import Points

from .strategies import labelled


def program_of(kinds):
    columns = [(sign, ray) for sign in (0, 1) for ray in range(len(kinds.rays))]
    return ray_program(kinds, columns, ray_sizes(kinds))


def bound(kinds, multipliers):
    return sum((a * y for a, y in zip(multipliers, kinds.labels, strict=True)), fmpq(0))


def excess(kinds, prices, multipliers):
    """By how much the multipliers exceed the prices, at the ray where it is most."""
    sizes, worst = ray_sizes(kinds), fmpq(0)
    for k, price in enumerate(prices):
        sign, ray = (1, k) if k < len(kinds.rays) else (-1, k - len(kinds.rays))
        total = sum((sign * a * b for a, b in zip(multipliers, kinds.outputs[ray], strict=True)), fmpq(0))
        worst = max(worst, total - int(price) * sizes[ray])
    return worst


@settings(max_examples=60)
@given(labelled(max_points=5, max_dimension=2), st.sampled_from(["parameters", "neurons"]), st.integers(0, 9999))
def test_multipliers__are_the_best_within_the_prices(points, count, seed):
    kinds = Kinds(points, count)
    session, quick = ProgramSession(program_of(kinds)), pricer(kinds, ray_sizes(kinds))
    rng = np.random.default_rng(seed)
    for _ in range(3):  # each from the basis of the one before
        prices = rng.choice([0, 1, 4, 1000], 2 * len(kinds.rays))
        best = session.minimize({k: fmpq(int(a)) for k, a in enumerate(prices) if a})
        found = quick.multipliers(prices)
        if isinstance(best, Optimum) and found is not None:
            assert bound(kinds, found) == bound(kinds, best.multipliers)
            if all(kinds.labels):  # else a row may be met by nothing at no price
                assert excess(kinds, prices, found) == 0


def test_excess__is_seen_to_fail():
    kinds = Kinds(Points([[1], [2]], [0, 3]))
    prices = [1] * 2 * len(kinds.rays)
    found = pricer(kinds, ray_sizes(kinds)).multipliers(prices)
    assert excess(kinds, prices, found) == 0 < bound(kinds, found)
    assert excess(kinds, prices, [a + 1 for a in found]) > 0


def test_pricer__where_there_is_none(monkeypatch):
    kinds = Kinds(Points([[1], [2]], [0, 3]))
    assert pricer(kinds, ray_sizes(kinds)) is not None
    monkeypatch.setattr(pricing, "_MOST_POINTS", 1)
    assert pricer(kinds, ray_sizes(kinds)) is None
    monkeypatch.undo()
    huge = Kinds(Points([[1], [2]], [10**400, 3]))
    assert pricer(huge, ray_sizes(huge)) is None or pricer(huge, ray_sizes(huge)).multipliers([1] * 12)
    assert pricer(Kinds(Points([[1], [2]], [1, 3]), most=0), []) is None


def test_multipliers__without_a_basis_there_are_none(monkeypatch):
    kinds = Kinds(Points([[1], [2]], [1, 3]))
    quick = pricer(kinds, ray_sizes(kinds))
    prices = [1] * 2 * len(kinds.rays)
    monkeypatch.setattr(pricing, "_STEPS", 0)
    assert quick.multipliers(prices) is None
    monkeypatch.undo()
    quick._basis[:] = 0  # twice one column is no basis: it begins anew
    assert quick.multipliers(prices) is not None


def test_multipliers__a_basis_that_is_singular_in_truth(monkeypatch):
    kinds = Kinds(Points([[1], [2]], [1, 3]))
    quick = pricer(kinds, ray_sizes(kinds))

    def lying(_columns, _labels, _prices, basis, *_):
        basis[:] = 0
        return True

    class Kernel:
        price = staticmethod(lying)

    monkeypatch.setattr(quick, "_kernel", Kernel)
    assert quick.multipliers([1] * 2 * len(kinds.rays)) is None


@pytest.mark.parametrize("count", ["parameters", "knots"])
def test_multipliers__planted_false_ones_make_no_cut(monkeypatch, count):
    """Nothing is trusted: a cut's product with the labels, and what it blocks, are looked at exactly."""
    from sparsest.multivariate.cuts import Cutter

    kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]), count)
    cutter = Cutter(kinds)
    monkeypatch.setattr(cutter._pricer, "multipliers", lambda _: [fmpq(0), fmpq(-1), fmpq(0)])
    found = cutter.cut([], np.ones(2 * len(kinds), bool))
    assert found is None or sum(a * y for a, y in zip(found.multipliers, kinds.labels, strict=True)) > 0
    monkeypatch.setattr(cutter._pricer, "multipliers", lambda _: [fmpq(0), fmpq(1), fmpq(0)])
    active = next(2 * k for k, kind in enumerate(kinds.kinds) if kind.signs[1] > 0)
    found = cutter.cut([active], np.ones(2 * len(kinds), bool))
    assert found is None or not found.unblocked[active]
