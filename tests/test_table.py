"""Wrong tables are tested where users meet them: tests/test_data.py and tests/test_points.py."""

import io

import pytest

from sparsest import DataError
from sparsest.table import read_table


def test_read_table__places_survive_headers_and_blank_lines():
    lines, name = read_table(io.StringIO("a,b,c\n\n1,2,3\n,,\n4,5,6\n"), "some text")
    assert name == "some text"
    assert [(line.entries[0], line.place) for line in lines] == [("1", "line 3"), ("4", "line 5")]


def test_read_table__only_the_first_line_is_a_header():
    lines, _ = read_table(io.StringIO("1,2\na,b\n"))
    assert [line.entries for line in lines] == [["1", "2"], ["a", "b"]]


def test_read_table__unequal_lines_name_both():
    with pytest.raises(DataError, match="the text, line 3: 3 columns, but line 1 has 2"):
        read_table(io.StringIO("1,2\n3,4\n5,6,7\n"))
