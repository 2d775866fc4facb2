"""Runs of Algorithm 1 in fractions, against balls and against floats."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs_check.unaided import trajectory
from proofs_check.unaided.reweighting import Setting
from proofs_check.unaided.trajectory import gradient_move, rounded_step, states_of_run, support, to_96_bits
from sparsest import Points
from sparsest.exact.exponent import Exponent

POINTS = Points([[-2], [1], [3]], [2, -1, 4])
START = [(1, (Fraction(3, 2), Fraction(-1, 2))), (-1, (Fraction(0), Fraction(-2))), (1, (Fraction(1, 3), Fraction(1)))]


@given(st.fractions() | st.builds(lambda a, k: a * Fraction(2) ** k, st.fractions(), st.integers(-500, 500)))
def test_rounded__is_near_and_never_0(a):
    near = to_96_bits(a)
    assert (near == 0) == (a == 0)
    assert near * a >= 0
    assert abs(near - a) <= abs(a) / 2**90
    assert abs(near.numerator).bit_length() <= 99 or near.denominator == 1
    assert to_96_bits(near) == near


def float_step(state, gamma, lam, p):
    """The step in floats: gradient by v and w, threshold by the previous product, balanced split."""
    nets = []
    for s, z in state:
        v = s * math.sqrt(math.hypot(*z))
        nets.append((v, [a / v for a in z] if v else list(z)))
    rows = [[float(x[0]), 1.0] for x in POINTS.x]
    heights = [[sum(a * b for a, b in zip(w, row, strict=True)) for row in rows] for _, w in nets]
    left = [
        sum(v * max(h[i], 0) for (v, _), h in zip(nets, heights, strict=True)) - float(y)
        for i, y in enumerate(POINTS.y)
    ]
    after = []
    for (v, w), h, (s, z) in zip(nets, heights, state, strict=True):
        pulls = [(r, row, top) for r, row, top in zip(left, rows, h, strict=True) if top > 0]
        new_v = v - gamma * sum(r * top for r, _, top in pulls)
        new_w = [a - gamma * v * sum(r * row[k] for r, row, _ in pulls) for k, a in enumerate(w)]
        u = []
        for a, before in zip(new_w, z, strict=True):
            x = new_v * a
            limit = math.inf if before == 0 and p < 1 else lam * gamma * p * (abs(before) ** (p - 1) if p < 1 else 1)
            u.append(math.copysign(max(abs(x) - limit, 0.0), x))
        after.append((math.copysign(1, new_v) if new_v else s, u))
    return after


@pytest.mark.parametrize("p", ["1/2", "4/5", "1/10", None])
def test_runs__are_those_of_floats_for_a_while(p):
    setting = Setting(None if p is None else Exponent.read(p), Fraction(1, 50), Fraction(1, 4))
    power = 1.0 if p is None else float(Fraction(p))
    floats = [(s, [float(a) for a in z]) for s, z in START]
    for state in states_of_run(START, gradient_move(POINTS, setting), setting, 12):
        floats = float_step(floats, 0.02, 0.25, power)
        for (s, z), (t, u) in zip(state, floats, strict=True):
            assert s == t
            assert [float(a) for a in z] == pytest.approx(u, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "fault",
    [
        lambda x, _, setting, right: right(x, x, setting),  # the product after the step
        lambda x, _, setting, right: right(x, Fraction(1), setting),  # a threshold without the previous product
        lambda x, before, setting, right: right(-x, before, setting),  # a sign lost
        lambda x, before, setting, right: right(x, before, setting._replace(weight=2 * setting.weight)),
    ],
)
def test_runs__planted_faults_are_seen(monkeypatch, fault):
    right = trajectory._thresholded
    monkeypatch.setattr(trajectory, "_thresholded", lambda x, before, setting: fault(x, before, setting, right))
    with pytest.raises(AssertionError):
        test_runs__are_those_of_floats_for_a_while("1/2")


def test_runs__end_where_steps_are_too_large():
    setting = Setting(Exponent.read("1/2"), Fraction(10**6), Fraction(1, 4))
    assert len(list(states_of_run(START, gradient_move(POINTS, setting), setting, 50))) < 50


def test_step__what_is_lost_and_what_comes_back():
    points = Points([[1]], [9])
    state = [(1, (Fraction(4), Fraction(0)))]
    for p, expected in ((Exponent.read("1/2"), {(0, 0)}), (None, {(0, 0), (0, 1)})):
        setting = Setting(p, Fraction(1, 10), Fraction(1))
        assert support(rounded_step(state, gradient_move(points, setting), setting)) == expected
