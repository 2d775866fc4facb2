import math
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import rationals
from sparsest import DataError, Dataset, Points, UsageError, solve
from sparsest.exact.rationals import as_fraction
from sparsest.rounding import Rounding, _ulp, count_noise, label_rounding, round_to


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1000, max_value=1000), st.integers(0, 7))
def test_round_to__agrees_with_decimal(value, decimals):
    with localcontext() as context:
        context.prec = 60
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    assert as_fraction(round_to(fmpq(*value.as_integer_ratio()), decimals)) == Fraction(rounded)


@given(rationals(max_exponent=30), st.integers(0, 40))
def test_round_to__is_within_half_a_unit(value, decimals):
    rounded = as_fraction(round_to(fmpq(value.numerator, value.denominator), decimals))
    assert (rounded * 10**decimals).denominator == 1
    assert abs(rounded - value) <= Fraction(1, 2 * 10**decimals)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_ulp__is_that_of_the_standard_library_within_its_range(value):
    if value != 0:
        assert as_fraction(_ulp(fmpq(*value.as_integer_ratio()))) in (
            Fraction(math.ulp(value)), Fraction(math.ulp(value)) / 2, Fraction(math.ulp(value)) * 2
        )  # fmt: skip


def test_decimals__of_data():
    data = Dataset([0.1, 0.2, 0.3], [0.30000000000000004, "0.6", 0.9], decimals=6)
    assert data.x == (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10))
    assert solve(data).knots == 0
    assert Points([[0.1, 1]], [1e-9], decimals=3).y == (0,)
    with pytest.raises(DataError, match=r"x = 0 has two labels"):
        Dataset([0.1, 0.2], [1, 2], decimals=0)
    for wrong in (-1, 1.5, True, "3", 10**6):
        with pytest.raises(UsageError, match="decimals"):
            Dataset([0], [1], decimals=wrong)


def test_label_rounding__of_kinds():
    assert label_rounding(np.array([1.0, 2.0])) == label_rounding([1.0, np.float64(2)]) == Rounding(None)
    assert label_rounding(["0.10", Decimal("0.25")]) == Rounding(2)
    for labels in ([1, 2], ["1", "2"], ["0.1", "1/2"], ["0.1", "1e-1"], ["0.1", 0.1], [Fraction(1, 3)], np.arange(3)):
        assert label_rounding(labels) is None


LINE = np.linspace(0, 1, 101)


def test_noise__a_line_in_floats_has_69_knots_and_says_why():
    solution = solve(Dataset(LINE, 3 * LINE + 1))
    assert (solution.knots, str(solution.rounding_noise)[:23]) == (69, "76 of 76 nonzero gaps a")
    assert solution.to_json()["problem"]["rounding_noise"] == {"gaps": 76, "nonzero": 76}
    rounded = solve(Dataset(LINE, 3 * LINE + 1, decimals=9))
    assert (rounded.knots, rounded.rounding_noise) == (0, None)


def test_noise__of_three_segments_in_three_decimals():
    truth = [Fraction(10 * k, 7) if k < 30 else Fraction(300 - 5 * (k - 30), 7) for k in range(60)]
    rounded = solve(Dataset(range(60), [f"{float(y):.3f}" for y in truth]))
    assert rounded.rounding_noise.rounding == Rounding(3)
    assert rounded.rounding_noise.gaps == rounded.rounding_noise.nonzero - 1
    assert "rounding_noise" not in solve(Dataset(range(60), truth)).to_json()["problem"]


def test_noise__is_not_seen_where_there_is_none():
    """In gaps that the rounding cannot have made, in integers, and in data that are told to be exact."""
    assert solve(Dataset(LINE, np.sin(9 * LINE))).rounding_noise is None
    assert solve(Dataset(range(5), [0, 1, 0, 1, 0])).rounding_noise is None
    assert solve(Dataset([0, 1, 2, 3], ["0.1", "0.3", "0.2", "0.5"])).rounding_noise is None
    x, y = ([fmpq(k) for k in range(5)], [fmpq(k * k) for k in range(5)])
    assert count_noise(x, y, [fmpq(2)] * 3, Rounding(2)) is None
    assert count_noise(x, y, [fmpq(1, 50)] * 3, Rounding(2)).gaps == 3


def test_rounding__half_a_unit_of_the_last_decimal():
    assert [Rounding(k).half for k in (None, 1, 9, 10)] == ["", "0.05", "0.0000000005", "5e-11"]
    assert all(2 * Fraction(Rounding(k).half) == Fraction(1, 10**k) for k in (1, 2, 9, 10, 11, 300))


def test_noise__its_remedies_name_the_tolerance():
    """And they work: within half a unit of the last decimal a rounded line needs no knot."""
    x, y = range(30), [f"{k / 3:.2f}" for k in range(30)]
    noise = solve(Dataset(x, y)).rounding_noise
    assert noise.gaps > 3
    assert "--tolerance 0.005 (tolerance=...)" in str(noise)
    assert solve(Dataset(x, y), tolerance="0.005").knots == 0
    assert solve(Dataset(x, y), tolerance="0.003").knots > 0
    floats = solve(Dataset([k / 100 for k in range(101)], [3 * (k / 100) + 1 for k in range(101)]))
    for part in ("--decimals K (decimals=K)", "--tolerance T (tolerance=T)"):
        assert part in str(floats.rounding_noise)
