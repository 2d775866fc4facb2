"""The simplex method of packings against HiGHS, and known packings against their definition."""

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest.multivariate.packing_kernel import known, pack


@st.composite
def covers(draw):
    """Cuts that leave some kinds unblocked each, costs, and which kinds and cuts are looked at."""
    size, count = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    masks = rng.random((count, size)) < draw(st.sampled_from([0.2, 0.5, 0.8]))
    kinds = np.flatnonzero(rng.random(size) < 0.8)
    cuts = np.array([k for k in rng.permutation(count) if masks[k, kinds].any()], np.int64)
    return masks, cuts, kinds, rng.integers(1, 4, size)


def solved(masks, cuts, kinds, costs, goal=1e9, steps=1000):
    table, names = np.zeros((kinds.size + 1, cuts.size + 1)), np.zeros(kinds.size + cuts.size, np.int64)
    shares, prices = np.zeros(cuts.size), np.zeros(kinds.size)
    return pack(masks, cuts, kinds, costs, float(goal), steps, table, names, shares, prices), shares, prices


def assert_is_packing(masks, cuts, kinds, costs, value, shares):
    assert (shares >= -1e-9).all()
    assert (shares @ masks[np.ix_(cuts, kinds)] <= costs[kinds] + 1e-9).all()
    assert shares.sum() == pytest.approx(value)


def best(masks, cuts, kinds, costs):
    """The largest packing, as HiGHS has it."""
    model = highspy.Highs()
    model.silent()
    z = [model.addVariable(0, highspy.kHighsInf, -1.0) for _ in cuts]
    for k in kinds:
        if row := [z[j] for j, cut in enumerate(cuts) if masks[cut, k]]:
            model.addConstr(sum(row[1:], row[0]) <= float(costs[k]))
    model.run()
    return -model.getInfo().objective_function_value


@settings(max_examples=60)
@given(covers())
def test_pack__is_the_best_packing_and_its_prices_prove_it(cover):
    masks, cuts, kinds, costs = cover
    value, shares, prices = solved(*cover)
    assert_is_packing(*cover, value, shares)
    assert value == pytest.approx(best(*cover) if cuts.size else 0)
    assert (prices >= -1e-9).all()
    assert (masks[np.ix_(cuts, kinds)] @ prices >= 1 - 1e-9).all()
    assert prices @ costs[kinds] == pytest.approx(value)


@settings(max_examples=40)
@given(covers(), st.integers(0, 6), st.integers(0, 4))
def test_pack__has_a_packing_whenever_it_ends(cover, goal, steps):
    value, shares, _ = solved(*cover, goal, steps)
    assert_is_packing(*cover, value, shares)
    if value > goal:
        assert best(*cover) > goal


def test_assert_is_packing__is_seen_to_fail():
    cover = (np.ones((2, 1), np.bool_), np.arange(2), np.arange(1), np.array([3]))
    assert_is_packing(*cover, 3.0, np.array([1.0, 2.0]))
    for value, shares in ((3.0, [2.0, 2.0]), (4.0, [1.0, 2.0]), (3.0, [4.0, -1.0]), (4.0, [2.0, 2.0])):
        with pytest.raises(AssertionError):
            assert_is_packing(*cover, value, np.array(shares))


@settings(max_examples=60)
@given(covers(), st.integers(0, 3), st.integers(0, 9999))
def test_known__is_the_first_that_closes_the_node(cover, left, seed):
    masks, cuts, kinds, costs = cover
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(masks.shape[1])[: rng.integers(0, 3)]
    packings = [(int(rng.integers(1, 4)), [(int(c), int(rng.integers(1, 4))) for c in cuts]) for _ in range(4)]
    starts = np.arange(5) * cuts.size
    flat = [pair for _, pairs in packings for pair in pairs]
    numbers, shares = (np.array([pair[k] for pair in flat], np.int64) for k in (0, 1))
    order = rng.permutation(4)
    wholes = np.array([whole for whole, _ in packings])
    place = known(masks, order, starts, wholes, numbers, shares, chosen, kinds, costs, left, np.zeros(99, np.int64))
    closing = [k for k in range(4) if closes(masks, *packings[order[k]], chosen, kinds, costs, left)]
    assert place == (closing[0] if closing else -1)


def closes(masks, whole, pairs, chosen, kinds, costs, left):
    counted = [(cut, share) for cut, share in pairs if not masks[cut, chosen].any()]
    fits = all(sum(share for cut, share in counted if masks[cut, k]) <= whole * costs[k] for k in kinds)
    return fits and sum(share for _, share in counted) > whole * left
