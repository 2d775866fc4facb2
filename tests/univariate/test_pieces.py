from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.cases.strategies import exact_ties
from sparsest.exact.exponent import Exponent
from sparsest.univariate.matching import recurrence_signs
from sparsest.univariate.pieces import Curves, _pattern, _segment_terms, compare_zeros, in_order, run_path
from tests.ratios import ratios

sizes = st.lists(ratios(Fraction(1, 9), 50, 9), min_size=1, max_size=9)


def flint(values):
    return [fmpq(abs(v.numerator), v.denominator) for v in values]


@settings(max_examples=150)
@given(st.one_of(sizes, exact_ties("1/2")), st.fractions(min_value=Fraction(1, 50), max_value=Fraction(49, 50)))
def test_run_path__has_the_signs_of_the_recurrence_at_any_p(values, p):
    """The two ways to a sign share only the balls: one p at a time, and all p at once."""
    run = flint(values)
    path = run_path(run, Curves())
    point = fmpq(p.numerator, p.denominator)
    before = 0
    for zero in path.zeros:
        while zero.low <= point <= zero.high and zero.low != zero.high:
            zero.refine((zero.high - zero.low) / 4)
        if zero.low == point == zero.high:
            assert list(path.at_zeros[before]) == recurrence_signs(run, Exponent.read(p))
            return
        before += zero.high < point
    assert list(path.signs[before]) == recurrence_signs(run, Exponent.read(p))


@settings(max_examples=100)
@given(sizes)
def test_run_path__its_ends_are_the_limits(values):
    run = flint(values)
    path = run_path(run, Curves())
    assert list(path.signs[0]) == recurrence_signs(run, Exponent.read("0+"))
    assert list(path.signs[-1]) == recurrence_signs(run, Exponent.read("1-"))


@given(sizes.filter(lambda v: len(v) <= 3))
def test_theorem_b__three_gaps_never_change(values):
    path = run_path(flint(values), Curves())
    assert list(path.changes()) == []
    assert path.first_excess() is None


three = st.lists(ratios(Fraction(1, 9), 50, 9), min_size=3, max_size=3)


@settings(max_examples=100)
@given(st.one_of(three, three.map(lambda v: [v[0], v[1], v[0]])))
def test_pattern__of_two_edges_is_that_of_their_power_sum(values):
    run = flint(values)
    assert _pattern(run, 0, 1, Curves()) == Curves().pattern(_segment_terms(run, 0, 1))


def test_first_excess__four_gaps_can():
    """The planted fault of Theorem B's "at most 3"."""
    assert run_path(flint([Fraction(1, 100), Fraction(1), Fraction(1), Fraction(1, 100)]), Curves()).first_excess() == 0


def test_curves__one_shape_is_computed_once():
    curves = Curves()
    first = run_path(flint([Fraction(1, 100), Fraction(1), Fraction(1), Fraction(1, 100)]), curves)
    scaled = run_path(flint([Fraction(1), Fraction(100), Fraction(100), Fraction(1)]), curves)
    assert first.zeros[0] is scaled.zeros[0]


def test_compare_zeros__tells_close_ones_apart_and_knows_equal_ones():
    curves = Curves()
    n = 10**40
    a, b = (curves.pattern([(c, fmpq(2)), (-5 * n, fmpq(3))]).zeros[0] for c in (7 * n, 7 * n + 1))
    assert compare_zeros(a, b) == -1  # a larger first coefficient vanishes later
    assert compare_zeros(b, a) == 1
    half = [curves.pattern([(1, fmpq(8)), (-2, fmpq(a))]).zeros[0] for a in (2, 1)]
    # 8^p = 2 * 2^p at 1/2, and 8^p = 2 at 1/3.
    assert compare_zeros(*half) == 1
    assert in_order([*half, a, b, a]) == [[half[1]], [half[0]], [a], [b]]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_run_path__short_runs(n):
    path = run_path([fmpq(1)] * n, Curves())
    assert path.zeros == ()
    assert path.signs == (tuple([1, 0][: n - 1]),)
