from array import array
from collections import deque
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError, Spline, UsageError

numbers = st.fractions(min_value=-20, max_value=20, max_denominator=12)
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
