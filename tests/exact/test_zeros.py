from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sparsest import UndecidedError
from sparsest.exact.powersum import PowerSum
from sparsest.exact.zeros import Curve
from tests.ratios import ratios

small = ratios(Fraction(1, 9), 20, 9)
sums = st.lists(st.tuples(st.integers(-3, 3).filter(bool), small), min_size=1, max_size=7).map(PowerSum.of)


def value(power_sum, p):
    return mpmath.fsum(n * (mpmath.mpf(int(a.p)) / int(a.q)) ** p for n, a in power_sum.terms)


def sampled_zeros(power_sum, cells=400):
    """Sign changes found by sampling at 50 digits, each bisected: the oracle, which may miss close pairs."""
    first, step = mpmath.mpf(1) / 3 / cells, mpmath.mpf(1) / cells
    # Along the grid each power grows by one factor: a multiplication in place of an exponential.
    bases = [(n, mpmath.mpf(int(a.p)) / int(a.q)) for n, a in power_sum.terms]
    now, factors = [n * a**first for n, a in bases], [a**step for _, a in bases]
    found, before = [], mpmath.fsum(now)
    for k in range(1, cells):
        now = [power * factor for power, factor in zip(now, factors, strict=True)]
        here = mpmath.fsum(now)
        if before * here < 0:
            ends = (first + (k - 1) * step, first + k * step)
            found.append(mpmath.findroot(lambda p: value(power_sum, p), ends, solver="anderson", verify=False))
        before = here
    return found


@settings(max_examples=200)
@given(sums)
def test_pattern__has_the_zeros_that_sampling_finds(power_sum):
    assume(power_sum.terms)
    with mpmath.workdps(50):
        pattern = Curve(power_sum).pattern()
        expected = sampled_zeros(power_sum)
        for zero in pattern.zeros:
            assert zero.refine(fmpq(1, 10**12))
        inner = [z for z in pattern.zeros if 0.001 < float(z.low) < 0.999]
        # Sampling misses close pairs and what is near the ends, so it may find fewer, but none that is not there.
        for p in expected:
            assert any(float(z.low) - 1e-9 <= p <= float(z.high) + 1e-9 for z in inner)
        assert len(pattern.signs) == len(pattern.zeros) + 1
        ends = [fmpq(0), *(e for z in pattern.zeros for e in (z.low, z.high)), fmpq(1)]
        for s, (a, b) in zip(pattern.signs, list(pairwise(ends))[::2], strict=True):
            middle = (a + b) / 2
            assert s == int(mpmath.sign(value(power_sum, mpmath.mpf(int(middle.p)) / int(middle.q))))
        assert len(pattern.zeros) <= max(0, Curve(power_sum).most_zeros)


@settings(max_examples=100)
@given(sums, st.integers(0, 7), st.integers(1, 8))
def test_pattern__on_a_part_is_the_part_of_the_whole(power_sum, start, length):
    assume(power_sum.terms)
    low, high = fmpq(start, 8), min(fmpq(start + length, 8), fmpq(1))
    whole, part = Curve(power_sum).pattern(), Curve(power_sum).pattern(low, high)
    for zero in (*whole.zeros, *part.zeros):
        zero.refine(fmpq(1, 10**15))
    inside = [
        z for z in whole.zeros if z.high > low and z.low < high and not (z.low == z.high and z.low in (low, high))
    ]
    assert len(part.zeros) == len(inside)
    for a, b in zip(part.zeros, inside, strict=True):
        assert a.low <= b.high
        assert b.low <= a.high


@given(sums, ratios(0, 1, 64), st.integers(0, 2))
def test_ball__contains_the_derivatives(power_sum, middle, order):
    assume(power_sum.terms)
    curve = Curve(power_sum)
    reach = min(middle, 1 - middle) / 3
    low, high = (fmpq(v.numerator, v.denominator) for v in (middle - reach, middle + reach))
    ball = curve.ball(order, low, high)
    scale = sorted(a for _, a in power_sum.terms)[len(power_sum.terms) // 2]
    with mpmath.workdps(50):
        for k in range(5):
            p = low + (high - low) * fmpq(k, 4)
            p = mpmath.mpf(int(p.p)) / int(p.q)
            logs = [(n, mpmath.log(mpmath.mpf(int((a / scale).p)) / int((a / scale).q))) for n, a in power_sum.terms]
            true = mpmath.fsum(n * log**order * mpmath.exp(log * p) for n, log in logs)
            mid, rad = (
                mpmath.mpf(float(ball.mid())),
                mpmath.mpf(float(ball.rad())) * (1 + mpmath.mpf(2) ** -20) + 1e-12,
            )
            assert abs(true - mid) <= rad + abs(mid) * 1e-14


@pytest.mark.parametrize(
    ("pairs", "low", "high"),
    [
        ([(1, 8), (-2, 2)], Fraction(1, 2), Fraction(1, 2)),  # 8^p = 2 * 2^p at exactly 1/2
        ([(7, 2), (-5, 3)], Fraction(8298, 10**4), Fraction(8299, 10**4)),
        ([(10**9 + 1, 1), (-(10**9), 2)], Fraction(1, 10**10), Fraction(1, 10**8)),  # very near 0
        ([(2 * 10**30 - 1, 1), (-(10**30), 2)], 1 - Fraction(1, 10**29), 1 - Fraction(1, 10**31)),  # very near 1
    ],
)
def test_pattern__zeros_that_are_known(pairs, low, high):
    pattern = Curve(PowerSum.of(pairs)).pattern()
    assert len(pattern.zeros) == 1
    zero = pattern.zeros[0]
    assert zero.refine(fmpq(1, 10**40))
    assert low <= Fraction(int(zero.low.p), int(zero.low.q)) <= Fraction(int(zero.high.p), int(zero.high.q)) <= high
    assert pattern.signs[0] == -pattern.signs[1]


def root(*ends):
    """The zero of 7 * 2^p - 5 * 3^p, about 0.8298, found on (0, 1) or a part of it."""
    return Curve(PowerSum.of([(7, 2), (-5, 3)])).pattern(*ends).zeros[0]


@pytest.mark.parametrize("level", [0, 1, 2, 5, 8, 60])
def test_cell__is_a_function_of_the_point_and_the_level_alone(level):
    true = mpmath.log(mpmath.mpf(7) / 5) / mpmath.log(mpmath.mpf(3) / 2)
    expected = fmpq(int(mpmath.floor(true * 2**level)), 2**level) if level < 60 else root().cell(level)[0]
    refined = root()
    refined.refine(fmpq(1, 10**40))
    halfway = root()
    halfway.cell(7)
    # Brackets whose bisection never meets the ends of cells are cut there.
    others = [root(), refined, halfway, root(fmpq(1, 3), fmpq(6, 7)), root(fmpq(4, 5), fmpq(5, 6))]
    assert {zero.cell(level) for zero in others} == {(expected, expected + fmpq(1, 2**level))}
    assert refined.high - refined.low <= fmpq(1, 10**40)  # and nothing that was known is forgotten


def test_cell__of_a_point_that_is_the_end_of_cells_itself():
    for ends in ((fmpq(0), fmpq(1)), (fmpq(1, 3), fmpq(1)), (fmpq(1, 3), fmpq(2, 3))):
        for first in (0, 1, 9):
            half = Curve(PowerSum.of([(1, 8), (-2, 2)])).pattern(*ends).zeros[0]
            half.cell(first)
            assert [half.cell(k) for k in (0, 1, 6)] == [(0, 1), (fmpq(1, 2), fmpq(1, 2)), (fmpq(1, 2), fmpq(1, 2))]
    # It is known exactly, but the cells of the higher levels do not say so.
    quarter = Curve(PowerSum.of([(1, 2**5), (-2, 2)])).pattern().zeros[0]
    quarter.refine(fmpq(1, 10**9))
    assert quarter.low == quarter.high == fmpq(1, 4)
    assert [quarter.cell(k) for k in (1, 2)] == [(0, fmpq(1, 2)), (fmpq(1, 4), fmpq(1, 4))]


def test_isolated__never_reaches_out_of_where_the_zero_is_alone():
    e = Fraction(1, 10**9)
    scale = 4 * 10**9
    pairs = [(scale, 4), (-int(scale * (3 + e)), 2), (int(scale * Fraction(3, 2) * (Fraction(3, 2) + e)), 1)]
    first, second = Curve(PowerSum.of(pairs)).pattern().zeros
    assert first.cell(4) == second.cell(4)
    bounds = first.isolated(4), second.isolated(4)
    assert first.cell(4)[0] < bounds[0][0] < bounds[0][1] <= bounds[1][0] < bounds[1][1] < first.cell(4)[1]
    first.refine(fmpq(1, 10**40))
    assert (first.isolated(4), second.isolated(4)) == bounds
    assert first.isolated(100) == first.cell(100)


def test_pattern__a_double_zero_is_reported_as_unresolved():
    # (2^p - 3/2)^2 * 4 = 4 * 4^p - 12 * 2^p + 9: touches 0 at log2(3/2), which is irrational.
    pattern = Curve(PowerSum.of([(4, 4), (-12, 2), (9, 1)])).pattern()
    assert pattern.signs == (1, 1)
    assert not pattern.zeros[0].resolved
    assert float(pattern.zeros[0].low) == pytest.approx(0.5849625007211562, abs=1e-12)
    assert not pattern.zeros[0].refine(fmpq(1, 10**30))
    assert pattern.zeros[0].cell(1) == pattern.zeros[0].isolated(99) == (pattern.zeros[0].low, pattern.zeros[0].high)
    assert "unresolved" in repr(pattern.zeros[0])


def test_pattern__a_close_pair_is_separated():
    # (2^p - 3/2)(2^p - 3/2 - 10^-9), times 10^9: two zeros about 10^-9 apart.
    e = Fraction(1, 10**9)
    scale = 4 * 10**9
    pairs = [(scale, 4), (-int(scale * (3 + e)), 2), (int(scale * Fraction(3, 2) * (Fraction(3, 2) + e)), 1)]
    pattern = Curve(PowerSum.of(pairs)).pattern()
    assert pattern.signs == (1, -1, 1)
    assert all(z.resolved for z in pattern.zeros)


def test_pattern__the_empty_sum_vanishes_everywhere():
    assert Curve(PowerSum(())).pattern().signs == (0,)


@pytest.mark.slow
def test_pattern__gives_up_at_the_ends_and_says_so():
    # (n + 1 - n 2^p)^2 touches 0 nearer to p = 0 than 2^-4096.
    n = 10**2000
    with pytest.raises(UndecidedError, match="2\\^-4096"):
        Curve(PowerSum(((n * n, fmpq(4)), (-2 * n * (n + 1), fmpq(2)), ((n + 1) ** 2, fmpq(1))))).pattern()
