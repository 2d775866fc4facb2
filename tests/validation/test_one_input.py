"""Minimality by complementary slackness, against the costs of all matchings; tolerances of rows."""

import numpy as np
import pytest

from sparsest import DataError, Dataset, Spline, solve
from sparsest.exact.exponent import Exponent
from sparsest.validation.one_input import compared, is_minimizer, within_tolerance

from .test_validate import drawn, spline


def test_is_minimizer__as_brute_force_says():
    rng, seen = np.random.default_rng(0), {True: 0, False: 0}
    for _ in range(250):
        data, p, every, best = drawn(rng)
        solution = solve(data, p)
        for matching in every:
            answer = is_minimizer(spline(list(data.x), list(data.y), matching), solution)
            assert answer == (matching in best), (data.y, p, matching)
            seen[answer] += 1
    assert min(seen.values()) > 200


def test_is_minimizer__of_what_is_no_matching():
    data = Dataset([0, 1, 2, 3], [0, 0, 1, 3])
    # With knots at 1 and 2 as the data have them, and one more of each sign between.
    bent = Spline(0, 0, [1, "5/4", "3/2", "7/4", 2], [1, 1, -2, 1, 1])
    assert bent([0, 1, 2, 3]).tolist() == list(data.y)
    assert not is_minimizer(bent, solve(data, "1/2"))
    assert not is_minimizer(bent, solve(data, "0"))


def test_standing__at_p_0_counts_knots():
    data = Dataset([0, 1, 2, 3], [0, 0, 1, 1])
    moved = Spline(0, 0, ["1", "2"], [1, -1])
    assert compared(moved, data, Exponent.read("0"), interpolates=True).minimal is True
    assert compared(Spline(5, 0), data, Exponent.read("1/2"), interpolates=False).minimal is None


def test_within_tolerance__rows_keep_their_order():
    data = Dataset([2, 0, 1], [0, 0, 3])
    found, allowed = within_tolerance(data, ["3", "inf", 1])
    assert (found.knots, allowed[0], allowed[1], allowed[2]) == (0, 3, None, 1)
    assert within_tolerance(data, None) == (None, None)
    apart, allowed = within_tolerance(Dataset([0, 0], [0, 3], ties="gates"), 1)
    assert (apart, list(allowed)) == (None, [1, 1])


@pytest.mark.parametrize("tolerance", [-1, "x", [1, 2], float("nan")])
def test_within_tolerance__bad(tolerance):
    with pytest.raises(DataError):
        within_tolerance(Dataset([0, 1, 2], [0, 1, 3]), tolerance)
