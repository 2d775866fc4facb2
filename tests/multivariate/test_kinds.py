"""Kinds, rays and what a cut leaves unblocked, against their definitions by Fourier-Motzkin elimination."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sparsest import UsageError
from sparsest.multivariate.kinds import Kinds
from sparsest.points import Points

from .oracles import has_point, integers, solutions
from .strategies import labelled

# Zero coordinates, a column of zeros, one point, collinear points, fewer points than inputs, parallel rows.
DEGENERATE = [
    Points([[0], [1], [2]], [0, 1, 0]),
    Points([[0, 0], [0, 1], [0, 2]], [1, 2, 0]),
    Points([[0, 0, 0]], [-1]),
    Points([[0, 0], [1, 1], [2, 2], [3, 3]], [1, 0, 2, 0]),
    Points([[1, 2, 3], [2, 4, 6]], [1, -1]),
    Points([[-1, 1], [1, -1]], [1, 1]),
]
COUNTS = ["parameters", "neurons"]


def independent(rows, support):
    _, directions = solutions([[row[k] for row in rows] for k in support], [0] * len(rows))
    return directions == []


def cone(rows, support, signs, strict=0):
    """Rows for `has_point`: the products with the weights of a support have these signs."""
    return [([s * row[k] for k in support], -strict * abs(s)) for row, s in zip(rows, signs, strict=True)]


def defined(points, count):
    """All kinds as the page defines them: support, signs and cost, in order."""
    rows, _ = integers(points.x, points.y)
    width = points.dimension + 1
    if count == "parameters":
        supports = [s for n in range(width, 0, -1) for s in combinations(range(width), n) if independent(rows, s)]
    else:
        chosen = ()
        for k in range(width):
            chosen += (k,) if independent(rows, (*chosen, k)) else ()
        supports = [chosen]
    for support in supports:
        choices = [(-1, 1) if any(row[k] for k in support) else (0,) for row in rows]
        for signs in product(*choices):
            if 1 in signs and has_point(cone(rows, support, signs, strict=1)):
                yield support, signs, len(support) if count == "parameters" else 1


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2), st.sampled_from(COUNTS))
@example(DEGENERATE[0], "neurons")
@example(DEGENERATE[1], "parameters")
@example(DEGENERATE[1], "neurons")
@example(DEGENERATE[2], "parameters")
@example(DEGENERATE[3], "parameters")
@example(DEGENERATE[4], "parameters")
@example(DEGENERATE[4], "neurons")
@example(DEGENERATE[5], "parameters")
def test_kinds__are_those_of_the_definition_in_its_order(points, count):
    found = [(kind.support, kind.signs, kind.cost) for kind in Kinds(points, count).kinds]
    assert found == list(defined(points, count))


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2), st.sampled_from(COUNTS), st.data())
@example(DEGENERATE[3], "parameters", None)
@example(DEGENERATE[5], "parameters", None)
def test_unblocked__is_where_the_cut_is_positive_on_the_closed_cell(points, count, data):
    kinds = Kinds(points, count)
    cuts = [[1, -1, 2, 0], [0, 1, 0, -1]] if data is None else [[data.draw(st.integers(-2, 2)) for _ in range(4)]]
    for cut in (cut[: len(points)] for cut in cuts):
        mask = kinds.unblocked(cut)
        for k, kind in enumerate(kinds.kinds):
            pairs = zip(cut, kind.signs, kinds.rows, strict=True)
            terms = [[a * row[j] for j in kind.support] for a, s, row in pairs if s > 0]
            total = [sum(column) for column in zip(*terms, strict=True)]
            for place, sign in ((2 * k, 1), (2 * k + 1, -1)):
                positive = ([sign * a for a in total], -1)
                assert mask[place] == has_point([*cone(kinds.rows, kind.support, kind.signs), positive])


def test_unblocked__zero_is_blocked():
    kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]))
    assert not kinds.unblocked([0, 0, 0]).any()
    assert kinds.unblocked([1, 1, 1])[0::2].all()
    assert not kinds.unblocked([1, 1, 1])[1::2].any()


@given(labelled(max_points=4, max_dimension=3), st.sampled_from(COUNTS))
def test_rays__lie_in_their_cells_and_are_primitive(points, count):
    kinds = Kinds(points, count)
    assert len(set(kinds.rays)) == len(kinds.rays) == len(kinds.outputs)
    for kind in kinds.kinds:
        assert kind.rays
        for ray in (kinds.rays[r] for r in kind.rays):
            assert {k for k, a in enumerate(ray) if a} <= set(kind.support)
            assert np.gcd.reduce(ray) == 1
            products = [sum(a * b for a, b in zip(row, ray, strict=True)) for row in kinds.rows]
            assert all(value * s >= 0 and (s or not value) for value, s in zip(products, kind.signs, strict=True))


@given(labelled(max_points=4, max_dimension=3), st.integers(0, 4))
def test_most__leaves_out_the_kinds_that_cost_more_and_no_others(points, most):
    def named(kinds):
        return [(kind.support, kind.signs, [kinds.rays[r] for r in kind.rays]) for kind in kinds.kinds]

    every = named(Kinds(points))
    assert named(Kinds(points, most=most)) == [kind for kind in every if len(kind[0]) <= most]


@given(labelled(max_points=3, max_dimension=2), st.randoms(use_true_random=False))
def test_rays_of__is_the_union(points, random):
    kinds = Kinds(points)
    mask = np.array([random.random() < 0.3 for _ in range(2 * len(kinds))], bool)
    found = {2 * ray + m % 2 for m in np.flatnonzero(mask).tolist() for ray in kinds[m // 2].rays}
    expected = np.zeros(2 * len(kinds.rays), bool)
    for name in found:
        expected[name % 2 * len(kinds.rays) + name // 2] = True
    assert np.array_equal(kinds.rays_of(mask), expected)


@given(labelled(max_points=4, max_dimension=3), st.sampled_from(COUNTS))
def test_rows__scales_labels_and_costs_are_those_of_the_points(points, count):
    kinds = Kinds(points, count)
    for scale, row, label, x, y in zip(kinds.scales, kinds.rows, kinds.labels, points.x, points.y, strict=True):
        assert row == tuple(scale * a for a in (*x, 1))
        assert label == scale * y
        assert scale > 0
    assert kinds.costs.tolist() == [kind.cost for kind in kinds.kinds for _ in (0, 1)]
    for ray, outputs in zip(kinds.rays, kinds.outputs, strict=True):
        assert outputs == tuple(max(0, sum(a * b for a, b in zip(row, ray, strict=True))) for row in kinds.rows)


def test_free__is_the_affine_part_of_knots_only():
    points = Points([[0], ["1/2"]], [0, 1])
    assert Kinds(points).free == Kinds(points, "neurons").free == ()
    assert Kinds(points, "knots").free == ((0, 1), (1, 2))


@given(labelled(max_points=5, max_dimension=3), st.sampled_from(COUNTS), st.one_of(st.none(), st.integers(0, 5)))
def test_most_kinds__is_a_bound(points, count, most):
    assert len(Kinds(points, count, most)) <= Kinds.most_kinds(points, count, most)


def test_kinds__errors_and_text():
    points = Points([[0, 1], [1, 0]], [0, 1])
    with pytest.raises(UsageError, match="count = 'weights'; choose one of parameters, neurons, knots"):
        Kinds(points, "weights")
    with pytest.raises(UsageError, match="knots are counted for one input; these points have 2"):
        Kinds(points, "knots")
    assert repr(Kinds(Points([[0], [1]], [0, 1]), "neurons")) == "<Kinds: 3 with 4 rays, counting neurons>"


@pytest.mark.parametrize("count", ["neurons", "knots"])
def test_most__zero_leaves_no_kind_of_cost_1(count):
    points = Points([[0], [1], [2]], [0, 1, 0])
    assert len(Kinds(points, count, most=0)) == 0
    assert len(Kinds(points, count, most=1)) == len(Kinds(points, count)) > 0


@settings(max_examples=30)
@given(labelled(max_points=4, max_dimension=2), st.integers(0, 9999))
def test_unblocked__in_64_bits_as_in_long_integers(points, seed):
    kinds, other = Kinds(points), Kinds(points)
    other._small_outputs = np.zeros((0, 0), np.int64), 0  # as where sums may overflow
    multipliers = np.random.default_rng(seed).integers(-9, 10, len(points)).tolist()
    assert np.array_equal(kinds.unblocked(multipliers), other.unblocked(multipliers))
    # Beyond 64 bits the product is one of long integers, or it would overflow.
    longer = [a * 2**61 for a in multipliers]
    assert np.array_equal(kinds.unblocked(longer), other.unblocked(multipliers))
    assert all(abs(a) < kinds._small_outputs[1] for a in multipliers)


def test_unblocked__without_rays():
    assert Kinds(Points([[1], [2]], [1, 3]), most=0).unblocked([1, 1]).size == 0
