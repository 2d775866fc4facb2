"""Decimals of exact numbers against the standard library's `decimal`, which shares no code with them."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import example, given
from hypothesis import strategies as st

from sparsest import UsageError
from sparsest.exact.decimals import (
    binary_exponent,
    cut_text,
    decimal_exponent,
    first_few,
    format_bounds,
    format_decimal,
    format_enclosure,
    format_exponent,
    format_short,
    nearest_float,
    scaled_bounds,
    shortest_decimal,
)

WIDE = st.builds(
    lambda n, d, e: Fraction(n, d) * Fraction(10) ** e,
    st.integers(-(10**25), 10**25),
    st.integers(1, 10**25),
    st.integers(-450, 450),
)
TINY, HUGE = Fraction(1, 10**400), Fraction(10**400)


def rounded(value, digits):
    """Divide once, correctly rounded, in the standard library's decimal arithmetic."""
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-(10**6), Emax=10**6)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


@given(WIDE, st.integers(1, 40))
@example(Fraction(999_996, 10), 5)
@example(Fraction(5, 10**401), 1)
@example(Fraction(25, 1000), 1)
@example(Fraction(10**17 - 1), 17)
@example(Fraction(10**17), 17)
@example(Fraction(1, 10**5), 3)
@example(Fraction(99_999, 10**10), 3)
def test_format_decimal__is_the_nearest_decimal(value, digits):
    text = format_decimal(value, digits)
    assert Decimal(text) == rounded(value, digits)
    assert format_decimal(fmpq(value.numerator, value.denominator), digits) == text
    assert (Decimal(text) == 0) == (value == 0)


def test_format_decimal__layout_and_length():
    texts = [format_decimal(Fraction(10) ** e * 12, 3) for e in (-400, -7, -6, 0, 15, 16, 400)]
    assert texts == ["1.2e-399", "1.2e-6", "0.000012", "12", "12000000000000000", "1.2e17", "1.2e401"]
    assert format_decimal(-TINY) == "-1e-400"
    assert format_decimal(0) == "0"
    assert format_decimal(Fraction(1, 3), 6000) == "0." + "3" * 6000
    assert format_decimal(10**6000 + 1, 5) == "1e6000"
    for digits in (0, 100_001):
        with pytest.raises(UsageError, match="digits"):
            format_decimal(1, digits)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(2.2250738585072014e-308)
@example(1.7976931348623157e308)
@example(1e16)
def test_shortest_decimal__reads_back_and_no_shorter_one_does(value):
    exact = Fraction(value)
    text = shortest_decimal(exact)
    assert float(text) == value
    if abs(value) >= 2.3e-308:
        digits = len(Decimal(text).normalize().as_tuple().digits)
        assert digits == len(Decimal(repr(value)).normalize().as_tuple().digits)
        assert digits == 1 or float(format_decimal(exact, digits - 1)) != value


@given(WIDE)
def test_shortest_decimal__of_any_number_reads_back_as_its_nearest_float(value):
    number = fmpq(value.numerator, value.denominator)
    text, near = shortest_decimal(value), nearest_float(number)
    if near is None or 0 < abs(value) < Fraction(1, 2**1022):
        assert Decimal(text) == rounded(value, 17)
    else:
        assert float(text) == near
    assert (Decimal(text) == 0) == (value == 0)


@given(WIDE.map(abs), WIDE.map(abs), st.integers(1, 30))
@example(Fraction(0), TINY, 5)
@example(TINY, TINY, 5)
@example(Fraction(0), Fraction(0), 5)
@example(TINY, HUGE, 3)
def test_format_enclosure__encloses_and_has_significant_digits(first, second, digits):
    low, high = min(first, second), max(first, second)
    texts = format_enclosure(low, high, digits)
    down, up = map(Fraction, texts)
    assert down <= low <= high <= up
    least = low or high
    assert high == 0 or (low - down < least * Fraction(10) ** (1 - digits) and up > 0)
    if low:
        assert sum(c.isdigit() for c in texts[0].partition("e")[0].lstrip("0.")) >= digits or down == low


def test_format_enclosure__one_number():
    assert format_enclosure(Fraction(1, 4), Fraction(1, 4), 9) == ("0.25", "0.25")
    assert format_enclosure(3 * TINY, 4 * TINY, 3) == ("3.00e-400", "4.00e-400")
    with pytest.raises(UsageError, match="digits"):
        format_enclosure(TINY, TINY, 0)


def test_format_short__exact_or_about():
    assert format_short(Fraction(-22, 7)) == "-22/7"
    assert format_short(TINY * Fraction(1, 3)) == "about 3.33333333333e-401"
    assert format_short(10**28) == "about 1e28"
    assert format_short(10**27) == str(10**27)
    assert len(format_short(-(10**9000) + 7)) <= 30
    assert format_short(Fraction(123456789, 7), width=8) == "about 17636684.1429"


def test_cut_text__never_longer_than_told_and_says_so():
    for size in (5, 28, 29, 60, 5000):
        text = cut_text("7" * size, 28)
        assert len(text) <= max(28, 36)
        assert (text == "7" * size) == (size <= 28)
    assert "5000 characters" in cut_text("7" * 5000)


@given(WIDE.filter(bool))
def test_binary_exponent__is_within_one(value):
    e = binary_exponent(fmpq(value.numerator, value.denominator))
    assert Fraction(2) ** (e - 1) < abs(value) < Fraction(2) ** (e + 1)


def test_format_exponent__near_the_ends_is_neither_0_nor_1():
    assert format_exponent(Fraction(1, 10**400)) == "1e-400"
    assert format_exponent(1 - Fraction(1, 10**400)) == "1 - 1e-400"
    assert (format_exponent(Fraction(0)), format_exponent(Fraction(1))) == ("0", "1")


def test_first_few__as_many_as_there_is_room_for():
    parts = ["a" * 10, "b" * 10, "c" * 10]
    assert first_few(parts, 3, 36) == ", ".join(parts)
    assert first_few(parts, 3, 35) == ", ".join([*parts[:2], "..."])
    assert first_few(parts, 4, 99) == ", ".join([*parts, "..."])


@given(WIDE.filter(bool))
@example(Fraction(10**400))
@example(Fraction(10**400 - 1, 10**400))
def test_decimal_exponent__brackets_the_number(value):
    e = decimal_exponent(fmpq(value.numerator, value.denominator))
    assert Fraction(10) ** e <= abs(value) < Fraction(10) ** (e + 1)


@given(st.fractions(0, 50), st.fractions(0, 1), st.integers(0, 40), st.integers(1, 12))
def test_format_bounds__enclose_with_as_many_digits_as_are_asked_for(low, width, shrink, digits):
    low, high = low / 10**shrink, (low + width) / 10**shrink
    least = low or high
    texts = format_bounds(low, high, digits)
    down, up = map(Fraction, texts)
    assert down <= low <= high <= up
    assert "e" not in "".join(texts)
    # One unit of the last digit on each side at most, and that is the digit asked for.
    unit = Fraction(1, 10**digits) if not least else min(Fraction(1), 10 * least) / 10**digits
    assert low - down <= unit
    assert up - high <= unit
    if down != up:
        places = [len(text.partition(".")[2]) for text in texts]
        assert places[0] == places[1] >= digits


def test_scaled_bounds__keeps_signs_and_whole_numbers():
    assert scaled_bounds(3, -1, 1) == ("-0.001", "0.001")
    assert scaled_bounds(0, 100, 100) == ("100", "100")
    assert scaled_bounds(0, 0, 1) == ("0", "1")
    assert scaled_bounds(2, 100, 100) == ("1", "1")
