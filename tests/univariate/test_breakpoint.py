from fractions import Fraction

import pytest

from sparsest import Dataset, UndecidedError, UsageError, path
from sparsest.univariate.breakpoint import Breakpoint

FOUR = Dataset.from_gaps([1, 100, 100, 1])


@pytest.mark.parametrize("digits", [1, 17, 60])
def test_enclosure__is_as_narrow_as_told_and_shrinks(digits):
    low, high = path(FOUR).breakpoints[0].enclosure(digits)
    assert 0 < low <= high < low + low / 10**digits
    assert low < Fraction(1807173637058174, 10**16)


@pytest.mark.parametrize("gaps", [[1, 100, 100, 1], [1, 3, 4, 1], [8, 4, 71, 19, 24], ["1/100", 1, 1, "1/100"]])
def test_enclosure__does_not_depend_on_what_was_asked_before(gaps):
    fresh, asked, mirrored = (path(Dataset.from_gaps(g)).breakpoints[0] for g in (gaps, gaps, gaps[::-1]))
    wide, narrow = fresh.enclosure(20), asked.enclosure(40)
    assert asked.bracket != fresh.bracket  # more is known of it now: the present bracket is no answer
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
    assert narrow != wide == asked.enclosure(20) == mirrored.enclosure(20)
    assert fresh.enclosure(40) == narrow == mirrored.enclosure(40)


def test_enclosure__refuses_digits_out_of_range():
    for digits in (0, 10_001):
        with pytest.raises(UsageError, match="digits"):
            path(FOUR).breakpoints[0].enclosure(digits)


def test_place__of_a_breakpoint_that_cannot_be_refined(monkeypatch):
    point = path(FOUR).breakpoints[0]

    def give_up(*_):
        raise UndecidedError("cap")

    monkeypatch.setattr(Breakpoint, "enclosure", give_up)
    assert repr(point).startswith("<Breakpoint in [")
    with pytest.raises(UndecidedError):
        point.enclosure()


def test_decimals__enclose_the_point_within_a_unit_of_the_last_place():
    point = path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0]
    for digits in (1, 6, 40):
        low, high = map(Fraction, point.decimals(digits))
        exact = point.enclosure(digits + 10)
        assert low <= exact[0] <= exact[1] <= high <= low + Fraction(2, 10**digits)
