"""SciPy's form: evaluated here as SciPy defines it, in Fractions, from the arrays alone."""

from bisect import bisect_right
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import Spline
from sparsest.errors import DataError, UsageError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.floats import FLOATS
from sparsest.interchange.ppoly import ppoly, ppoly_arrays, ppoly_file
from sparsest.interchange.segments import segments_of
from tests.interchange.functions import at, boxes, exact, splines


def scipys(c, x, t):
    """Return S(t) = sum_k c[k, i] (t - x[i])^(K-1-k) for the i with x[i] <= t < x[i+1]; outer pieces go on."""
    i = min(max(bisect_right(x.tolist(), t) - 1, 0), len(x) - 2)
    return sum(Fraction(a) * (t - Fraction(x[i])) ** (len(c) - 1 - k) for k, a in enumerate(float(row[i]) for row in c))


@settings(max_examples=40)
@given(f=splines(), box=boxes(), parts=st.lists(st.fractions(0, 1), max_size=20))
def test_ppoly__is_the_function_within_what_is_reported(f, box, parts):
    low, high = box
    c, x = ppoly(f, *box)
    assert (c.dtype, x.dtype, c.shape) == (np.float64, np.float64, (2, len(x) - 1))
    assert (np.diff(x) > 0).all()
    worst = segments_of(f, FLOATS[64], *map(to_rational, box)).worst_error(f, *map(to_rational, box))
    inputs = [low, high, *(t for t in f.knots if low <= t <= high), *(low + a * (high - low) for a in parts)]
    assert max(abs(scipys(c, x, t) - at(f, t)) for t in inputs) <= exact(worst.size)


def test_ppoly__exact_where_all_numbers_are_floats_and_a_wrong_row_is_seen():
    f = Spline("1/2", 3, [-1, "1/4", 8], [1, -2, 3])
    c, x = ppoly(f, -4, 9)
    inputs = [Fraction(k, 7) for k in range(-28, 64)]
    assert [scipys(c, x, t) for t in inputs] == [at(f, t) for t in inputs]
    # SciPy has the highest power first.
    assert [scipys(c[::-1], x, t) for t in inputs] != [at(f, t) for t in inputs]


def test_ppoly_file__holds_the_arrays():
    f = Spline(0, "1/3", [1], ["2/7"])
    with np.load(
        BytesIO(ppoly_file(segments_of(f, FLOATS[64], fmpq(0), fmpq(2)), fmpq(2))), allow_pickle=False
    ) as file:
        assert sorted(file) == ["c", "x"]
        for name, array in zip("cx", ppoly(f, 0, 2), strict=True):
            assert (file[name] == array).all()


def test_ppoly__bad_intervals():
    with pytest.raises(UsageError, match="smaller number first"):
        ppoly(Spline(1, 0), 1, 0)
    with pytest.raises(UsageError, match="give a longer one"):
        ppoly(Spline(1, 0), 1, 1)
    with pytest.raises(UsageError, match="give a longer one"):
        ppoly_arrays(segments_of(Spline(1, 0), FLOATS[64], fmpq(0), fmpq(1)), fmpq(10) ** 400)
    with pytest.raises(DataError, match="beyond the largest float64"):
        ppoly(Spline(0, "1e400"), 0, 1)
