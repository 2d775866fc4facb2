from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.linear.program import LinearProgram
from sparsest.linear.scaling import Scaling, scaled_floats, shifted_float

FAR = fmpq(2) ** 3000


@given(st.fractions(), st.integers(-40, 40))
def test_shifted_float__is_the_nearest_float(value, shift):
    assert shifted_float(fmpq(value.numerator, value.denominator), shift) == float(value * Fraction(2) ** shift)


def test_shifted_float__beyond_floats():
    with pytest.raises(OverflowError):
        shifted_float(FAR, 0)
    assert shifted_float(FAR, -3000) == shifted_float(1 / FAR, 3000) == 1.0


def test_scaling__leaves_ordinary_programs_as_they_are():
    program = LinearProgram(2, [([1, "1e-8"], 3)], [(["1e14", 0], "1/7")], lower=[0, "-1/3"])
    assert Scaling.of(program) == ([0, 0], [0, 0], 0)


def test_scaling__makes_entries_sides_and_bounds_floats_of_moderate_size():
    rows, columns = (FAR, 1 / FAR, fmpq(1)), (fmpq(3), 1 / FAR**2, FAR)
    entries = [[r * c * (k + 1) for k, c in enumerate(columns)] for r in rows]
    program = LinearProgram(3, [(row, FAR * r) for row, r in zip(entries, rows, strict=True)], lower=[-FAR, None, 0])
    scaling = Scaling.of(program)
    for i, row in enumerate(program.rows):
        assert abs(shifted_float(program.sides[i], scaling.rows[i] + scaling.right)) <= 2
        for k, a in row.items():
            assert 2**-6 <= shifted_float(a, scaling.rows[i] + scaling.columns[k]) <= 2**6
    assert -2 <= shifted_float(-FAR, scaling.right - scaling.columns[0]) < 0


def test_scaling__costs_keep_their_ratios():
    costs = dict(Scaling([], [0, 3000, 0], 0).cost({0: FAR, 1: fmpq(3), 2: fmpq(0)}))
    assert (costs[1] / costs[0], costs[2]) == (3, 0)


@given(st.lists(st.builds(lambda n, e: fmpq(n) * fmpq(2) ** e, st.integers(-9, 9), st.integers(-3000, 3000))))
def test_scaled_floats__keep_ratios_signs_and_what_is_not_zero(values):
    floats = scaled_floats(values)
    assert np.isfinite(floats).all()
    assert [np.sign(f) for f in floats] == [(v > 0) - (v < 0) for v in values]
    for v, f in zip(values, floats, strict=True):
        for w, g in zip(values, floats, strict=True):
            if abs(f) > 1e-300 and abs(g) > 1e-300:
                assert v * fmpq(*g.as_integer_ratio()) == w * fmpq(*f.as_integer_ratio())
