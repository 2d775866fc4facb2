import math
from itertools import product

import pytest
from flint import fmpq

from proofs_check.cases.strategies import data_from_gaps
from sparsest.univariate.fewest import count_fewest
from tests import oracles


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([], (0, 1)),
        ([0], (0, 1)),
        ([0, 0, 0], (0, 1)),
        ([1], (1, math.inf)),  # the knot may stand anywhere in either end interval
        ([0, 1, 0], (1, 1)),
        ([0, 1, 1, 0], (1, 1)),
        ([1, 1], (1, 1)),
        ([0, 1, -1, 0], (2, math.inf)),
        ([0, 1, 0, -1, 0], (2, math.inf)),  # overshoot at the first, undone at the second
        ([0, 1, 0, 1, 0], (2, 1)),
        ([0, 1, 0, 0, -1, 0], (2, 1)),
        ([0, 1, 1, 1, 0], (2, math.inf)),
        ([1, 1, -1, -1], (2, 1)),
        ([1, 2, 3, 4, -1, -5], (3, 1)),
    ],
)
def test_count_fewest__by_hand(gaps, expected):
    assert count_fewest([fmpq(d) for d in gaps]) == expected


@pytest.mark.parametrize("length", range(5))
def test_count_fewest__every_sign_pattern_against_the_enumeration(length):
    """The walk against allotting knots to places and exact linear algebra: two ways that share no code."""
    for signs in product([-1, 0, 1], repeat=length):
        expected = oracles.count_fewest_knots(*data_from_gaps(signs))
        assert count_fewest([fmpq(d) for d in signs]) == expected, signs
