"""First networks: every mix interpolates exactly with what it names, and the best of some starts is often the least."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest.errors import UsageError
from sparsest.multivariate import incumbent
from sparsest.multivariate.cuts import Mix
from sparsest.multivariate.incumbent import check_incumbent, mixes
from sparsest.multivariate.kinds import Kinds
from sparsest.points import Points

from .oracles import least_count
from .strategies import labelled, networks_with_points


def fault(kinds, mix):
    """How a mix fails to interpolate with positive weights on rays of its kinds; None if it does."""
    totals = [fmpq(0)] * len(kinds.rows)
    for (signed, ray), mu in mix.weights.items():
        if mu <= 0 or ray not in kinds[signed // 2].rays:
            return f"kind {signed}, ray {ray}: {mu}"
        totals = [t + (-mu if signed % 2 else mu) * a for t, a in zip(totals, kinds.outputs[ray], strict=True)]
    for coefficient, column in zip(mix.affine, kinds.free, strict=True):
        totals = [total + coefficient * a for total, a in zip(totals, column, strict=True)]
    return None if tuple(totals) == kinds.labels else f"{totals} instead of {kinds.labels}"


def price(kinds, mix):
    return sum(kinds[signed // 2].cost for signed in {signed for signed, _ in mix.weights})


@settings(max_examples=40)
@given(labelled(max_points=4, max_dimension=2), st.sampled_from(["parameters", "neurons", "knots"]))
def test_mixes__interpolate_and_are_never_below_the_least(points, count):
    if count == "knots" and points.dimension > 1:
        count = "neurons"
    kinds = Kinds(points, count)
    found = list(mixes(kinds, 2))
    assert found
    assert all(fault(kinds, mix) is None for mix in found)
    if len(points) < 4 or points.dimension < 2:
        assert min(price(kinds, mix) for mix in found) >= least_count(points.x, points.y, count)


def test_mixes__are_often_the_least():
    hits = 0
    for k in range(12):
        points = Points([[0], [1], [2], [3]], [k % 3, k % 2, -k % 4, 2 - k % 5])
        kinds = Kinds(points, "neurons")
        hits += min(price(kinds, mix) for mix in mixes(kinds, 10)) == least_count(points.x, points.y, "neurons")
    assert hits >= 10


def test_mixes__are_those_of_the_seed():
    kinds = Kinds(Points([[0], [1], [2], [3]], [1, 0, 2, -1]))
    assert list(mixes(kinds, 3, seed=5)) == list(mixes(kinds, 3, seed=5))
    assert list(mixes(kinds, 3, seed=5)) != list(mixes(kinds, 3, seed=6))
    assert list(mixes(kinds, 0)) == []


def test_mixes__nothing_from_kinds_that_cannot_interpolate():
    points = Points([[0], [1], [2]], [0, 1, 0])
    assert list(mixes(Kinds(points, most=1), 3)) == []
    assert list(mixes(Kinds(points), 1)) != []


def test_fault__is_seen_to_fail(monkeypatch):
    kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]), "knots")
    (good, *_) = mixes(kinds, 1)
    (key, weight), *rest = good.weights.items()
    assert fault(kinds, good) is None
    for weights in ({key: weight + 1, **dict(rest)}, dict(rest), {key: -weight}, {(key[0], 99): weight}):
        assert fault(kinds, Mix(weights, good.affine)) is not None
    assert fault(kinds, Mix(good.weights, tuple(a + 1 for a in good.affine))) is not None
    # Columns are scaled by powers of two; to forget that is a fault that shows.
    monkeypatch.setattr(
        incumbent, "_mix", lambda columns, sizes, point: incumbent_mix(columns, [1] * len(sizes), point)
    )
    assert any(fault(kinds, mix) is not None for mix in mixes(kinds, 2))


incumbent_mix = incumbent._mix


def test_mixes__of_no_kinds_are_none():
    assert list(mixes(Kinds(Points([[0], [1]], [1, -1]), most=0), 3)) == []


@given(networks_with_points(), st.data())
def test_check_incumbent__sees_one_wrong_label(pair, data):
    net, points = pair
    check_incumbent(net, points)
    i = data.draw(st.integers(0, len(points) - 1))
    labels = list(points.y)
    labels[i] += 1
    with pytest.raises(UsageError, match=f"at point {i}, where the label is"):
        check_incumbent(net, Points(points.x, labels))
