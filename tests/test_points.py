import io
from collections import UserDict
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.cases.strategies import csv_texts, rationals
from sparsest import DataError, Dataset, UsageError, path, solve, solve_network, thresholds
from sparsest.points import Points


@st.composite
def tables(draw):
    """Draw (x, y) with repeated rows: the label is a function of the row."""
    d = draw(st.integers(1, 3))
    rows = draw(st.lists(st.tuples(*[rationals(max_exponent=3)] * d), min_size=1, max_size=6))
    labels = {row: draw(rationals()) for row in rows}
    return rows, [labels[row] for row in rows]


@given(tables(), st.randoms(use_true_random=False))
def test_points__order_and_repeats_do_not_matter(table, random):
    pairs = list(zip(*table, strict=True)) * 2
    random.shuffle(pairs)
    points = Points([x for x, _ in pairs], [y for _, y in pairs])
    assert points == Points(*table)
    assert hash(points) == hash(Points(*table))
    assert sorted(set(pairs)) == list(zip(points.x, points.y, strict=True))


@given(tables())
def test_points__text_round_trip(table):
    text = "".join(f"{','.join(map(str, (*x, y)))}\n" for x, y in zip(*table, strict=True))
    # Columns are told: whole numbers may be halves of decimal commas, and a column that counts may number the rows.
    d = len(table[0][0])
    how = {"x": list(range(1, d + 1)), "y": d + 1, "header": False, "decimal": "."}
    assert Points.from_csv(io.StringIO(text), **how) == Points(*table)


@given(csv_texts())
def test_points__agree_with_data_sets_in_one_dimension(pair):
    text, _ = pair
    assert Points.from_csv(io.StringIO(text)) == Points.from_dataset(Dataset.from_csv(io.StringIO(text)))


def test_points__arrays_and_mixed_numbers():
    points = Points(np.array([[0.5, 1.0], [0.0, 2.0]]), np.array([1, 2]))
    assert points.x == ((0, 2), (Fraction(1, 2), 1))
    assert points.xbar.tolist() == [list(row) for row in points.lifted]
    assert repr(points) == "<Points: 2 in dimension 2: (0, 2) -> 2, (1/2, 1) -> 1>"
    assert points != Points([["1/2", 1], [0, 2]], [1, 3])
    assert points != "another thing"


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [], "no points"),
        ([[1], [2]], [1], "2 rows and y has 1"),
        ([1, 2], [1, 2], r"entry 0: 1 is not a row"),
        (["12"], [1], "entry 0: '12' is not a row"),
        ([[]], [1], "no inputs"),
        ([[1], [2, 3]], [1, 2], "entry 1: 2 inputs, but entry 0 has 1"),
        ([[1, "a"]], [2], "entry 0, x2: 'a'"),
        ([[1, 2]], [float("nan")], "entry 0, y: nan"),
        ([[True, 2]], [1], "entry 0, x1: True"),
        (np.zeros(3), [1, 2, 3], "not a table"),
        (np.zeros((3, 2, 1)), [1, 2, 3], "not a table"),
        ([[0], [1]], np.zeros((2, 1)), "not one column"),
        ("12", [1], "not a table"),
        ([[0, 1], [2, 2], [0, 1]], [1, 2, 3], r"x = \(0, 1\) has two labels, 1 \(entry 0\) and 3 \(entry 2\)"),
    ],
)
def test_points__errors_say_what_and_where(x, y, message):
    with pytest.raises(DataError, match=message):
        Points(x, y)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["no points"]),
        ("1\n", ["line 1", "one column"]),
        ("1,2,3\n1,2\n", ["line 2", "2 columns", "line 1 has 3"]),
        ("a,b,y\n1,x,3\n", ["line 2", "x2", "'x'"]),
        ("1,2,3\n1,2,4\n", ["(1, 2)", "3 (line 1)", "4 (line 2)"]),
        ("1,2,nan\n", ["line 1", "y", "'nan'"]),
    ],
)
def test_from_csv__errors_name_file_line_and_value(text, parts):
    with pytest.raises(DataError) as caught:
        Points.from_csv(io.StringIO(text), "points.csv")
    assert all(part in str(caught.value) for part in ["points.csv", *parts]), str(caught.value)


def test_from_csv__files(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,y\n0.1,1/3,2\n")
    assert Points.from_csv(path).x == ((Fraction(1, 10), Fraction(1, 3)),)
    assert Points.from_csv(str(path)).y == (2,)


@pytest.mark.parametrize("use", [solve_network, thresholds])
def test_check_points__what_are_none(use):
    with pytest.raises(UsageError, match=r"list are no points; make some: sparsest.Points\(x, y\)"):
        use([[1], [2]])
    with pytest.raises(UsageError, match="from_dataset"):
        use(Dataset([1, 2], [1, 2]))
    for wrap in (solve, path):
        with pytest.raises(UsageError, match=r"list is no data set; make one: sparsest.Dataset\(x, y\)"):
            wrap([1, 2, 3])
    with pytest.raises(UsageError, match="Dataset"):
        solve([1, 2, 3], [1, 3, 2])


@pytest.mark.parametrize(
    "x", [{1: 2}, {1, 2}, 5, None, "12", b"12", (k for k in (1, 2)), np.array(3)], ids=lambda x: type(x).__name__
)
def test_objects__that_are_no_sequences(x):
    for make in (
        lambda: Dataset(x, [1, 2]),
        lambda: Dataset([1, 2], x),
        lambda: Points([[1], [2]], x),
        lambda: Points(x, [1]),
    ):
        with pytest.raises(DataError, match=r"is not (one column|a table)"):
            make()


UNORDERED = [{0: 5}, UserDict({0: 5}), MappingProxyType({0: 5}), {0}, "0", bytearray(b"0"), memoryview(b"0"), list[int]]


@pytest.mark.parametrize("values", UNORDERED, ids=lambda values: type(values).__name__)
def test_points__what_has_no_order_or_other_entries_than_it_seems(values):
    with pytest.raises(DataError, match="x is not a table"):
        Points(values, [1])
    with pytest.raises(DataError, match="is not a row of numbers"):
        Points([values], [1])
    with pytest.raises(DataError, match="y is not one column"):
        Points([[1]], values)


@pytest.mark.parametrize("seconds", ["a", True, float("nan"), float("inf"), 0, -1, 10**400, [1]])
def test_seconds__are_a_positive_number(seconds):
    points = Points([[0], [1], [2]], [0, 1, 0])
    for call in (lambda: solve_network(points, "0", seconds=seconds), lambda: thresholds(points, seconds=seconds)):
        with pytest.raises(UsageError, match=r"seconds = .* give a positive time"):
            call()
