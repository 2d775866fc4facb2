"""Gates are read exactly, intersected at one x, and refused in one clear line."""

import math
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from sparsest import DataError, Dataset
from sparsest.univariate.gates import Gates
from sparsest.univariate.windows import Bend

DATA = Dataset([0, 1, 2], ["1/3", 2, 3])


@pytest.mark.parametrize("value", ["0.1", Fraction(1, 10), Decimal("0.1"), " 1/10 ", fmpq(1, 10)])
def test_within__one_tolerance_is_read_exactly(value):
    gates = Gates.within(DATA, value)
    assert gates.scale == fmpq(1, 10)
    assert gates.bounds(0) == (fmpq(7, 30), fmpq(13, 30))


@pytest.mark.parametrize("value", [math.inf, "inf", " Infinity", np.float64("inf"), Decimal("inf")])
def test_within__infinite(value):
    assert Gates.within(DATA, value).bounds(0) == (None, None)
    assert Gates.within(DATA, [value, 0, 1]).bounds(0) == (None, None)
    assert Gates.within(DATA, [value, 0, 1]).bounds(1) == (2, 2)


def test_within__tolerances_go_with_the_points_as_they_were_given():
    gates = Gates.within(Dataset([2, 0, 1], [20, 0, 10]), np.array([3, 1, 2]))
    assert gates.below == (1, 2, 3)
    assert gates.order == (1, 2, 0)
    assert gates.bounds(2) == (17, 23)


def test_between__bounds_of_their_own():
    gates = Gates.between(DATA, [0, None, "-inf"], [None, math.inf, "3.5"])
    assert [gates.bounds(k) for k in range(3)] == [(0, None), (None, None), (None, fmpq(7, 2))]
    assert gates.hold_labels
    assert not Gates.between(DATA, [1, None, None], None).hold_labels
    assert not Gates.between(DATA, None, [0, None, None]).hold_labels


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Gates.within(DATA, -1), "tolerance: -1 is negative; a tolerance is a number >= 0, or infinite"),
        (lambda: Gates.within(DATA, "-inf"), "tolerance: '-inf' is negative"),
        (lambda: Gates.within(DATA, "much"), "tolerance: 'much' is not a finite number"),
        (lambda: Gates.within(DATA, math.nan), "tolerance: nan is not a finite number"),
        (lambda: Gates.within(DATA, [1, 2]), "tolerance: 2 values for 3 points; give one for each, in their order"),
        (lambda: Gates.within(DATA, [1, 2, -3]), "tolerance of entry 2: -3 is negative"),
        (lambda: Gates.within(DATA, np.ones((3, 1))), "the data: tolerance is not one column of numbers"),
        (lambda: Gates.between(DATA, [0, 0, math.inf], None), "lower of entry 2: inf leaves nothing to pass"),
        (lambda: Gates.between(DATA, None, [0, "-inf", 0]), "upper of entry 1: '-inf' leaves nothing to pass"),
        (lambda: Gates.between(DATA, [0, 2, 0], [1, "3/2", 1]), "the bounds of entry 1: lower 2 is above upper 3/2"),
        (lambda: Gates.between(DATA, 3, None), "the data: lower is not one column of numbers but a int"),
    ],
)
def test_errors__say_what_and_where(make, said):
    with pytest.raises(DataError) as caught:
        make()
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_ties__gates_at_one_x_intersect():
    data = Dataset([1, 0, 1, 1], [0, 5, 2, 1], ties="gates")
    assert data.y == (5, 1)
    gates = Gates.within(data, "3/2")
    ends = gates.at(gates.scale)
    assert [fmpq(v) * ends.unit for v in ends.low] == [fmpq(7, 2), fmpq(1, 2)]
    assert [fmpq(v) * ends.unit for v in ends.high] == [fmpq(13, 2), fmpq(3, 2)]
    assert [gates.order[k] for k in (ends.low_rows[1], ends.high_rows[1])] == [2, 0]


def test_ties__an_empty_intersection_names_both_rows():
    data = Dataset([1, 0, 1], [0, 5, 2], ties="gates", places=["line 2", "line 3", "line 4"])
    with pytest.raises(DataError, match=r"at x = 1 the gates of line 2 \(-1/2 to 1/2\) and line 4 \(3/2 to 5/2\)"):
        Gates.within(data, "1/2")
    assert Gates.within(data, 1).at(fmpq(1)).apart == []
    with pytest.raises(DataError, match="line 2"):
        Gates.within(data, 1 - Fraction(1, 10**99))


def test_ties__bounds_of_rows_without_ends():
    gates = Gates.between(Dataset([0, 0, 1], [0, 9, 0], ties="gates"), [None, 3, None], [7, None, None])
    ends = gates.at(fmpq(1))
    assert (ends.low, ends.high) == ([3, None], [7, None])
    assert (ends.low_rows[0], ends.high_rows[0]) == (1, 0)


def test_at__integers_or_not_the_walk_is_the_same():
    """A denominator of 600 bits keeps the numbers as they are."""
    rng = random.Random(8)
    for _ in range(50):
        x, y = range(9), [Fraction(rng.randint(-9, 9), rng.choice([1, 3])) for _ in range(9)]
        plain = Gates.within(Dataset(x, y), 1)
        odd = Fraction(3**400, 3**400 + 1)
        long = Gates.within(Dataset([t * odd for t in x], [v * odd for v in y]), odd)
        assert long._columns[1] is None
        one, two = plain.walk(plain.scale), long.walk(long.scale)
        assert one[0].bends == two[0].bends
        scaled = [(s, b * fmpq(odd.numerator, odd.denominator)) for s, b in plain.pieces(*one)]
        assert long.pieces(*two) == scaled


def test_rows__of_a_bend():
    gates = Gates.within(Dataset([0, 1, 1, 2], [0, 3, 4, 0], ties="gates"), 1)
    ends = gates.at(fmpq(1))
    assert ends.rows(Bend(-1, 0, 1, 2)) == Bend(-1, 0, 2, 3)
    assert ends.rows(Bend(1, 0, 1, 2)) == Bend(1, 0, 1, 3)


def test_repr():
    assert repr(Gates.within(DATA, "inf")) == "<Gates of 3 rows at 3 inputs, tolerance infinite>"
    assert repr(Gates.within(DATA, [1, 2, 3])) == "<Gates of 3 rows at 3 inputs, tolerances of their own>"
    assert repr(Gates.between(DATA, None, [9, 9, 9])) == "<Gates of 3 rows at 3 inputs, bounds>"
