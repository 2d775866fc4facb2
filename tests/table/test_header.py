import pytest

from sparsest import DataError
from sparsest.table.dialect import Row
from sparsest.table.header import has_header


def said(*entries, told=None, decimal=".", read=None):
    return has_header(Row(1, list(entries)), decimal, told, "a file", read)


@pytest.mark.parametrize("entries", [("x", "y"), ("", "x", "y"), ("2theta", "I"), ("1/T", "-log10(p)"), ("x", "")])
def test_has_header__names(entries):
    assert said(*entries)


@pytest.mark.parametrize(
    "entries", [("0", "1"), ("0", "NA"), ("2024-01-31", "5"), ("", "1"), ("0", "5%"), ("1.5.2", "0")]
)
def test_has_header__points_whatever_is_wrong_with_them(entries):
    assert not said(*entries)


@pytest.mark.parametrize(
    "entries", [("x", "2024"), ("0 deg", "45 deg"), ("NA", "NA"), ("<2", "x"), ("2024-01-31", "x")]
)
def test_has_header__either_is_refused_unless_told(entries):
    with pytest.raises(DataError, match=r"a file, line 1.*--header or --no-header"):
        said(*entries)
    assert said(*entries, told=True)
    assert not said(*entries, told=False)


def test_has_header__decimal_commas_are_numbers():
    assert not said("0,5", "1,5", decimal=",")


@pytest.mark.parametrize("other", ["2024", "5 mA", "NA", "<2", "2024-01-31", "", "(5)"])
def test_has_header__what_is_not_read_decides_nothing_against_names(other):
    assert said(other, "t", "v", read=[1, 2])
    assert said("v", other, "2theta", read=[2, 0])
    if other:
        with pytest.raises(DataError, match="--header or --no-header"):
            said(other, "t", "v")


@pytest.mark.parametrize(
    "entries",
    [
        ("name", "2019", "2020"),
        ("2019", "closed", "closed"),
        ("2019", "5", "v"),
        ("2019", "NA", "v"),
        ("1", "5 mA", "v"),
    ],
)
def test_has_header__columns_that_are_told_make_no_header_of_a_point_and_no_point_of_a_header(entries):
    with pytest.raises(DataError, match="--header or --no-header"):
        said(*entries, read=[1, 2])


def test_has_header__a_point_beside_missing_numbers_stays_one():
    assert not said("NA", "1", "2", read=[1, 2])
