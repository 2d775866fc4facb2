"""Proofs as certificates have them: numbers of cuts and packings, multipliers for the points as they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate.cuts import Cut
from sparsest.multivariate.packing import Packing
from sparsest.multivariate.tree import Tree

CUTS = [Cut((k, -2 * k, 3), np.zeros(0, np.bool_)) for k in range(6)]
PACKINGS = [Packing(2, (0, 4), (1, 3)), Packing(1, (2,), (1,)), Packing(5, (1, 2, 4), (1, 2, 3))]


@given(st.lists(st.integers(-3, 5)))
def test_of__each_node_has_what_it_had(nodes):
    tree = Tree.of(3, nodes, CUTS, PACKINGS, (1, 2, 6))
    assert tree.budget == 3
    assert len(tree.nodes) == len(nodes)
    for made, given_ in zip(tree.nodes, nodes, strict=True):
        if given_ >= 0:
            assert_same_cut(tree.cuts[made], CUTS[given_])
        else:
            packing, old = tree.packings[made - len(tree.cuts)], PACKINGS[~given_]
            assert packing.whole == old.whole
            assert list(packing.cuts) == sorted(packing.cuts)
            found = {tree.cuts[k]: share for k, share in zip(packing.cuts, packing.shares, strict=True)}
            wanted = {multiplied(CUTS[k]): share for k, share in zip(old.cuts, old.shares, strict=True)}
            assert found == wanted


@given(st.lists(st.integers(-3, 5)))
def test_of__nothing_is_there_that_is_not_used(nodes):
    tree = Tree.of(0, nodes, CUTS, PACKINGS, (1, 1, 1))
    used = {*tree.nodes, *(k for packing in tree.packings for k in packing.cuts)}
    assert used == set(range(len(tree.cuts) + len(tree.packings)))


def multiplied(cut):
    """The multipliers (k, -2k, 3) times the scales 1, 2, 6, without what they have in common."""
    whole = np.array(cut.multipliers) * [1, 2, 6]
    return tuple((whole // np.gcd.reduce(whole)).tolist())


def assert_same_cut(made, cut):
    assert made == multiplied(cut)


def test_multiplied__is_seen_to_differ():
    assert multiplied(CUTS[1]) == (1, -4, 18) != CUTS[1].multipliers
    assert multiplied(CUTS[2]) == (1, -4, 9)
