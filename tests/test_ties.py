import statistics
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import rationals
from sparsest import DataError, Dataset, Points, UsageError
from sparsest.ties import GATES, TIES, GivenRows, check_ties, merge, merge_notes, rows_of

ORACLES = {
    "mean": statistics.mean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "first": lambda labels: labels[0],
    "last": lambda labels: labels[-1],
}


@given(
    st.lists(st.tuples(st.integers(0, 3), rationals(max_exponent=3)), min_size=1, max_size=9), st.sampled_from(TIES[1:])
)
def test_ties__agree_with_the_standard_library(points, ties):
    groups = {}
    for x, y in points:
        groups.setdefault(x, []).append(Fraction(y))
    truth = {x: ORACLES[ties](labels) for x, labels in groups.items()}
    data = Dataset([x for x, _ in points], [y for _, y in points], ties=ties)
    assert dict(zip(data.x, data.y, strict=True)) == truth
    several = Points([[x, 1] for x, _ in points], [y for _, y in points], ties=ties)
    assert dict(zip((row[0] for row in several.x), several.y, strict=True)) == truth
    merged = sum(len(labels) - 1 for labels in groups.values() if len(set(labels)) > 1)
    assert bool(data.notes) == bool(merged)
    assert several.notes == data.notes
    assert all(str(merged) in note for note in data.notes)


def test_ties__are_an_error_unless_told():
    for made in (lambda **how: Dataset([0, 0], [1, 2], **how), lambda **how: Points([[0], [0]], [1, 2], **how)):
        with pytest.raises(DataError, match=r"two labels, 1 \(entry 0\) and 2 \(entry 1\).*ties=.mean."):
            made()
        with pytest.raises(UsageError, match="ties = 'average': use one of error, mean"):
            made(ties="average")
        assert made(ties="max").y == (2,)
    assert np.isclose(float(Dataset(np.zeros(3), np.arange(3.0), ties="mean").y[0]), 1)


def test_merge__equal_labels_are_no_ties():
    assert merge([fmpq(1), fmpq(1)], [fmpq(2), fmpq(2)], "error", None) == ([1], [2], 0)
    assert [check_ties(ties) for ties in TIES] == [None] * len(TIES)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=9))
def test_rows_of__each_row_finds_its_point(rows):
    given_x, given_y = [fmpq(x) for x, _ in rows], [fmpq(y) for _, y in rows]
    inputs, labels, _ = merge(given_x, given_y, GATES, None)
    for own in (None, given_y):
        found = rows_of(given_x, inputs, labels, range(len(rows)), own)
        assert [inputs[k] for k in found.points] == given_x
        assert list(found.labels) == (given_y if own else [labels[k] for k in found.points])


def test_gates__stand_in_the_middle_of_the_labels():
    assert merge([fmpq(0)] * 3, [fmpq(5), fmpq(0), fmpq(1)], GATES, None)[1] == [fmpq(5, 2)]
    assert GATES not in TIES
    assert merge_notes(1, GATES)[0].endswith("merged into one, each with a gate of its own")


def test_several_labels__are_found():
    assert GivenRows([0, 1, 0], [1, 2, 1], ["a"] * 3).several_labels() is None
    assert GivenRows([0, 1, 1], [1, 2, 3], ["a"] * 3).several_labels() == (1, 2)


def test_merge__inputs_that_are_one_float_are_ordered_exactly():
    """Three inputs within an ulp, and one beyond floats: the order of the nearest floats is not enough."""
    near = [fmpq(1) + fmpq(k, 10**30) for k in (2, 0, 1)]
    assert merge([*near, fmpq(0)], [fmpq(k) for k in range(4)], "error", None)[:2] == (
        [fmpq(0), near[1], near[2], near[0]], [3, 1, 2, 0]
    )  # fmt: skip
    far = [fmpq(10) ** 400, fmpq(-1), fmpq(10) ** 399]
    assert merge(far, [fmpq(0)] * 3, "error", None)[0] == [far[1], far[2], far[0]]
    assert merge([fmpq(1), fmpq(0), fmpq(1)], [fmpq(7), fmpq(0), fmpq(8)], "first", None)[1] == [0, 7]
    assert merge([fmpq(1), fmpq(0), fmpq(1)], [fmpq(7), fmpq(0), fmpq(8)], "last", None)[1] == [0, 8]
