import statistics
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import rationals
from sparsest import DataError, Dataset, Points, UsageError
from sparsest.ties import TIES, check_ties, merge

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
