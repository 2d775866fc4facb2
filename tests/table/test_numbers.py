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
