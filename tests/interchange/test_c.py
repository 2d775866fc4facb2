"""C with floats: compiled, warnings being errors, and run against the exact function."""

import re
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from sparsest import Spline, solve
from sparsest.data import Dataset
from sparsest.errors import DataError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.c import Stated, c_name, c_of_floats, comment, evaluation_bound, most_in_words, rounded_up
from sparsest.interchange.floats import FLOATS
from sparsest.interchange.measures import Most
from sparsest.interchange.segments import Segments, segments_of
from tests.interchange.functions import at, compiled, exact

_CASES = {
    "one_piece": (Spline("1/3", "2/7"), (-5, 5)),
    "hat": (Spline(0, 0, [1, 2, 3], [1, -2, 1]), (0, 4)),
    "steep": (Spline("1/3", 1000, ["-1/3", "1/7", "22/7", 5, "53/10"], [100, "-1/9", 7, "-10000/3", 12]), (-3, 6)),
    "far": (solve(Dataset(["2000.1", "2000.7", "2001.9", "2003.3", "2004"], [0, "0.3", "-7.7", 4, "4.1"])).spline,
            (Fraction(20001, 10), 2004)),
}  # fmt: skip
_TYPES = {"double": (64, np.float64), "float": (32, np.float32)}


def inputs_of(f, box, dtype, count=2000):
    """Return floats in a box: random ones, and those at knots and beside them."""
    low, high = (dtype(float(end)) for end in box)
    rng = np.random.default_rng(1)
    knots = np.array([float(t) for t in f.knots] or [0.5], dtype=dtype)
    near = np.concatenate([knots, np.nextafter(knots, dtype(-np.inf)), np.nextafter(knots, dtype(np.inf))])
    drawn = rng.uniform(float(low), float(high), count).astype(dtype)
    every = np.concatenate([[low, high], near, drawn])
    return [x for x in every.tolist() if box[0] <= Fraction(x) <= box[1]]


def largest_error(function, f, inputs):
    return max(abs(Fraction(function(x)) - at(f, Fraction(x))) for x in inputs)


@pytest.mark.parametrize("c_type", _TYPES)
@pytest.mark.parametrize("case", _CASES)
def test_c_of_floats__compiled_stays_within_the_stated_error(tmp_path, case, c_type):
    (f, box), (bits, dtype) = _CASES[case], _TYPES[c_type]
    ends = tuple(map(to_rational, box))
    table = segments_of(f, FLOATS[bits], *ends)
    stated = exact(table.worst_error(f, *ends).size + evaluation_bound(table, *ends))
    source = c_of_floats(table, Stated(c_name(case), ["A table."]))
    inputs = inputs_of(f, box, dtype)
    found = largest_error(compiled(source, tmp_path, c_name(case), c_type), f, inputs)
    assert found <= stated
    # The bound is no wild one: rounding of this size does happen.
    assert found >= stated / 400 or case == "hat"
    # One wrong literal is seen.
    literal = "0x1.4p+9" + "f" * (bits == 32)
    wrong, _ = re.subn(r"(value\[\d+\] = \{\n    )[^,\n]+", rf"\g<1>{literal}", source)
    wrong = wrong.replace(c_name(case), f"{c_name(case)}_wrong")
    assert largest_error(compiled(wrong, tmp_path, f"{c_name(case)}_wrong", c_type), f, inputs) > stated


@pytest.mark.parametrize("c_type", _TYPES)
def test_c_of_floats__a_row_begins_at_its_start(tmp_path, c_type):
    f, box = _CASES["steep"]
    table = segments_of(f, FLOATS[_TYPES[c_type][0]], *map(to_rational, box))
    function = compiled(c_of_floats(table, Stated("rows", [])), tmp_path, "rows", c_type)
    assert [Fraction(function(float(exact(x)))) for x in table.start] == [exact(y) for y in table.value]


@pytest.mark.parametrize("c_type", _TYPES)
def test_c_of_floats__the_table_is_kept_bit_for_bit(c_type):
    f, box = _CASES["steep"]
    table = segments_of(f, FLOATS[_TYPES[c_type][0]], *map(to_rational, box))
    source = c_of_floats(table, Stated("f", []))
    literals = re.findall(r"(-?0x[0-9a-f.]+p[+-]\d+)(f?)", source)
    assert {mark for _, mark in literals} == {"f" if c_type == "float" else ""}
    written = [Fraction(float.fromhex(text)) for text, _ in literals]
    assert written == [exact(a) for column in table[:3] for a in column]


def test_evaluation_bound__is_zero_for_zero_and_refuses_what_may_overflow():
    flat = Segments((fmpq(0),), (fmpq(0),), (fmpq(0),), FLOATS[64])
    assert evaluation_bound(flat, fmpq(0), fmpq(1)) < fmpq(1, 2**1000)
    steep = flat._replace(slope=(fmpq(10) ** 300,))
    with pytest.raises(DataError, match="may overflow in float64"):
        evaluation_bound(steep, fmpq(0), fmpq(10) ** 10)
    assert evaluation_bound(steep, fmpq(0), fmpq(1)) > 0


def test_comment__cannot_be_ended_from_inside(tmp_path):
    hostile = ['*/ #error "no"', "/* again", "a trigraph ??/", "a backslash \\"]
    source = c_of_floats(segments_of(Spline(1, 0), FLOATS[64], fmpq(0), fmpq(1)), Stated("kept", hostile))
    assert compiled(source, tmp_path, "kept", "double")(0.5) == 0.5
    assert comment(hostile).count("*/") == 1


@pytest.mark.parametrize(
    ("stem", "name"),
    [("int", "sparsest_int"), ("9 lives", "sparsest_9_lives"), ("", "sparsest_function"), ("é/é", "sparsest_function")],
)
def test_c_name__is_a_name_of_c(stem, name):
    assert c_name(stem) == name


@pytest.mark.parametrize("value", [fmpq(1, 3), fmpq(2, 3), fmpq(10) ** 30 + 1, fmpq(1, 10**20) / 3, fmpq(0), fmpq(1)])
def test_rounded_up__is_not_below(value):
    assert Fraction(rounded_up(value)) >= exact(value)
    assert most_in_words(Most(value, (fmpq(1),))).endswith("(at x = 1)")
