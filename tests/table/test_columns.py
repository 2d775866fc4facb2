import pytest

from sparsest import DataError
from sparsest.table.columns import choose_columns, told_columns
from sparsest.table.dialect import Row


def rows(*lines):
    return [Row(k, line.split(",")) for k, line in enumerate(lines, 2)]


THREE = rows("5,1,2", "7,2,3", "6,9,4")


def chosen(names, body=THREE, **options):
    return choose_columns(names and names.split(","), body, len(body[0].entries), options, "a file")


def test_choose_columns__by_default_the_last_is_the_label():
    assert chosen("a,b,c") == ((0, 1), 2, (), ())
    assert chosen(None) == ((0, 1), 2, (), ())


@pytest.mark.parametrize(
    ("options", "x", "y"),
    [
        ({"x": "b"}, (1,), 2),
        ({"x": ["b", "a"]}, (1, 0), 2),
        ({"x": "c", "y": "b"}, (2,), 1),
        ({"y": "a"}, (1, 2), 0),
        ({"x": 2, "y": 1}, (1,), 0),
        ({"x": "3", "y": "b"}, (2,), 1),
    ],
)
def test_choose_columns__told(options, x, y):
    assert chosen("a,b,c", **options) == (x, y, (), ())


@pytest.mark.parametrize(
    ("names", "options", "part"),
    [
        ("a,b,c", {"x": "d"}, "column 'd': no such column; there are 3"),
        ("a,b,c", {"x": 4}, "column '4': no such column"),
        ("a,b,c", {"y": 0}, "column '0'"),
        ("a,b,a", {"x": "a"}, "columns 1, 3 are called so"),
        ("a,1,c", {"x": "1"}, "columns 1, 2 are called so"),
        ("a,b,c", {"x": "a", "y": "a"}, r"column 1 \('a'\) is chosen twice"),
        ("a,b,c", {"x": ["a", "a"]}, "chosen twice"),
        (None, {"x": "a"}, "no names"),
    ],
)
def test_choose_columns__refusals(names, options, part):
    with pytest.raises(DataError, match=part):
        chosen(names, **options)


COUNTED = rows("1,5,7", "2,6,9", "3,8,1")


@pytest.mark.parametrize("name", ["", "rownames", "row.names", "Unnamed: 0", "index", "#", "No."])
def test_choose_columns__row_numbers_are_left_out_and_said(name):
    found = chosen(f"{name},x,y", COUNTED)
    assert (found.x, found.y) == ((1,), 2)
    assert "column 1" in found.notes[0]
    assert "counts the rows, left out" in found.notes[0]
    # Not where they are told, and not where nothing is counted.
    assert chosen(f"{name},x,y", COUNTED, x="1").x == (0,)
    with pytest.raises(DataError, match=r"column 1.*may number the rows"):
        chosen(f"{name},x,y", rows("1,5,7", "1,6,9", "3,8,1"))
    # The label may be the counter, if it is told.
    assert chosen(f"{name},x,y", COUNTED, y="1") == ((1, 2), 0, (), ())


@pytest.mark.parametrize("names", ["t,x,y", None])
@pytest.mark.parametrize("start", [0, 1])
def test_choose_columns__other_counters_are_never_guessed_at(names, start):
    body = rows(*(f"{k + start},{5 - k},{k * k}" for k in range(4)))
    with pytest.raises(
        DataError, match=r"column 1.*may number the rows or hold data; say --x \S+ --y \S+ to leave it out"
    ):
        chosen(names, body)
    # Two rows count nothing; neither do two columns, the counter being the input there.
    assert chosen(names, body[:2]).x == (0, 1)
    assert choose_columns(None, rows("1,5", "2,6", "3,8"), 2, {}, "a file").x == (0,)


def test_choose_columns__row_numbers_of_a_part_are_not_guessed_at():
    with pytest.raises(DataError, match="may number the rows"):
        chosen(",x,y", rows("2,5,7", "5,6,9", "9,8,1"))


def test_choose_columns__empty_columns_without_a_name():
    found = chosen("x,,y", rows("5,,2", "7,,3"))
    assert (found.x, found.y, found.notes) == ((0,), 2, ("column 2, which is empty, left out",))
    assert chosen("x,z,y", rows("5,,2", "7,,3")).x == (0, 1)


def test_choose_columns__what_divides_by_zero_counts_nothing():
    """It is refused later, with its place."""
    assert chosen("id,x,y", rows("1/0,5,7", "2,6,9", "3,8,1")).x == (0, 1)
    assert chosen("id,x,y", rows("1e99999,5,7", "2,6,9", "3,8,1")).x == (0, 1)
    assert chosen("id,x,y", rows("1" * 30 + ",5,7", "2,6,9", "3,8,1")).x == (0, 1)


def test_told_columns__only_numbers_that_are_there():
    assert told_columns({"x": 1, "y": 2}, 2) == [0, 1]
    for options in ({}, {"y": 2}, {"x": "t", "y": 2}, {"x": 0, "y": 1}, {"x": 3, "y": 1}, {"x": "²", "y": 1}):
        assert told_columns(options, 2) is None


def test_choose_columns__what_stands_beside_is_neither_input_nor_label():
    assert chosen("a,b,c", beside=["c"]) == ((0,), 1, (), (2,))
    assert chosen("a,b,c", beside=[1]) == ((1,), 2, (), (0,))
    assert chosen("a,b,c", beside=["b"], x="a") == ((0,), 2, (), (1,))
    for options in ({"beside": ["c"], "y": "c"}, {"beside": ["a"], "x": "a"}, {"beside": ["b", "b"]}):
        with pytest.raises(DataError, match="chosen twice; give each of --x, --y and --tolerance-column its own"):
            chosen("a,b,c", **options)
    with pytest.raises(DataError, match="one column; give an input and a label"):
        chosen("a,b", rows("5,1", "7,2"), beside=["b"])
