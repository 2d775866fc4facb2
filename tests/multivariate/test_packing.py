"""Packings are what they say, exactly; and what closes a node leaves no network within the budget."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest.multivariate import packing as module
from sparsest.multivariate.cuts import Cut, CutPool
from sparsest.multivariate.packing import Packer, Packing


@st.composite
def packers(draw):
    """A packer over some cuts, with the masks and costs that it has."""
    size, count = draw(st.integers(1, 10)), draw(st.integers(1, 8))
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    masks = rng.random((count, size)) < draw(st.sampled_from([0.2, 0.5]))
    masks[np.arange(count), rng.integers(0, size, count)] = True
    costs = rng.integers(1, 4, size)
    pool = CutPool(size)
    for k, mask in enumerate(masks):
        pool.add(Cut((k,), mask))
    return Packer(pool, costs), masks, costs


def least_cover(masks, costs):
    """The least cost of kinds that leave no cut without one, over all sets of kinds."""
    sets = range(2 ** len(costs))
    hits = [[k for k in range(len(costs)) if chosen >> k & 1] for chosen in sets]
    return min((sum(costs[k] for k in hit) for hit in hits if masks[:, hit].any(axis=1).all()), default=None)


def assert_closes(packing, masks, costs, relevant, left):
    assert all(share > 0 for share in packing.shares)
    assert list(packing.cuts) == list(dict.fromkeys(packing.cuts))
    for k in np.flatnonzero(relevant):
        total = sum(share for cut, share in zip(packing.cuts, packing.shares, strict=True) if masks[cut, k])
        assert total <= packing.whole * costs[k]
    assert sum(packing.shares) > packing.whole * left


@settings(max_examples=60)
@given(packers(), st.integers(0, 8))
def test_pack__closes_only_what_needs_more(made, left):
    packer, masks, costs = made
    everything = np.ones(len(costs), np.bool_)
    number = packer.pack(np.arange(len(masks)), everything, left)
    least = least_cover(masks, costs)
    if number is None:
        assert left >= packer.prices @ costs - 1e-6
        assert (masks @ packer.prices >= 1 - 1e-6).all()
        assert packer.prices @ costs <= least + 1e-6
    else:
        assert_closes(packer.packings[number], masks, costs, everything, left)
        assert least > left
        assert packer.again([], everything, left) == number


@settings(max_examples=60)
@given(packers(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_again__below_a_chosen_kind(made, left, random):
    packer, masks, costs = made
    everything = np.ones(len(costs), np.bool_)
    while packer.pack(np.arange(len(masks)), everything, len(packer.packings)) is not None:
        pass
    chosen = [random.randrange(len(costs))]
    relevant = everything.copy()
    relevant[chosen] = False
    blocking = ~masks[:, chosen].any(axis=1)
    if packer.again(chosen, relevant, left) is not None:
        least = least_cover(masks[np.ix_(blocking, relevant)], costs[relevant])
        assert least is None or least > left


def test_pack__shares_that_are_not_small_fractions(monkeypatch):
    packer = Packer(CutPool(3), np.ones(3, np.int64))
    for k in range(3):
        packer.pool.add(Cut((k,), np.arange(3) != k))
    monkeypatch.setattr(module, "_SMALL", 1)
    assert packer.packings[packer.pack(np.arange(3), np.ones(3, np.bool_), 1)] == Packing(2, (0, 1, 2), (1, 1, 1))
    monkeypatch.setattr(module, "_LARGE", 3)  # a third each is no more than 1 in all
    assert packer.pack(np.arange(3), np.ones(3, np.bool_), 1) is None


def test_pack__many_packings_are_kept_and_the_last_ones_tried_again():
    size = 2 * module._RECENT
    pool = CutPool(size)
    for k in range(size):
        pool.add(Cut((k,), np.arange(size) == k))
    packer = Packer(pool, np.ones(size, np.int64))
    relevant = np.ones(size, np.bool_)
    for k in range(size):
        assert packer.pack(np.array([k]), relevant, 0) == k
    for k in (size - 1, size - module._RECENT):
        others = [j for j in range(size) if j != k]
        assert packer.again(others, relevant, 0) == k
    assert packer.again([j for j in range(size) if j], relevant, 0) is None


# --- planted faults ---------------------------------------------------------------------------------------------------


def test_planted__shares_rounded_up_are_no_packing(monkeypatch):
    """Floats are not trusted: sums that are too large are refused, whatever the kernel says."""
    packer = Packer(CutPool(2), np.array([1, 1]))
    packer.pool.add(Cut((1,), np.array([True, True])))

    def generous(*arguments):
        arguments[-2][0] = 1.5
        return 1.5

    class Kernel:
        pack = staticmethod(generous)

    monkeypatch.setattr(packer, "_kernel", Kernel)
    assert packer.pack(np.arange(1), np.ones(2, np.bool_), 1) is None
    assert packer.packings == []
    with pytest.raises(AssertionError):
        assert_closes(Packing(2, (0,), (3,)), packer.pool.masks, packer.costs, np.ones(2, np.bool_), 1)
