from array import array
from collections import deque
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError, Spline, UsageError
from sparsest.exact.rationals import to_rational
from tests.ratios import ratios

numbers = ratios(-20, 20, 12)
atoms = st.lists(st.tuples(numbers, numbers.filter(bool)), max_size=6, unique_by=lambda atom: atom[0]).map(sorted)


def build(slope, intercept, pairs):
    return Spline(slope, intercept, [t for t, _ in pairs], [c for _, c in pairs])


@given(numbers, numbers, atoms, numbers)
def test_call__is_the_defining_sum(slope, intercept, pairs, x):
    spline = build(slope, intercept, pairs)
    assert spline(x) == slope * x + intercept + sum(c * max(x - t, 0) for t, c in pairs)
    assert all(spline(t) == slope * t + intercept + sum(c * max(t - u, 0) for u, c in pairs) for t, _ in pairs)


@given(numbers, numbers, st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), max_size=8), numbers)
def test_merging__is_the_same_function_without_zeros(slope, intercept, pairs, x):
    from flint import fmpq

    merged = Spline.merging(slope, intercept, [(fmpq(t), fmpq(c)) for t, c in pairs])
    assert merged(x) == slope * x + intercept + sum(c * max(x - t, 0) for t, c in pairs)
    assert 0 not in merged.slope_changes
    assert list(merged.knots) == sorted(set(merged.knots))


def test_variation__and_views():
    spline = Spline("1/2", -1, [0, "0.5"], [2, Fraction(-8)])
    assert str(spline.variation("1/2")) == "3*2^(1/2)"
    assert spline.variation(0).rational == 2
    assert (spline.slope, spline.intercept) == (Fraction(1, 2), -1)
    assert spline.to_json()["knots"] == [{"x": "0", "slope_change": "2"}, {"x": "1/2", "slope_change": "-8"}]
    assert spline == Spline(0.5, -1, [0, 0.5], [2, -8])
    assert hash(spline) == hash(Spline(0.5, -1, [0, 0.5], [2, -8]))
    assert spline != Spline(0.5, -1, [0, 0.5], [2, -7])
    assert spline != 3
    assert "2 knots" in repr(spline)


@pytest.mark.parametrize(
    ("knots", "changes", "message"),
    [
        ([1, 0], [1, 1], "not increasing"),
        ([0, 0], [1, 1], "not increasing"),
        ([0], [0], "slope change 0"),
        ([0], [], "1 knots and 0"),
    ],
)
def test_spline__refuses(knots, changes, message):
    with pytest.raises(UsageError, match=message):
        Spline(0, 0, knots, changes)
    with pytest.raises(UsageError, match="limit"):
        Spline(0, 0, [0], [1]).variation("0+")


@pytest.mark.parametrize("knots", ["12", {1: 3, 2: 4}, {1, 2}, bytearray(b"12")])
def test_spline__knots_have_an_order(knots):
    with pytest.raises(UsageError, match="a list of each"):
        Spline(0, 0, knots, [1, 2])


@pytest.mark.parametrize("kind", [list, tuple, deque, np.array, lambda xs: array("d", xs)])
def test_call__each_entry_exactly(kind):
    spline = Spline(0, "1/3", [0], [1])
    assert spline(kind([0.1, 2.0])).tolist() == [Fraction(1, 3) + Fraction(0.1), Fraction(7, 3)]
    with pytest.raises(DataError, match="a set is no number"):
        spline({1})


def by_the_formula(spline, x):
    """The value without a walk, and without anything of the class but what it was made of."""
    pairs = zip(spline.knots, spline.slope_changes, strict=True)
    return spline.slope * x + spline.intercept + sum(c * max(x - t, 0) for t, c in pairs)


@given(numbers, numbers, atoms, st.lists(numbers, max_size=8))
def test_values_at__are_the_values_at_each(slope, intercept, pairs, x):
    spline = build(slope, intercept, pairs)
    x = sorted([*x, *spline.knots])
    assert spline.values_at(list(map(to_rational, x))) == [to_rational(by_the_formula(spline, at)) for at in x]


def test_values_at__wants_them_in_order():
    assert Spline(0, 7).values_at([]) == []
    assert Spline(0, 1, [0], [1]).values_at(list(map(to_rational, [2, 2, 3]))) == [3, 3, 4]
    with pytest.raises(UsageError, match="x = 1/2 comes after 2; sort the x"):
        Spline(0, 1).values_at(list(map(to_rational, [0, 2, "1/2"])))


def bounds_of_pieces(spline, low, high):
    """Least and greatest value, and the first x of each: every piece of its own, from the formula, no knot skipped."""
    ends = [low, *(min(max(t, low), high) for t in spline.knots), high]
    found = [(by_the_formula(spline, x), x) for x in ends]
    return min(found), max(found, key=lambda pair: (pair[0], -pair[1]))


@given(numbers, numbers, atoms, numbers, ratios(0, 20, 12), st.data())
def test_extremes__are_those_of_the_pieces_and_bound_every_value(slope, intercept, pairs, low, width, data):
    spline, high = build(slope, intercept, pairs), low + width
    least, greatest = spline.extremes(low, high)
    assert (tuple(least), tuple(greatest)) == bounds_of_pieces(spline, low, high)
    x = data.draw(st.fractions(min_value=low, max_value=high))
    assert least.value <= by_the_formula(spline, x) <= greatest.value
    assert all(by_the_formula(spline, end.x) == end.value and low <= end.x <= high for end in (least, greatest))


def test_extremes__are_taken_first_at_the_smallest_x():
    flat = Spline(0, 1, [0, 1, 2, 3], [-1, 1, 1, -1])  # 1, down to 0 between 1 and 2, and 1 again
    assert flat.extremes(-5, 9) == ((0, 1), (1, -5))
    assert flat.extremes("3/2", 9) == ((0, Fraction(3, 2)), (1, 3))
    assert flat.extremes(2, 2) == ((0, 2), (0, 2))
    assert flat.extremes(1, 2) == ((0, 1), (0, 1))


def test_extremes__a_forgotten_knot_or_end_would_be_seen():
    tooth = Spline(0, 0, [0, 1, 2], [1, -2, 1])
    assert tooth.extremes(-1, 3) == ((0, -1), (1, 1))
    assert min(tooth(x) for x in (-1, 3)) == max(tooth(x) for x in (-1, 3)) == 0  # without the knots
    assert tooth.extremes("1/2", "3/4")[1].value == Fraction(3, 4)  # an end
    assert tooth.extremes(1, "5/4") == ((Fraction(3, 4), Fraction(5, 4)), (1, 1))  # a knot that is an end


@pytest.mark.parametrize(
    ("low", "high", "kind"), [(1, 0, UsageError), (0, float("inf"), DataError), (None, 1, DataError)]
)
def test_extremes__refuses_what_is_no_interval(low, high, kind):
    with pytest.raises(kind, match=r"low <= high|number"):
        Spline(1, 0).extremes(low, high)


def test_check_length__stops_sums_that_grow_beyond_use():
    """Denominators of 900 digits each: after a hundred kinks a value has 180,000 digits."""
    rng = np.random.default_rng(0)
    long = [fmpq(int(rng.integers(1, 10**9)) * 10**890 + k, 10**900 + 2 * k + 1) for k in range(200)]
    atoms = [(fmpq(k) + t, t) for k, t in enumerate(long)]
    spline = Spline.merging(0, 0, atoms)
    with pytest.raises(DataError, match="more than 78,643 digits"):
        spline.values_at([fmpq(k) for k in range(201)])
    with pytest.raises(DataError, match="long denominators"):
        spline(200)
    assert spline.values_at([fmpq(0), fmpq(3)])[0] == 0
