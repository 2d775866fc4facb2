import math

import pytest
from flint import fmpq

from sparsest.univariate.fewest import count_fewest


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
