"""Turns of three ends: the sign is that of the exact determinant, whoever decides it."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tests.fast.ends import SIDES, end, exact_turn, gates_of, sign, triples, wrong_turns
from tests.fast.mutants import quiet, unchanged

TURNS = unchanged().turns


def test_turn__has_the_sign_of_the_exact_determinant():
    decided, signs = [0, 0, 0], set()
    for x, y, widths in triples(0, 400):
        found = gates_of(unchanged(), x, y, widths)
        for s, t, r in SIDES:
            before = found.gates.counts[0]
            with quiet():
                value = TURNS.turn(found.gates, 0, s, 1, t, 2, r)
            assert sign(value) == sign(exact_turn(found.gates, 0, s, 1, t, 2, r))
            signs.add(sign(value))
            decided[0 if found.gates.counts[0] == before else 1] += 1
        decided[2] += len(found.asked)
    assert wrong_turns(unchanged(), triples(1, 200)) == []
    # Doubles, double-doubles and the umpire all had their share.
    assert min(decided) > 50
    assert signs == {-1, 0, 1}


def test_turn__the_umpire_is_told_which_ends():
    x, y = [0, 1e-200, 2e-200], [0, 1e-200, 0]
    for s, t, r in SIDES:
        said = []
        found = gates_of(unchanged(), x, y, 1e-210, lambda *numbers, said=said: said.append(numbers) or 1)
        with quiet():
            assert TURNS._settle(found.gates, 0, s, 1, t, 2, r) == 1
        assert said == [(0, 1, 2, 4 * (s > 0) + 2 * (t > 0) + (r > 0))]


@pytest.mark.parametrize("widths", [0.0, 0.5, [0.5, 0.25, 1.0]])
def test_turn__integers_and_flat_stretches_need_nobody(widths):
    for y in ([0, 1, 2], [3, 3, 3], [0, 2, 3]):
        for x in ([0, 1, 2], [0.1, 0.3, 0.7] if len(set(y)) == 1 else [0, 1, 2]):
            found = gates_of(unchanged(), x, y, widths)
            for s, t, r in SIDES:
                if len({s, t, r}) == 1 or np.ndim(widths) == 0:
                    assert sign(TURNS.turn(found.gates, 0, s, 1, t, 2, r)) == sign(
                        exact_turn(found.gates, 0, s, 1, t, 2, r)
                    )
            assert len(found.asked) == 0 or x[0] == 0.1


def test_filter__is_a_bound():
    """What doubles give is within the bound of section 10, by a factor of at most 2 too wide for the worst seen."""
    worst = 0
    rng = np.random.default_rng(1)
    for _ in range(2000):
        x, y, widths = np.cumsum(rng.uniform(0.1, 1, 3)), rng.standard_normal(3), rng.uniform(0, 1, 3)
        run, next_run, label, next_label = x[1] - x[0], x[2] - x[0], y[1] - y[0], y[2] - y[0]
        shift, next_shift = widths[1] - widths[0], -widths[2] - widths[0]
        value = (label + shift) * next_run - (next_label + next_shift) * run
        size = (abs(label) + abs(shift)) * next_run + (abs(next_label) + abs(next_shift)) * run
        gates = gates_of(unchanged(), x, y, widths).gates
        off = abs(Fraction(value) - exact_turn(gates, 0, 1, 1, 1, 2, -1))
        worst = max(worst, off / Fraction(size))
    assert 1.5 * 2.0**-53 < worst < 5 * 2.0**-53 < TURNS._FILTER


def test_rise__is_within_its_bound_and_says_where_it_is_exact():
    exact_ones = 0
    for x, y, widths in triples(2, 300):
        gates = gates_of(unchanged(), x, y, widths).gates
        for s, t in product((1.0, -1.0), repeat=2):
            (high, low), size, exact = TURNS.rise(gates, 0, s, 1, t)
            off = abs(Fraction(float(high)) + Fraction(float(low)) - (end(gates, 1, t)[1] - end(gates, 0, s)[1]))
            assert off <= Fraction(float(size)) * 3 / 2**106
            assert not exact or off == 0
            exact_ones += exact
    assert exact_ones > 300


def test_line_slope__is_within_its_bound():
    worst = 0
    for x, y, widths in triples(3, 300):
        gates = gates_of(unchanged(), x, y, widths).gates
        for side in (1.0, -1.0):
            with quiet():
                slope, error = TURNS.line_slope(gates, 0, side, 2)
            if np.isfinite(slope) and np.isfinite(error):
                (x0, y0), (x1, y1) = end(gates, 0, side), end(gates, 2, -side)
                off = abs(Fraction(float(slope)) - (y1 - y0) / (x1 - x0))
                assert off <= Fraction(float(error)) / 2
                worst = max(worst, off / Fraction(float(error)))
    assert worst > 0.02
