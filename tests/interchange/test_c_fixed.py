"""C with integers: every input of 16 bits, and of 32 bits many, against the exact function and against Python."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

from sparsest import Spline
from sparsest.errors import DataError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.c import Stated
from sparsest.interchange.c_fixed import ALL_TRIED, c_of_integers, fixed_point
from tests.interchange.functions import at, compiled, exact

_STEEP = Spline("1/3", 0, ["-100/3", "1/7", "22/7", 500, "1001/2"], [10, "-10", 7, -1, "-19/3"])
_CASES_16 = {
    "line": (Spline("1/3", 0), (-(2**15), 2**15 - 1), 1, 1),
    "steep": (_STEEP, (-2000, 2000), Fraction(1, 7), 1),
    "point": (Spline(0, 5), (3, 3), 1, 1),
    "knots_between": (Spline(0, 0, ["1/4", "1/2", "3/4"], [1, -3, 2]), (-9, 9), 1, Fraction(1, 1000)),
    "whole": (Spline(0, -(2**15), [-(2**15)], [1]), (-(2**15), 2**15 - 1), 1, 1),
}


def rationals(*values):
    return tuple(map(to_rational, values))


@pytest.mark.slow
@pytest.mark.parametrize("case", _CASES_16)
def test_c_of_integers__all_inputs_of_16_bits(tmp_path, case):
    f, box, x_unit, y_unit = _CASES_16[case]
    table = fixed_point(f, 16, rationals(*box), *rationals(x_unit, y_unit))
    error, exactly = table.error(f, *rationals(x_unit, y_unit))
    assert exactly
    function = compiled(c_of_integers(table, Stated(case, [])), tmp_path, case, "int16")
    found = {n: function(n) for n in range(-(2**15), 2**15)}
    assert found == {n: table.at(n) for n in found}
    inside = range(table.first, table.last + 1)
    errors = [abs(found[n] * y_unit - at(f, n * Fraction(x_unit))) for n in inside]
    assert max(errors) == exact(error)
    assert max(errors) <= Fraction(y_unit) * Fraction(9, 16)
    # Beyond the range the nearest input counts.
    assert found[-(2**15)] == found[table.first]
    assert found[2**15 - 1] == found[table.last]


@pytest.mark.parametrize(
    ("f", "box", "x_unit", "y_unit"),
    [
        (_STEEP, (-2000, 2000), Fraction(1, 10**6), Fraction(1, 10**5)),
        (Spline("1/3", 0), (-(2**31), 2**31 - 1), 1, 1),
        (Spline("-1/3", 0, [0], ["2/3"]), (-(2**31), 2**31 - 1), 1, Fraction(1, 2)),
        (Spline(1, 0), (-(2**31), 2**31 - 1), 1, 1),
    ],
)
def test_c_of_integers__32_bits(tmp_path, f, box, x_unit, y_unit):
    table = fixed_point(f, 32, rationals(*box), *rationals(x_unit, y_unit))
    error, exactly = table.error(f, *rationals(x_unit, y_unit))
    assert not exactly
    assert exact(error) <= y_unit * Fraction(9, 16)
    rng = random.Random(3)
    some = [n for start in table.start for n in (start - 1, start, start + 1)]
    some += [table.first, table.last, 0, *(rng.randint(table.first, table.last) for _ in range(5000))]
    function = compiled(c_of_integers(table, Stated("f", [])), tmp_path, "f", "int32")
    errors = []
    for n in some:
        if table.first <= n <= table.last:
            assert function(n) == table.at(n)
            errors.append(abs(function(n) * Fraction(y_unit) - at(f, n * Fraction(x_unit))))
    assert max(errors) <= exact(error)
    assert max(errors) >= exact(error) / 2 or f == Spline(1, 0)


def test_error__both_ways_agree_and_see_a_wrong_table():
    units = rationals(Fraction(1, 40), Fraction(1, 40))
    table = fixed_point(_STEEP, 32, rationals(-700, 700), *units)
    every, exactly = table.error(_STEEP, *units)
    assert exactly
    assert table.last - table.first < ALL_TRIED
    larger = fixed_point(_STEEP, 32, rationals(-900, 900), *units)
    bound, exactly = larger.error(_STEEP, *units)
    assert not exactly
    assert every <= bound <= every * fmpq(9, 8)
    for field in ("value", "slope"):
        column = getattr(larger, field)
        wrong = larger._replace(**{field: (column[0] + (1 << larger.shift), *column[1:])})
        assert wrong.error(_STEEP, *units)[0] > bound


@pytest.mark.parametrize(
    ("f", "box", "x_unit", "y_unit", "parts"),
    [
        (Spline(1, 0), (0, 40000), 1, 10, ["input 40000", "16 bits", "larger x unit"]),
        (Spline(2, 0), (0, 30000), 1, 1, ["output 60000", "16 bits", "larger y unit"]),
        (Spline(1, 0), ("1/3", "2/3"), 1, 1, ["no multiple of 1", "smaller unit"]),
    ],
)
def test_fixed_point__what_does_not_fit(f, box, x_unit, y_unit, parts):
    with pytest.raises(DataError) as caught:
        fixed_point(f, 16, rationals(*box), *rationals(x_unit, y_unit))
    for part in parts:
        assert part in str(caught.value)
