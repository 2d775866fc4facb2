import io
from collections import ChainMap, UserDict
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import csv_texts, data_sets, float_data_sets
from sparsest import DataError, Dataset, Points, UsageError, solve


def read(text, name="points.csv"):
    return Dataset.from_csv(io.StringIO(text), name)


@given(csv_texts())
def test_from_csv__reads_exactly(pair):
    text, (x, y) = pair
    data = read(text)
    assert (data.x, data.y) == (tuple(x), tuple(y))


@given(float_data_sets())
def test_floats__are_the_dyadics_that_they_are(points):
    x, y = points
    data = Dataset(np.array([float(v) for v in x]), np.array([float(v) for v in y]))
    assert (data.x, data.y) == (tuple(x), tuple(y))


@given(data_sets(), st.randoms(use_true_random=False))
def test_dataset__order_and_repeats_do_not_matter(points, random):
    pairs = list(zip(*points, strict=True)) * 2
    random.shuffle(pairs)
    data = Dataset([x for x, _ in pairs], [y for _, y in pairs])
    assert data == Dataset(*points)
    assert hash(data) == hash(Dataset(*points))
    assert len(data) == len(points[0])


def test_dataset__mixed_kinds_of_numbers():
    data = Dataset([1, "1/2", Decimal("0.25"), 0.125, np.int64(0)], [Fraction(1, 3), "1e-1", 2, np.float32(0.5), "-7"])
    assert data.x == (0, Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), 1)
    assert data.y == (-7, Fraction(1, 2), 2, Fraction(1, 10), Fraction(1, 3))
    assert repr(data) == "<Dataset of 5 points: (0, -7), (1/8, 1/2), (1/4, 2), ...>"
    assert data != "another thing"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["points.csv", "no points"]),
        ("x,y\n", ["no points"]),
        ("1,2\n3\n", ["line 2", "one column", "'3'"]),
        ("1,2,3\n", ["line 1", "3 columns"]),
        ("1,2\n\n3,4,5\n", ["line 3", "3 columns"]),
        ("1,2\n1,3\n", ["x = 1", "2 (line 1)", "3 (line 2)"]),
        ("1,nan\n", ["line 1", "'nan'"]),
        ("nan,nan\n1,2\n", ["line 1", "'nan'"]),
        ("x,y\n1,1/0\n", ["line 2", "'1/0'", "zero"]),
        ("1,1e999999999\n", ["line 1", "'1e999999999'", "limit"]),
        ("1,2\nx,y\n", ["line 2", "'x'"]),
        ("1.5.2,0\n", ["line 1", "'1.5.2'"]),
        ('"1,2\n', ["line 1", "quotation mark"]),
        ("1,\n", ["line 1", "''"]),
        ("x,y,z\n1,2\n", ["line 2", "2 columns", "line 1 has 3"]),
        ("x,y,z\n1,2,3\n", ["line 2", "3 columns", "Points.from_csv"]),
        ("1,2\n" + "9" * 140_000 + ",1\n", ["line 2"]),
    ],
)
def test_from_csv__errors_name_file_line_and_value(text, parts):
    with pytest.raises(DataError) as caught:
        read(text)
    message = str(caught.value)
    assert all(part in message for part in ["points.csv", *parts]), message
    assert len(message) < 300


def test_from_csv__files(tmp_path):
    path = tmp_path / "some points.csv"
    path.write_bytes(b"\xef\xbb\xbfyear,flow\r\n1871, 1120\r\n\r\n1872,1160\r\n")
    assert Dataset.from_csv(path).x == (1871, 1872)
    path.write_bytes(b"1,2\n\xff\xfe,3\n")
    with pytest.raises(DataError, match=r"some points\.csv.*UTF-8"):
        Dataset.from_csv(str(path))
    with pytest.raises(FileNotFoundError):
        Dataset.from_csv(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2], [1], "2 entries and y has 1"),
        ([], [], "no points"),
        ([1, float("nan")], [1, 2], r"entry 1, x: nan"),
        ([1, 2], ["a", 2], r"entry 0, y: 'a'"),
        (np.zeros((2, 1)), [1, 2], "not one column"),
        ("12", "34", "not one column"),
        ([0, 0], [1, 2], r"x = 0 has two labels, 1 \(entry 0\) and 2 \(entry 1\)"),
    ],
)
def test_dataset__errors_say_what_and_where(x, y, message):
    with pytest.raises(DataError, match=message):
        Dataset(x, y)


def test_dataset__places_are_named_in_errors_and_are_as_many_as_the_points():
    with pytest.raises(DataError, match=r"1 \(line 7\) and 2 \(line 9\)"):
        Dataset([3, 4, 3], [1, 0, 2], places=["line 7", "line 8", "line 9"])
    with pytest.raises(DataError, match="2 points and 1 places; give a place for each"):
        Dataset([0, 1], [0, 1], places=["line 1"])


@settings(max_examples=400)
@given(st.text(alphabet=st.sampled_from("0123456789,.-+/eE \n\r\"'nxaif;\x00\u00e9"), max_size=60))
def test_from_csv__fuzz_reads_or_refuses(text):
    try:
        data = read(text)
    except DataError:
        return
    assert len(data) >= 1
    assert all(a < b for a, b in pairwise(data.x))


UNORDERED = [{0: 5, 1: 6}, UserDict({0: 5, 1: 6}), ChainMap({0: 5, 1: 6}), MappingProxyType({0: 5, 1: 6}), {0, 1},
             frozenset({0, 1}), "01", b"01", bytearray(b"01"), memoryview(b"01"), list[int], list,
             iter([0, 1])]  # fmt: skip


@pytest.mark.parametrize("values", UNORDERED, ids=lambda values: type(values).__name__)
def test_data__what_has_no_order_or_other_entries_than_it_seems(values):
    """Of a mapping the keys were read, of bytes their codes: 48 and 49."""
    with pytest.raises(DataError, match="x is not one column of numbers"):
        Dataset(values, [1, 2])
    with pytest.raises(DataError, match="y is not one column of numbers"):
        Dataset([1, 2], values)
    with pytest.raises(DataError, match="gaps is not one column of numbers"):
        Dataset.from_gaps(values)


@pytest.mark.parametrize("long", [Fraction(10**5000, 3), Fraction(1, 10**5000)])
def test_data__numbers_longer_than_python_prints(long):
    with pytest.raises(DataError, match=r"entry 0, x: .* needs more than 1000 digits"):
        Dataset([long, 1], [1, 2])
    data = Dataset([0, 1, 2], [0, 1, 0])
    for call in (lambda: solve(data, long), lambda: solve(data, "1/2").spline(long)):
        with pytest.raises((DataError, UsageError), match="1000 digits"):
            call()


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        (None, {}, "None is no file"),
        (5, {}, "5 is no file"),
        (b"path", {}, "b'path' is no file"),
        (["1,2"], {}, r"\['1,2'\] is no file"),
        ("a\0b", {}, "is the name of no file"),
        (io.StringIO("0,1\n"), {"x": 1.5}, "x = 1.5"),
        (io.StringIO("0,1\n"), {"x": {1}}, r"x = \{1\}"),
        (io.StringIO("0,1\n"), {"x": iter([1])}, "x = <list_iterator"),
        (io.StringIO("0,1\n"), {"x": True}, "x = True"),
        (io.StringIO("0,1\n"), {"y": [2]}, r"y = \[2\]"),
        (io.StringIO("0,1\n"), {"skip": 1.0}, "skip 1.0"),
        (io.StringIO("0,1\n"), {"skip": {1}}, r"skip \{1\}"),
        (io.StringIO("0,1\n"), {"delimiter": 5}, "delimiter 5"),
        (io.StringIO("0,1\n"), {"comment": 5}, "comment mark 5"),
        (io.StringIO("0,1\n"), {"dates": "yes"}, "dates = 'yes'"),
    ],
)
def test_from_csv__sources_and_options_of_another_kind(source, options, message):
    with pytest.raises(UsageError, match=message):
        Dataset.from_csv(source, **options)


@pytest.mark.parametrize("x", [np.int64(2), [np.int64(2)], np.array([2]), (2,), "2"])
def test_from_csv__columns_by_numbers_of_any_kind(x):
    assert Dataset.from_csv(io.StringIO("9,0,1\n8,1,3\n"), x=x, y=np.int8(3)).x == (0, 1)


def test_ties__gates_are_for_a_tolerance_only():
    data = Dataset([0, 1, 0], [1, 2, 3], ties="gates")
    assert data.y == (2, 2)
    with pytest.raises(DataError, match=r"x = 0 has two labels, 1 \(entry 0\) and 3 \(entry 2\)"):
        solve(data)
    with pytest.raises(DataError, match="two labels"):
        Points.from_dataset(data)
    Dataset([0, 1, 0], [1, 2, 1], ties="gates").check_labels()
    with pytest.raises(UsageError, match="ties = 'gates': use one of"):
        Points([[0]], [1], ties="gates")


def test_rows__keep_the_order_in_which_they_were_given():
    data = Dataset([2, 0, 1], [20, 0, 10])
    assert (list(data.rows.points), list(data.rows.labels)) == ([2, 0, 1], [20, 0, 10])
    plain = Dataset([0, 1], [3, 4])
    assert (plain.rows.points, plain.rows.labels) == (range(2), (3, 4))


def test_beside__tolerances_of_a_table_go_with_its_rows():
    text = "x,y,e\n2,0,1\n0,0,inf\n1,3,1/2\n1,2,1\n"
    data = Dataset.from_csv(io.StringIO(text), beside=["e"], ties="gates")
    assert data.beside == [[1, None, fmpq(1, 2), 1]]
    assert solve(data, tolerance=data.beside[0]).tolerances == (1, None, Fraction(1, 2), 1)
    assert Dataset.from_csv(io.StringIO("0,1\n")).beside == []
    assert Dataset([0], [1]).beside == ()
