"""Rounding to floats: against the neighbours of what comes out, compared exactly."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest.errors import UsageError
from sparsest.exact.decimals import nearest_float
from sparsest.interchange.floats import FLOATS, as_float, float_kind, nearest_in, two_to, unit_of
from tests.interchange.functions import exact

wide = st.one_of(
    st.fractions(), st.floats(allow_nan=False, allow_infinity=False).map(Fraction),
    st.builds(lambda a, k: Fraction(a) * Fraction(2) ** k, st.fractions(1, 2), st.integers(-160, 140)),
)  # fmt: skip


def is_nearest(value, rounded, dtype):
    """Say whether no float is nearer, and of two as near the one with an even significand was taken."""
    here = dtype(float(rounded))
    if Fraction(float(here)) != rounded:
        return False
    with np.errstate(over="ignore"):
        others = [np.nextafter(here, dtype(end)) for end in (-np.inf, np.inf)]
    for other in others:
        if not np.isfinite(other):
            continue
        near, far = abs(rounded - value), abs(Fraction(float(other)) - value)
        even = here.view(f"u{here.nbytes}") % 2 == 0
        if far < near or (far == near and not even):
            return False
    return True


@pytest.mark.parametrize(("bits", "dtype"), [(64, np.float64), (32, np.float32), (16, np.float16)])
@given(value=wide)
@example(value=Fraction(1) + Fraction(1, 2**24) + Fraction(1, 2**60))
@example(value=Fraction(1, 2**25))
@example(value=Fraction(2049))
@example(value=Fraction(2051))
def test_nearest_in__no_float_is_nearer(bits, dtype, value):
    found = nearest_in(FLOATS[bits], fmpq(value.numerator, value.denominator))
    if found is None:
        assert abs(value) > Fraction(float(np.finfo(dtype).max))
    else:
        assert is_nearest(value, exact(found), dtype)


@given(wide)
def test_nearest_in__is_pythons_for_doubles(value):
    found = nearest_in(FLOATS[64], fmpq(value.numerator, value.denominator))
    assert (None if found is None else as_float(found)) == nearest_float(fmpq(value.numerator, value.denominator))


def test_nearest_in__where_rounding_twice_goes_wrong():
    value = fmpq(1) + two_to(-24) + two_to(-60)
    assert nearest_in(FLOATS[32], value) == 1 + two_to(-23)
    assert np.float32(float(exact(value))) == 1  # by way of float64 it becomes a tie, and then even
    assert not is_nearest(exact(value), Fraction(1), np.float32)


@pytest.mark.parametrize("bits", FLOATS)
def test_nearest_in__the_last_number_below_infinity(bits):
    kind = FLOATS[bits]
    largest = two_to(kind.top) - two_to(kind.top - kind.precision)
    half = two_to(kind.top - kind.precision - 1)
    assert nearest_in(kind, largest) == largest
    assert nearest_in(kind, largest + half) is None
    assert nearest_in(kind, -largest - half) is None
    assert nearest_in(kind, largest + half - fmpq(1, 10**9)) == largest


@pytest.mark.parametrize(("bits", "dtype"), [(64, np.float64), (32, np.float32), (16, np.float16)])
def test_unit_of__is_numpys_spacing(bits, dtype):
    for value in (1.0, 1.5, 2.0, 0.0, 6e-5, 3e-8, 1000.0):
        x = dtype(value)
        assert as_float(unit_of(FLOATS[bits], fmpq(*float(x).as_integer_ratio()))) == float(np.spacing(x))


@pytest.mark.parametrize("bits", [8, "16", None])
def test_float_kind__other_bits(bits):
    with pytest.raises(UsageError, match="64, 32 or 16"):
        float_kind(bits)
