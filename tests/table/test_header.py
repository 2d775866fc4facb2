import pytest

from sparsest import DataError
from sparsest.table.dialect import Row
from sparsest.table.header import has_header


def said(*entries, told=None, decimal="."):
    return has_header(Row(1, list(entries)), decimal, told, "a file")


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
