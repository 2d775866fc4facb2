"""Every strategy yields what it says, and is seen to reach the corners that it is there for."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TypeVar

import mpmath
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from proofs_check.cases import strategies
from tests import oracles
from tests.proofs_check.cases.test_ties import last_decision

T = TypeVar("T")
F = Fraction

some_ties = ["0", "0+", "1/3", "1/2", "9/10", "1-"]
some_near_ties = ["0+", "1/1000000", "1/3", "1/2", "999999/1000000", "1-"]


def reached(strategy: SearchStrategy[T], condition: Callable[[T], object], *phases: Phase, examples: int = 10_000) -> T:
    """The first example that meets the condition; NoSuchExample if there is none among so many.

    Hypothesis also draws constants that it finds in the modules imported so far, so which one it is depends on them.
    """
    quiet = settings(max_examples=examples, database=None, deadline=None, phases=[Phase.generate, *phases])
    return find(strategy, lambda v: bool(condition(v)), random=Random(1), settings=quiet)


def shrunk(strategy: SearchStrategy[T], condition: Callable[[T], object]) -> T:
    return reached(strategy, condition, Phase.shrink)


def is_(wanted: T) -> Callable[[T], bool]:
    return lambda drawn: drawn == wanted


def is_exact(numbers: Sequence[object]) -> bool:
    return type(numbers) is tuple and all(type(a) is Fraction for a in numbers)


def is_data_set(data: strategies.XY, points: range) -> bool:
    x, y = data
    return is_exact(x) and is_exact(y) and len(x) == len(y) and len(x) in points and all(a < b for a, b in pairwise(x))


# --- numbers ---------------------------------------------------------------------------------------------------------


@given(strategies.rationals(max_exponent=9), strategies.rationals(positive=True, max_exponent=9))
def test_rationals__exact_and_bounded(a: Fraction, b: Fraction) -> None:
    assert is_exact((a, b))
    assert abs(a) <= 99 * 10**9
    assert F(1, 10**9) <= b <= 99 * 10**9


@pytest.mark.slow
def test_rationals__reaches_every_kind() -> None:
    assert shrunk(strategies.rationals(), lambda a: a < 0) == -1
    assert reached(strategies.rationals(), lambda a: 0 < a < F(1, 10**30)) > 0
    assert reached(strategies.rationals(), lambda a: abs(a) > 10**30)
    assert reached(strategies.rationals(), lambda a: a.denominator % 7 == 0)
    assert reached(strategies.rationals(), lambda a: a.denominator == 10000)


@given(strategies.exponents())
def test_exponents__well_formed(p: str) -> None:
    if p not in ("0", "0+", "1-"):
        assert 0 < F(p) < 1
        assert p == str(F(p))
        assert F(p).denominator <= max(10**12, 2**54)


@pytest.mark.slow
def test_exponents__reaches_every_kind() -> None:
    every = strategies.exponents()
    limits = ("0", "0+", "1-")
    for p in limits:
        assert reached(every, is_(p)) == p
    assert reached(every, lambda p: p in limits, examples=100) in limits
    with pytest.raises(NoSuchExample):
        reached(strategies.exponents(limits=False), lambda p: p in limits, examples=1_000)
    fractions = strategies.exponents(limits=False).map(F)
    assert reached(fractions, lambda p: p < F(1, 10**6)) > 0
    assert reached(fractions, lambda p: p > 1 - F(1, 10**6)) < 1
    floats = reached(fractions, lambda p: p.denominator >= 2**50)
    assert F(float(floats)) == floats


# --- gaps ------------------------------------------------------------------------------------------------------------


@given(strategies.gap_sequences(2, 6))
def test_gap_sequences__exact_of_the_right_length(gaps: strategies.SlopeGaps) -> None:
    assert is_exact(gaps)
    assert 2 <= len(gaps) <= 6


@pytest.mark.slow
def test_gap_sequences__reaches_long_runs_zeros_and_both_signs() -> None:
    assert reached(strategies.gap_sequences(), lambda d: sum(a < 0 for a in d) >= 7)
    assert reached(strategies.gap_sequences(3, 3), lambda d: d[0] > 0 > d[2] and d[1] == 0)
    only_sevens = strategies.gap_sequences(1, values=st.just(F(7)))
    assert shrunk(only_sevens, lambda d: max(map(abs, d)) > 2) == (F(7),)


@given(st.integers(0, 6).flatmap(lambda n: st.tuples(st.just(n), strategies.runs(n), strategies.runs(n, -1))))
def test_runs__one_sign(drawn: tuple[int, strategies.SlopeGaps, strategies.SlopeGaps]) -> None:
    length, either, negative = drawn
    assert is_exact(either)
    assert is_exact(negative)
    assert len(either) == len(negative) == length
    assert all(a * b > 0 for a, b in pairwise(either))
    assert all(a < 0 for a in negative)


@pytest.mark.parametrize(("length", "sign"), [(-1, 1), (3, 0), (3, 2)])
def test_runs__rejects(length: int, sign: int) -> None:
    with pytest.raises(ValueError, match=rf"not length {length} and sign {sign}"):
        strategies.runs(length, sign)


@pytest.mark.parametrize("p", some_ties)
def test_exact_ties__at_least_two_minimisers(p: str) -> None:
    @settings(deadline=None, max_examples=60)
    @given(strategies.exact_ties(p))
    def check(gaps: strategies.SlopeGaps) -> None:
        assert is_exact(gaps)
        assert oracles.brute_force(*strategies.data_from_gaps(gaps), p).count >= 2

    check()


def test_exact_ties__surds_tie_at_one_half_only() -> None:
    gaps = reached(strategies.exact_ties("1/2"), lambda d: len(d) == 4)
    data = strategies.data_from_gaps(gaps)
    assert {len(c) for c in oracles.brute_force(*data, "1/2").slope_changes} == {2, 3}
    assert oracles.brute_force(*data, "1/3").count == 1
    reached(
        strategies.exact_ties("1/2"),
        lambda d: len(d) == 4 and math.isqrt(abs(d[1].numerator)) ** 2 != abs(d[1].numerator),
    )


@settings(deadline=None, max_examples=30)
@given(strategies.exact_ties("1/2"))
def test_exact_ties__the_tie_test_can_fail(gaps: strategies.SlopeGaps) -> None:
    nudged = (*gaps[:-1], gaps[-1] * (1 + F(1, 10**30)))
    first = oracles.brute_force(*strategies.data_from_gaps(gaps), "1/2")
    assert oracles.brute_force(*strategies.data_from_gaps(nudged), "1/2").count < first.count


@pytest.mark.slow
@pytest.mark.parametrize("p", some_near_ties)
def test_near_ties__last_decision_is_tiny_and_not_zero(p: str) -> None:
    @settings(deadline=None, max_examples=60)
    @given(
        st.integers(2, 20).flatmap(lambda k: st.tuples(st.just(k), strategies.near_ties(p, min_digits=k, max_digits=k)))
    )
    def check(drawn: tuple[int, strategies.SlopeGaps]) -> None:
        digits, gaps = drawn
        assert is_exact(gaps)
        sign, size = last_decision(gaps, p)
        assert sign != 0
        assert size < 100 * mpmath.mpf(10) ** -digits  # 100 > the largest ln(1 + c/d), at 1-

    check()


@pytest.mark.parametrize("p", some_near_ties)
def test_near_ties__reaches_both_signs_and_unequal_multisets(p: str) -> None:
    signs = strategies.near_ties(p).map(lambda d: last_decision(d, p)[0])
    assert reached(signs, is_(1)) + reached(signs, is_(-1)) == 0
    assert reached(strategies.near_ties(p), lambda d: abs(d[-1] / d[0] - 1) > F(1, 5))


def test_near_ties__the_sum_of_logs_may_vanish_at_the_left_limit() -> None:
    def product_ties(gaps: strategies.SlopeGaps) -> bool:
        a, b, c, d, e = map(abs, gaps) if len(gaps) == 5 else [F(1)] * 5
        return a != e and (a + b) * (c + d) * e == a * (b + c) * (d + e)

    assert len(reached(strategies.near_ties("0+"), product_ties)) == 5


def test_near_ties__rejects_zero() -> None:
    with pytest.raises(ValueError, match='p = "0" has no near ties'):
        strategies.near_ties("0")


@given(strategies.wide_ratios(2, 5))
def test_wide_ratios__span(gaps: strategies.SlopeGaps) -> None:
    sizes = [abs(d) for d in gaps]
    assert is_exact(gaps)
    assert 2 <= len(gaps) <= 5
    assert len(oracles.runs_of(gaps)) == 1
    assert min(sizes) < F(10) ** -299
    assert max(sizes) >= F(10) ** 300


# --- data sets -------------------------------------------------------------------------------------------------------


@given(strategies.gap_sequences(), st.data())
def test_data_from_gaps__has_these_gaps(gaps: strategies.SlopeGaps, data: st.DataObject) -> None:
    step, number = strategies.rationals(positive=True), strategies.rationals()
    steps = data.draw(st.lists(step, min_size=len(gaps) + 1, max_size=len(gaps) + 1))
    slope, intercept, start = data.draw(number), data.draw(number), data.draw(number)
    x, y = strategies.data_from_gaps(gaps, steps, slope, intercept, start)
    assert is_data_set((x, y), range(len(gaps) + 2, len(gaps) + 3))
    assert tuple(oracles.slope_gaps(x, y)) == gaps
    assert [b - a for a, b in pairwise(x)] == steps
    assert x[0] == start
    assert all(y[i] == slope * x[i] + intercept for i in (0, 1))


@pytest.mark.parametrize("spacing", [[1, 1], [1, 1, 1, 1], [1, 0, 1], [1, -1, 1]])
def test_data_from_gaps__rejects(spacing: list[int]) -> None:
    with pytest.raises(ValueError, match=r"2 gaps need 3 positive steps, not \[1, "):
        strategies.data_from_gaps([1, 2], spacing)


@given(strategies.data_sets(), strategies.data_sets(3, 4), strategies.data_sets(1, 1))
def test_data_sets__exact_and_increasing(any_size: strategies.XY, few: strategies.XY, one: strategies.XY) -> None:
    assert is_data_set(any_size, range(1, 11))
    assert is_data_set(few, range(3, 5))
    assert is_data_set(one, range(1, 2))


def test_data_sets__reaches_and_shrinks() -> None:
    every = strategies.data_sets()
    assert reached(every, lambda data: len(data[0]) == 1)
    assert reached(every, lambda data: len(data[0]) == 10)
    assert reached(every, lambda data: len({b - a for a, b in pairwise(data[0])}) > 2)
    x, y = shrunk(every, lambda data: len(oracles.runs_of(oracles.slope_gaps(*data))) == 2)
    assert (x, y) == strategies.data_from_gaps(oracles.slope_gaps(x, y))
    assert sorted(map(abs, oracles.slope_gaps(x, y))) in ([1, 1], [0, 1, 1])


@given(
    st.lists(st.integers(1, 4), max_size=3).flatmap(lambda n: st.tuples(st.just(n), strategies.data_sets_with_runs(n)))
)
def test_data_sets_with_runs__exactly_these(drawn: tuple[list[int], strategies.XY]) -> None:
    lengths, data = drawn
    assert is_data_set(data, range(2, 40))
    assert [len(run) for run in oracles.runs_of(oracles.slope_gaps(*data))] == lengths


@pytest.mark.slow
def test_data_sets_with_runs__reaches_every_junction() -> None:
    def gaps(condition: Callable[[list[Fraction]], object]) -> list[Fraction]:
        drawn = strategies.data_sets_with_runs([1, 1]).map(lambda data: oracles.slope_gaps(*data))
        return reached(drawn, condition)

    assert len(gaps(lambda d: len(d) == 2)) == 2
    assert gaps(lambda d: len(d) == 3 and d[0] * d[2] > 0)[1] == 0
    assert gaps(lambda d: d[0] == 0 and d[-1] == 0)


@given(strategies.collinear_stretches())
def test_collinear_stretches__a_zero_after_each_run(data: strategies.XY) -> None:
    assert is_data_set(data, range(3, 40))
    gaps = oracles.slope_gaps(*data)
    assert all(gaps[run[-1] + 1] == 0 for run in oracles.runs_of(gaps))
    assert oracles.runs_of(gaps)


def test_collinear_stretches__reaches_two_runs_of_one_sign() -> None:
    signs = reached(
        strategies.collinear_stretches().map(lambda data: [oracles._sign(d) for d in oracles.slope_gaps(*data)]),
        lambda s: re.search(r"(\+\+0+\+\+)|(--0+--)", "".join("0+-"[d] for d in s)),
    )
    assert signs[-1] == 0


@given(strategies.float_data_sets(2, 5))
def test_float_data_sets__are_floats(data: strategies.XY) -> None:
    assert is_data_set(data, range(2, 6))
    assert all(F(float(a)) == a for a in (*data[0], *data[1]))


@pytest.mark.slow
def test_float_data_sets__reaches_what_decimals_become() -> None:
    x, _ = reached(strategies.float_data_sets(), lambda data: data[0][0] == F(0.1))
    assert x[0] != F(1, 10)
    assert reached(strategies.float_data_sets(), lambda data: 0 < abs(data[1][0]) < F(1, 10**300))


@given(strategies.csv_texts(), strategies.csv_texts(3, 3))
def test_csv_texts__say_what_they_stand_for(pair: tuple[str, strategies.XY], three: tuple[str, strategies.XY]) -> None:
    text, data = pair
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    if rows[0][0].strip()[0].isalpha():
        rows = rows[1:]
    assert is_data_set(data, range(1, 7))
    assert tuple(zip(*data, strict=True)) == tuple((F(a.strip()), F(b.strip())) for a, b in rows)
    assert len(three[1][0]) == 3


@pytest.mark.parametrize("mark", ["\r\n", "x,y\n", "/", "e-", "E", ".", "\n\n", ", ", " ,", "\n", "-"])
def test_csv_texts__reaches_every_notation(mark: str) -> None:
    texts = strategies.csv_texts(1, 3).map(lambda pair: pair[0])
    assert mark in reached(texts, lambda text: mark in text)
    assert mark not in reached(texts, lambda text: mark not in text)


# --- interpolants ----------------------------------------------------------------------------------------------------

points_and_interpolant = strategies.data_sets(1, 6).flatmap(
    lambda data: st.tuples(st.just(data), strategies.interpolants(*data))
)


@settings(max_examples=300, deadline=None)
@given(points_and_interpolant)
def test_interpolants__interpolate_exactly(drawn: tuple[strategies.XY, strategies.Interpolant]) -> None:
    (x, y), spline = drawn
    assert oracles.interpolates(*spline, x, y)
    assert is_exact(spline[:2])
    assert all(is_exact(knot) and knot[1] != 0 for knot in spline.knots)
    assert all(a < b for (a, _), (b, _) in pairwise(spline.knots))


@settings(max_examples=100, deadline=None)
@given(points_and_interpolant, st.data())
def test_interpolants__a_changed_one_does_not(
    drawn: tuple[strategies.XY, strategies.Interpolant], data: st.DataObject
) -> None:
    (x, y), spline = drawn
    inside = [k for k, (t, _) in enumerate(spline.knots) if t < x[-1]]
    assume(inside)
    k = data.draw(st.sampled_from(inside))
    changed = [(t, c * 2 if i == k else c) for i, (t, c) in enumerate(spline.knots)]
    assert not oracles.interpolates(spline.left_slope, spline.left_intercept, changed, x, y)


CURVE = strategies.data_from_gaps([1, 2, -1])


@pytest.mark.parametrize(
    "condition",
    [
        lambda knots: any(t < 0 for t, _ in knots),
        lambda knots: any(t > 4 for t, _ in knots),
        lambda knots: {c > 0 for t, c in knots if 1 < t < 2} == {True, False},
        lambda knots: sum(1 for t, c in knots if 1 < t < 2 and c > 0) == 2,
        lambda knots: len(knots) == 2,  # the match of the first two gaps
        lambda knots: any(0 < t < 1 for t, _ in knots) and any(1 < t < 2 for t, _ in knots),  # the first gap is split
        lambda knots: len(knots) >= 8,
    ],
)
def test_interpolants__reach_every_kind(condition: Callable[[tuple[tuple[Fraction, Fraction], ...]], bool]) -> None:
    spline = reached(strategies.interpolants(*CURVE), lambda f: condition(f.knots))
    assert oracles.interpolates(*spline, *CURVE)


def test_interpolants__shrink_to_knots_at_the_data() -> None:
    assert strategies.simplest(strategies.interpolants(*CURVE)).knots == ((F(1), F(1)), (F(2), F(2)), (F(3), F(-1)))


# --- shrinking -------------------------------------------------------------------------------------------------------


def test_simplest__is_the_first_example() -> None:
    assert strategies.simplest(st.integers()) == 0
    assert strategies.simplest(strategies.exact_ties("1/2")) == (F(1), F(1), F(1))
    assert strategies.simplest(strategies.near_ties("0+")) == (F(1), F(1), F(11, 10))
    assert strategies.simplest(strategies.data_sets(3)) == strategies.data_from_gaps([0])
    assert strategies.simplest(strategies.data_sets_with_runs([2])) == strategies.data_from_gaps([1, 1])


def test_every_strategy__is_exported() -> None:
    local = [name for name, item in vars(strategies).items() if getattr(item, "__module__", "") == strategies.__name__]
    assert {name for name in local if not name.startswith("_")} == set(strategies.__all__) - {"SlopeGaps", "XY"}
