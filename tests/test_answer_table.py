"""The table read back by the standard library's csv and Fraction, and evaluated as its description says."""

import csv
import io
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofs_check.cases.strategies import rationals
from sparsest import Dataset, Points, Spline, UsageError, path, solve, solve_network, staircase
from sparsest.answer_table import answer_table

points = st.lists(st.tuples(rationals(), rationals()), min_size=1, max_size=9, unique_by=lambda point: point[0])


def read(text):
    """Return the rows of the table, each a dictionary of its exact numbers and of its decimals as text."""
    assert not text.endswith("\n")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(None not in row and None not in row.values() for row in rows)
    return [{k: v if k.endswith("_decimal") else Fraction(v) for k, v in row.items()} for row in rows]


def value_at(rows, t):
    """Evaluate the table as `answer_table` documents it."""
    before = [row for row in rows if row["x"] <= t]
    row, slope = (before[-1], "slope") if before else (rows[0], "slope_left")
    return row["y"] + row[slope] * (t - row["x"])


@given(points, st.sampled_from(["0", "0+", "1/2", "1-"]), st.lists(rationals(), max_size=5))
@example([(Fraction(3), Fraction(4))], "0+", [Fraction(0)])
@example([(Fraction(0), Fraction(0)), (Fraction(1), Fraction(2))], "1/2", [Fraction(7)])
def test_table__evaluates_to_the_spline(data, p, more):
    solution = solve(Dataset(*zip(*data, strict=True)), p)
    rows = read(answer_table(solution))
    assert len(rows) == max(solution.knots, 1)
    assert [row["x"] for row in rows] == list(solution.spline.knots) or solution.knots == 0
    knots = solution.spline.knots
    places = [*solution.data.x, *knots, *more, *((a + b) / 2 for a, b in pairwise(knots))]
    ends = (min(places) - 5, max(places) + 5)
    for t in [*places, *ends]:
        assert value_at(rows, t) == solution.spline(t)
    for row, after in pairwise(rows):
        assert row["slope"] == after["slope_left"]


@given(points, st.one_of(st.none(), st.integers(1, 30)))
def test_table__decimals_are_the_exact_columns_rounded_once(data, digits):
    solution = solve(Dataset(*zip(*data, strict=True)))
    for row in read(answer_table(solution, digits)):
        for name in ("x", "y", "slope", "slope_left"):
            exact, text = row[name], row[f"{name}_decimal"]
            if digits is None:
                assert float(text) == float(exact)
                assert Decimal(text) == Decimal(repr(float(exact)))
            else:
                context = Context(prec=digits, rounding=ROUND_HALF_EVEN, Emin=-5000, Emax=5000)
                assert Decimal(text) == context.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def test_table__of_numbers_beyond_floats():
    solution = solve(Dataset([0, "4.1e-320", "4.4e-314", 1], ["0.42", "0.42", "0.44", "0.44"]))
    first, second = read(answer_table(solution))
    assert (first["x"], second["x"]) == (Fraction("4.1e-320"), Fraction("4.4e-314"))
    assert (first["slope"], second["slope"]) == (Fraction("2e319") / 43999959, 0)
    assert (first["x_decimal"], second["x_decimal"]) == ("4.1e-320", "4.4e-314")
    slope = Context(prec=17).divide(Decimal("2e319"), Decimal(43999959))
    assert first["slope_decimal"] == f"{slope.scaleb(-311)}e311"
    assert read(answer_table(solve(Dataset([0, "1e400"], [0, "1e-400"])), 3))[0]["slope_decimal"] == "1e-800"


def test_table__of_a_spline_alone_and_of_a_piece():
    assert read(answer_table(Spline("1/3", 2)))[0] == {
        "x": 0, "y": 2, "slope": Fraction(1, 3), "slope_left": Fraction(1, 3), "x_decimal": "0", "y_decimal": "2",
        "slope_decimal": "0.3333333333333333", "slope_left_decimal": "0.3333333333333333",
    }  # fmt: skip
    found = path(Dataset.from_gaps([1, 100, 100, 1]))
    assert len(read(answer_table(found.pieces[0].spline))) == 2
    with pytest.raises(UsageError, match=r"pieces\[0\].spline"):
        answer_table(found)


@pytest.mark.slow
def test_table__of_a_network_has_one_row_for_each_neuron():
    data = Points([[0, 0], [0, 1], [1, 0], ["1/2", "1/4"], ["0.7", "-0.3"]], [1, 2, 0, "-1/3", "0.4"])
    found = solve_network(data)
    rows = read(answer_table(found))
    assert len(rows) == len(found.network.neurons)
    assert list(rows[0])[:4] == ["output_weight", "weight_1", "weight_2", "bias"]
    for x, y in zip(data.x, data.y, strict=True):
        arguments = [row["weight_1"] * x[0] + row["weight_2"] * x[1] + row["bias"] for row in rows]
        assert sum(row["output_weight"] * max(a, 0) for row, a in zip(rows, arguments, strict=True)) == y
    assert answer_table(found.network) == answer_table(found)
    assert read(answer_table(solve_network(Points([[1, 2]], [0])))) == []


def test_table__refuses_digits_out_of_range():
    for digits in (0, -1, 100_001):
        with pytest.raises(UsageError, match="digits"):
            answer_table(solve(Dataset([0], [0])), digits)


def test_table__a_slope_left_of_the_wrong_knot_is_noticed():
    """A planted fault: the slopes shifted by one row no longer evaluate to the spline."""
    solution = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")
    rows = read(answer_table(solution))
    shifted = [{**row, "slope": row["slope_left"]} for row in rows]
    assert all(value_at(rows, t) == y for t, y in zip(solution.data.x, solution.data.y, strict=True))
    assert any(value_at(shifted, t) != y for t, y in zip(solution.data.x, solution.data.y, strict=True))


def read_gates(text):
    """Return the exact columns of the rows of a function within a tolerance; None where an entry is empty."""
    rows = csv.DictReader(io.StringIO(text))
    return [{k: Fraction(v) if v else None for k, v in row.items() if not k.endswith("_decimal")} for row in rows]


@given(points, st.lists(rationals(), max_size=3), st.sampled_from(["least", "any"]), st.integers(0, 3))
def test_table__within_a_tolerance_evaluates_to_the_spline(data, more, fit, tolerance):
    solution = solve(Dataset(*zip(*data, strict=True)), tolerance=tolerance, fit=fit)
    rows = read_gates(answer_table(solution))
    knots, x = solution.spline.knots, solution.data.x
    assert [row["x"] for row in rows] == sorted({*x, *knots})
    assert [row["x"] for row in rows if row["slope"] != row["slope_left"]] == list(knots)
    for row in rows:
        y = dict(zip(x, solution.data.y, strict=True)).get(row["x"])
        assert (row["y"], row["value"]) == (y, solution.spline(row["x"]))
        gate = (None, None, None) if y is None else (y - tolerance, y + tolerance, row["value"] - y)
        assert (row["lower"], row["upper"], row["residual"]) == gate
    as_before = [{**row, "y": row["value"]} for row in rows]
    ends = (min(x) - 5, max(x) + 5)
    for t in [*x, *knots, *more, *ends]:
        assert value_at(as_before, t) == solution.spline(t)


def test_table__open_gates_and_several_labels_at_one_input():
    data = Dataset([1, 0, 1], [3, 0, 2], ties="gates")
    rows = read_gates(answer_table(solve(data, tolerance=[1, "inf", 2])))
    assert [(row["x"], row["y"], row["lower"], row["upper"]) for row in rows] == [
        (0, 0, None, None),
        (1, 3, 2, 4),
        (1, 2, 0, 4),
    ]
    rows = read_gates(answer_table(solve(data, lower=[1, None, 0], upper=None)))
    assert [(row["lower"], row["upper"]) for row in rows] == [(None, None), (1, None), (0, None)]


def test_table__decimals_within_a_tolerance():
    text = answer_table(solve(Dataset([0, 1, 2, 3], [0, 0, 1, 1]), tolerance="1/3"), 2)
    names = ("x", "y", "lower", "upper", "value", "residual", "slope", "slope_left")
    assert text.splitlines()[0] == ",".join([*names, *(f"{name}_decimal" for name in names)])
    assert text.splitlines()[1].split(",")[2] == "-1/3"
    assert text.splitlines()[1].split(",")[10] == "-0.33"


def test_table__of_a_staircase():
    found = staircase(Dataset([0, 1, 2, 3], [0, 3, 0, 5]))
    assert answer_table(found) == "tolerance,knots,tolerance_decimal\n0,2,0\n3/2,1,1.5\n2,0,2"
    third = staircase(Dataset([0, 1, 3], [0, 1, 0]))
    assert answer_table(third, 3).splitlines()[-1] == "1/2,0,0.5"
