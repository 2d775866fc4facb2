from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest import DataError
from sparsest.exact.rationals import as_fraction
from sparsest.table.dates import days_since_first, parse_moment, shown_after, shown_moment

DAY = timedelta(days=1)


def days(*texts):
    return [as_fraction(day) for day in days_since_first([parse_moment(text) for text in texts])[0]]


@given(st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), min_size=1, max_size=5))
def test_days__agree_with_the_calendar_of_the_standard_library(moments):
    first = min(moments)
    exact = [Fraction((moment - first) // timedelta(microseconds=1), 86_400 * 10**6) for moment in moments]
    assert days(*(moment.isoformat() for moment in moments)) == exact
    assert days(*(moment.isoformat(" ") for moment in moments)) == exact
    assert shown_moment(parse_moment(first.isoformat())) in (first.isoformat(), first.date().isoformat())


def test_days__of_dates_weeks_zones_and_long_fractions():
    assert days("2024-02-28", "2024-03-01", "2023-02-28") == [365, 367, 0]
    assert days("2024-W01-1", "2024-01-02") == [0, 1]
    assert days("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+06:00") == [Fraction(1, 4), 0]
    assert days("00:00:00", "00:00:00." + "0" * 40 + "1") == [0, Fraction(1, 86_400 * 10**41)]
    assert days("00:00", "23:59:59") == [0, Fraction(86_399, 86_400)]
    assert days("20240101T120000", "2024-01-02T00:00") == [0, Fraction(1, 2)]
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert shown_moment(parse_moment(at.isoformat())) == "2024-05-06T07:08:09Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "31.1.2024",
        "1/31/2024",
        "24:00:01",
        "12:60",
        "2024-01-01T",
        "now",
        "T",
        "01:30.5",
    ],
)
def test_parse_moment__refuses_what_is_no_moment(text):
    with pytest.raises(DataError, match="is no"):
        parse_moment(text)


@pytest.mark.parametrize("other", ["12:00:00", "2024-01-01T00:00:00Z"])
def test_days__forms_that_cannot_be_compared(other):
    with pytest.raises(DataError, match="cannot be compared"):
        days("2024-01-01", other)


def test_shown_after__rounds_to_the_second_and_ends_with_the_calendar():
    noon = parse_moment("2024-02-28T12:00:00Z")
    assert shown_after(noon, fmpq(1, 3)) == "2024-02-28T20:00:00Z"
    assert shown_after(noon, fmpq(1, 86_400 * 3)) == "2024-02-28T12:00:00Z"
    assert shown_after(parse_moment("00:00"), fmpq(1, 86_400)) == "00:00:01"
    assert [shown_after(noon, fmpq(days)) for days in (-(10**7), 10**7)] == ["", ""]
