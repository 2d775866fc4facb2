import csv

import pytest

from sparsest import DataError
from sparsest.table.dialect import PLAIN, Dialect, Row, Rows, find_dialect, split, text_lines


def found(text, **options):
    return find_dialect(text.split("\n"), options, "a file")


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("x,y\n0,1\n2,3", PLAIN),
        ("x, y\n0, 1\n2, 3", PLAIN),
        ("0;1\n2;3", (";", ".")),
        ("0;1,5\n2;3", (";", ",")),
        ("0; 1,5\n2; 3", (";", ",")),
        ("0\t1,5\n2\t3", ("\t", ",")),
        ("0\t1\n2\t3", ("\t", ".")),
        ("0 \t 1\n2 \t 3", ("\t", ".")),
        ("0   1\n2 3", (" ", ".")),
        ("0 1,5\n2 3,5", (" ", ",")),
        ("2024-01-01 12:00:00,5\n2024-01-01 13:00:00,6", PLAIN),
        ("2024-01-01 12:00:00;5,5\n2024-01-01 13:00:00;6", (";", ",")),
        ("0 V,1 mA\n1 V,2 mA", PLAIN),
        ("1/2|2\n1/3|4", ("|", ".")),
        ("", PLAIN),
        ("nonsense", PLAIN),
        ("x,y\n0,1", PLAIN),
    ],
)
def test_find_dialect__the_only_one_that_is_possible(text, dialect):
    assert found(text) == dialect


def test_find_dialect__told():
    assert found("0:1\n2:3", delimiter=":") == (":", ".")
    assert found("0:1,5\n2:3,5", delimiter=":") == (":", ",")
    assert found("0;1\n2;3", decimal=",") == (";", ",")
    assert found("0;1\n2;3", delimiter=",", decimal=".") == PLAIN


def test_find_dialect__two_are_refused():
    with pytest.raises(
        DataError, match=r"a file: can be read in 2 ways \(delimiter comma; or delimiter blanks, decimal"
    ):
        found("a 1,5\nb 2,6")


@pytest.mark.parametrize("text", ["0,5,1,5\n1,0,2,5", "x,y\n0,5,1,5", "0,5,1,-5\n0,5,1,5"])
def test_find_dialect__decimal_commas_in_comma_separated_text(text):
    if "-" in text:
        # No number has a sign in its middle.
        assert found(text) == PLAIN
    else:
        with pytest.raises(DataError, match=r"decimal commas; say --decimal . or --decimal ,"):
            found(text)
    assert found(text, decimal=".") == PLAIN
    assert found("a,b,c,d\n0,5,1,5\n1,0,2,5") == PLAIN


def test_split__lines_keep_their_numbers_whatever_is_blank():
    rows = list(split(text_lines('a,b\r\n\r\n,,\r"1\n2",3\n4,5'), PLAIN))
    assert rows == [(1, ["a", "b"]), (3, ["", "", ""]), (4, ["1\n2", "3"]), (6, ["4", "5"])]
    with pytest.raises(csv.Error):
        list(split(['"1,2\n'], PLAIN))
    assert list(split(["\t1 \t 2\n"], Dialect(" ", "."))) == [(1, ["1", "2"])]


def test_rows__are_what_a_list_of_them_is():
    given = [Row(1, ["a", "b"]), Row(4, ["0", ""]), Row(5, ["2", "\u22123"])]
    rows = Rows(given)
    assert (list(rows), len(rows), rows[-1], rows.index(given[1])) == (given, 3, given[2], 1)
    for part in (slice(1, None), slice(None, 1), slice(0, 3, 2), slice(3, None)):
        assert list(rows[part]) == given[part]
        assert rows[part].column(1) == [row.entries[1] for row in given[part]]
        assert list(rows[part].lines) == [row.line for row in given[part]]
    assert list(rows[1:][1:]) == given[2:]
    with pytest.raises(IndexError):
        rows[1:][2]
    uneven = Rows([*given, Row(6, ["7"])])
    assert (uneven.widths, uneven.column(0)) == ({2: 3, 1: 1}, ["a", "0", "2", "7"])
