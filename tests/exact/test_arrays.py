"""Vectors and matrices as users have them, entry by entry and exactly."""

from fractions import Fraction

import numpy as np
import pytest

from sparsest import DataError, UsageError
from sparsest.exact.arrays import exact_matrix, exact_vector


@pytest.mark.parametrize(
    "values", [[0.5, 1], (0.5, 1), np.array([0.5, 1]), np.array([0.5, 1], np.float16), ["1/2", Fraction(1)], range(0)]
)
def test_exact_vector(values):
    found = exact_vector("b", values)
    assert [Fraction(int(a.p), int(a.q)) for a in found] == [
        Fraction(value if isinstance(value, str) else float(value)) for value in values
    ]


@pytest.mark.parametrize("values", [3, "12", {1, 2}, {1: 2}, np.zeros((2, 2)), np.float64(1), None])
def test_exact_vector__refuses_what_is_none(values):
    with pytest.raises(UsageError, match="give a list of numbers"):
        exact_vector("b", values)


def test_exact_vector__sizes_and_entries():
    with pytest.raises(UsageError, match="b has 2 entries; give 3"):
        exact_vector("b", [1, 2], 3)
    with pytest.raises(DataError, match=r"b\[1\]: nan is not a finite number"):
        exact_vector("b", [1, float("nan")])


def test_exact_matrix():
    assert exact_matrix("w", np.array([[1, 2], [3, 4]]), 2) == ((1, 2), (3, 4))
    assert exact_matrix("w", np.zeros((0, 3)), 0) == ()
    for values, said in [
        ([[1, 2], [3]], r"w\[1\] has 1 entries; give 2"), ([[1]], "w has 1 rows; give 2"),
        (np.zeros(2), "list of lists"),
        ([1, 2], "give a list of numbers"), (3, "list of lists"),
    ]:  # fmt: skip
        with pytest.raises(UsageError, match=said):
            exact_matrix("w", values, 2)
    with pytest.raises(DataError, match=r"w\[1\]\[0\]: 'x' is not"):
        exact_matrix("w", [[1], ["x"]], 2)
