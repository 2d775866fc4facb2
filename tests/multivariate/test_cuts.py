"""Cuts and mixes against what they are, and whether kinds interpolate against elimination."""

import numpy as np
import pytest
from flint import fmpq
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sparsest.multivariate import cuts
from sparsest.multivariate.cuts import Cut, CutPool, Cutter, Mix
from sparsest.multivariate.kinds import Kinds
from sparsest.points import Points

from .oracles import Block, interpolates
from .strategies import labelled

COUNTS = ["parameters", "neurons"]


def block(kinds, signed):
    """A signed kind for the oracle."""
    kind, sign = kinds[signed // 2], -1 if signed % 2 else 1
    part = [[row[k] for k in kind.support] for row in kinds.rows]
    cone = [[s * a for a in row] for row, s in zip(part, kind.signs, strict=True)]
    pairs = list(zip(part, kind.signs, strict=True))
    columns = [[sign * row[k] * (s > 0) for row, s in pairs] for k in range(len(kind.support))]
    return Block(kind.cost, columns, cone, 0, 0)


def assert_is_cut(kinds, cut, chosen):
    assert sum(a * y for a, y in zip(cut.multipliers, kinds.labels, strict=True)) > 0
    assert all(sum(a * b for a, b in zip(cut.multipliers, c, strict=True)) == 0 for c in kinds.free)
    assert np.array_equal(cut.unblocked, kinds.unblocked(cut.multipliers))
    assert not cut.unblocked[list(chosen)].any()
    assert np.gcd.reduce(cut.multipliers) == 1


def assert_is_mix(kinds, mix, chosen):
    totals = [fmpq(0)] * len(kinds.rows)
    for (signed, ray), mu in mix.weights.items():
        assert signed in chosen
        assert ray in kinds[signed // 2].rays
        assert mu > 0
        for i, a in enumerate(kinds.outputs[ray]):
            totals[i] += -mu * a if signed % 2 else mu * a
    assert len(mix.affine) == len(kinds.free)
    for coefficient, column in zip(mix.affine, kinds.free, strict=True):
        totals = [total + coefficient * a for total, a in zip(totals, column, strict=True)]
    assert tuple(totals) == kinds.labels


@st.composite
def chosen_kinds(draw, most=3, **sizes):
    points = draw(labelled(**sizes))
    count = draw(st.sampled_from(COUNTS if points.dimension > 1 else [*COUNTS, "knots"]))
    kinds = Kinds(points, count)
    return kinds, draw(st.lists(st.integers(0, 2 * len(kinds) - 1), max_size=most))


@settings(max_examples=80)
@given(chosen_kinds(max_points=4, max_dimension=2))
@example((Kinds(Points([[0, 0], [1, 1], [2, 2]], [0, 0, 0])), []))
@example((Kinds(Points([[0], [1], [2]], [1, 2, 3]), "knots"), []))
def test_settle__is_right_and_shows_why(pair):
    kinds, chosen = pair
    found = Cutter(kinds).settle(chosen)
    affine = [list(column) for column in kinds.free]
    assert isinstance(found, Mix) == interpolates([block(kinds, k) for k in set(chosen)], affine, kinds.labels)
    if isinstance(found, Mix):
        assert_is_mix(kinds, found, chosen)
    else:
        assert_is_cut(kinds, found, chosen)


@settings(max_examples=60)
@given(chosen_kinds(max_points=4, max_dimension=2, most=2), st.randoms(use_true_random=False))
def test_cut__blocks_the_chosen_kinds(pair, random):
    kinds, chosen = pair
    cutter = Cutter(kinds)
    relevant = np.array([random.random() < 0.7 for _ in range(2 * len(kinds))], bool)
    found = cutter.cut(chosen, relevant)
    if found is None:
        return
    assert_is_cut(kinds, found, chosen)
    assert not isinstance(cutter.settle(chosen), Mix)


@given(chosen_kinds(max_points=4, max_dimension=2, most=0))
def test_cut__of_nothing_chosen_exists_unless_nothing_is_needed(pair):
    kinds, _ = pair
    cutter = Cutter(kinds)
    nothing_needed = isinstance(cutter.settle([]), Mix)
    assert (cutter.cut([], np.ones(2 * len(kinds), bool)) is None) == nothing_needed


def test_cut__without_a_proposer_is_a_cut_too(monkeypatch):
    monkeypatch.setattr(cuts, "proposer", lambda _: None)
    kinds = Kinds(Points([[0], [1], [2], [3]], [0, 1, 0, 2]), "knots")
    cutter = Cutter(kinds)
    assert cutter._proposer is None
    assert_is_cut(kinds, cutter.cut([0], np.ones(2 * len(kinds), bool)), [0])


def test_cut__few_relevant_kinds_are_all_blocked_if_they_can_be():
    kinds = Kinds(Points([[0], [1], [2], [3], [4]], [0, 1, 0, 2, 0]), "neurons")
    relevant = np.zeros(2 * len(kinds), bool)
    relevant[:1] = True
    found = Cutter(kinds).cut([3], relevant)
    assert_is_cut(kinds, found, [0, 3])


def test_assert_is_cut__is_seen_to_fail():
    kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]), "knots")
    for wrong in ((1, -2, 1), (-1, 3, -1), (-2, 4, -2), (0, 1, 0)):
        with pytest.raises(AssertionError):
            assert_is_cut(kinds, Cut(wrong, kinds.unblocked(wrong)), [])
    good = (-1, 2, -1)
    assert_is_cut(kinds, Cut(good, kinds.unblocked(good)), [0])
    with pytest.raises(AssertionError):
        assert_is_cut(kinds, Cut(good, kinds.unblocked(good)), [1])


# --- the pool --------------------------------------------------------------------------------------------------------


@st.composite
def pools(draw):
    size = draw(st.sampled_from([1, 5, 63, 64, 65, 130]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    masks = rng.random((draw(st.integers(0, 150)), size)) < draw(st.sampled_from([0.05, 0.5]))
    pool = CutPool(size)
    for k, mask in enumerate(masks):
        assert pool.add(Cut((k,), mask)) == k
    return pool, masks, rng


@settings(max_examples=40)
@given(pools(), st.integers(0, 3))
def test_pool__blocking_and_left_are_what_they_say(made, depth):
    pool, masks, rng = made
    size = pool.masks.shape[1]
    chosen, above, seen = [], np.arange(0), 0
    assert len(pool) == len(masks)
    for _ in range(depth + 1):
        found = pool.blocking(chosen, above, range(seen, len(pool)))
        assert sorted(found.tolist()) == [k for k, mask in enumerate(masks) if not mask[chosen].any()]
        relevant = rng.random(size) < 0.5
        assert pool.left(found, relevant).tolist() == [int((masks[k] & relevant).sum()) for k in found]
        above, seen = found, len(pool)
        assume(size > len(chosen))
        chosen = [*chosen, int(rng.integers(size))]


def test_primitive__keeps_signs():
    assert cuts._primitive([fmpq(-2, 3), fmpq(4), fmpq(0)]) == (-1, 6, 0)
    assert cuts._primitive([fmpq(0), fmpq(0)]) == (0, 0)
    assert cuts._primitive([fmpq(1, 2), fmpq(1, 3)]) == (3, 2)
