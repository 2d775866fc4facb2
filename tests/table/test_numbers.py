import io

import pytest
from flint import fmpq

from sparsest import DataError
from sparsest.table import read_table


def read(text, **options):
    return read_table(io.StringIO(text), "a file", **options)


def test_label_decimals__equal_lengths_and_printed_floats():
    assert read("0,0.10\n1,1.25\n").label_decimals == 2
    assert read("0;0,10\n1;1,25\n").label_decimals == 2
    assert read("0,1\n1,2\n").label_decimals is None
    assert read("0,0.1\n1,1.25\n").label_decimals is None
    assert [read(f"0,0.1\n1,{label}\n").floats for label in ("1.25", "0.30000000000000004", "1e-3")] == [
        False,
        True,
        False,
    ]


def test_places__only_what_is_chosen_must_be_a_number():
    table = read("n,x,y\nlow,0,1\nhigh,1,2\n", x="x")
    assert (table.x, table.names, table.places[1]) == ([[0], [1]], ("x", "y"), "line 3")
    with pytest.raises(DataError, match=r"line 2, x \('n'\): 'low'"):
        read("n,y\nlow,1\n0,2\n", header=True)


def test_missing__all_of_them():
    with pytest.raises(DataError, match="every line lacks a number"):
        read("x,y\nNA,1\n1,NA\n", missing="drop")


def test_dates__of_several_inputs_and_wrong_ones():
    table = read("a,b,y\n2024-01-01,2023-01-01,1\n2024-01-03,2023-01-01T12:00:00,2\n", dates=True)
    assert table.x[1] == [2, fmpq(1, 2)]
    assert table.notes == ("x1 is in days since 2024-01-01", "x2 is in days since 2023-01-01")
    with pytest.raises(DataError, match=r"line 3, x: '31.1.2024' is no ISO 8601 date"):
        read("x,y\n2024-01-01,1\n31.1.2024,2\n", dates=True)
    with pytest.raises(DataError, match=r"column 1: a date beside a time cannot be compared"):
        read("x,y\n2024-01-01,1\n00:00,2\n", dates=True)
    with pytest.raises(DataError, match=r"line 2, y: '2024-01-01' is a date or a time, not a number$"):
        read("x,y\n1,2024-01-01\n2,3\n")


def test_a_misprint_among_text_is_called_by_its_name():
    """A last line with a misprint is no footer, and a column of numbers with one word is no column of text."""
    with pytest.raises(DataError, match="line 4, y: '5%' has a percent sign"):
        read("x,y\n0,1\n1,2\n2,5%\n")
    with pytest.raises(DataError, match=r"line 3, x: 'abc' is not a finite number.*--skip 3"):
        read("x,y\n0,1\nabc,2\n2,5\n")


def test_beside__numbers_that_may_be_infinite():
    table = read("x,y,e\n0,1,1/3\n1,2, inf\n2,3,Infinity\n3,4,0.10\n", beside=["e"])
    assert (table.x, table.y) == ([[0], [1], [2], [3]], [1, 2, 3, 4])
    assert table.beside == [[fmpq(1, 3), None, None, fmpq(1, 10)]]
    assert read("0;1;0,5\n1;2;0,7\n", beside=3).beside == [[fmpq(1, 2), fmpq(7, 10)]]
    assert read("# x y e\n0 1 2\n1 2 3\n", beside="e").beside == [[2, 3]]
    assert read("0,1\n").beside == []
    # Labels are never infinite.
    with pytest.raises(DataError, match="infinite"):
        read("x,y,e\n0,inf,1\n", beside=["e"])


@pytest.mark.parametrize("entry", ["NA", "wide", "-inf", "5%", ""])
def test_beside__what_is_no_number(entry):
    with pytest.raises(DataError, match=r"line 3, column 3 \('e'\)"):
        read(f"x,y,e\n0,1,2\n1,2,{entry}\n", beside=["e"])


def test_beside__points_that_lack_it_can_be_left_out():
    table = read("x,y,e\n0,1,2\n1,2,NA\n2,3,inf\n", beside=["e"], missing="drop")
    assert (table.x, table.beside) == ([[0], [2]], [[2, None]])
