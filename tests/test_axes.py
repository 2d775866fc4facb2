from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest.axes import Scale

numbers = st.lists(
    st.builds(lambda n, e: fmpq(n) * fmpq(10) ** e, st.integers(-99, 99), st.sampled_from([-400, -320, 0, 3, 20, 400])),
    min_size=1, max_size=6,
)  # fmt: skip


@given(numbers)
@example([fmpq(10) ** 400, fmpq(10) ** 400 + 1])
@example([fmpq(0)])
def test_floats__keep_the_order_and_lie_within_the_ends(values):
    scale = Scale.of(values)
    places = scale.floats(values)
    assert [p for _, p in sorted(zip(values, places, strict=True))] == sorted(places)
    low, high = scale.floats(scale.ends())
    assert low <= min(places) <= max(places) <= high
    if scale.ordinary:
        assert places == [int(v.p) / int(v.q) for v in values]
    elif scale.low < scale.high:
        exact = [(v - scale.low) / (scale.high - scale.low) for v in values]
        assert places == [int(v.p) / int(v.q) for v in exact]


@given(numbers)
@example([fmpq(10) ** 400, fmpq(10) ** 400 + 1])
@example([fmpq(10) ** 400])
@example([fmpq(1, 3), fmpq(1, 3) + fmpq(1, 10**30)])
def test_ticks__are_called_what_they_are(values):
    scale = Scale.of(values)
    ticks, names, added = scale.ticks()
    assert all(scale.low <= tick <= scale.high for tick in ticks)
    assert len(ticks) == len(set(names)) <= 8
    for tick, name in zip(ticks, names, strict=True):
        text = name.removeprefix("about ")
        if text == name:
            true = Fraction(text) + (Fraction(int(scale.low.p), int(scale.low.q)) if added else 0)
            assert true == Fraction(int(tick.p), int(tick.q))
        assert len(name) < 40


@pytest.mark.parametrize(
    ("values", "ordinary"),
    [([0, 1], True), ([5, 5], True), ([0, 0], True), ([10**6, 10**6 + 1], True), ([10**9, 10**9 + 1], False),
     ([10**300], False), ([10**270, 0], True), ([fmpq(1, 10**300), 0], False)],
)  # fmt: skip
def test_of__maps_only_what_floats_cannot_draw(values, ordinary):
    assert Scale.of(list(map(fmpq, values))).ordinary == ordinary
