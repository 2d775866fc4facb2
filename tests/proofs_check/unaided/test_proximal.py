"""Proximal steps on the products: gradients against differences of the loss, thresholds against their definition."""

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given, settings

from proofs_check.cases import network_cases
from proofs_check.unaided.nets import random_neurons
from proofs_check.unaided.proximal import (
    curvature,
    keeps_cells,
    lone_neurons,
    majorised,
    penalised,
    precise,
    proximal_step,
    sign_of_gain,
    slopes,
    squared_move,
)
from proofs_check.unaided.reweighting import Setting
from sparsest import Points
from sparsest.exact.exponent import Exponent

HALF = Exponent.read("1/2")
NOTHING = Setting(None, Fraction(1), Fraction(0))  # lambda = 0: the loss alone
ONE = Fraction(1)


def loss(points, net):
    return penalised(points, net, NOTHING)


def bumped(net, k, i, h):
    return [(s, [a + h * ((k, i) == (n, j)) for j, a in enumerate(u)]) for n, (s, u) in enumerate(net)]


@settings(max_examples=60, deadline=None)
@given(network_cases())
def test_slopes_and_curvature__are_those_of_exact_differences(case):
    """Where no cell changes the loss is quadratic: a central difference is its slope, the second ones sum to c."""
    net = random_neurons(case.points, case.rng(), 2)
    h = Fraction(1, 10**9)
    total = Fraction(0)
    for k, by_u in enumerate(slopes(case.points, net)):
        for i, slope in enumerate(by_u):
            up, down = bumped(net, k, i, h), bumped(net, k, i, -h)
            if not (keeps_cells(case.points, net, up, NOTHING) and keeps_cells(case.points, net, down, NOTHING)):
                return
            assert (loss(case.points, up) - loss(case.points, down)) / (2 * h) == slope
            total += (loss(case.points, up) + loss(case.points, down) - 2 * loss(case.points, net)) / h**2
    assert total == curvature(case.points, net)


def test_steps__are_those_by_hand():
    points, net = Points([[1]], [0]), ((1, (Fraction(4), Fraction(-1))),)
    setting = Setting(HALF, Fraction(1, 2), Fraction(8))
    # The slope is 3 at both; the thresholds are 8/2 * 1/2 * 4^(-1/2) = 1 and 2.
    with precise():
        ((_, (one, other)),) = proximal_step(points, net, setting)
        assert one.contains(arb(3) / 2)
        assert one.rad() < 1e-60
        assert other.contains(arb(-1) / 2)
        price = penalised(points, [(1, [one, other])], setting)
        assert price.overlaps(arb(1) / 2 + 8 * (arb("1.5").sqrt() + arb("0.5").sqrt()))
        assert majorised(points, net, net, setting).overlaps(arb(9) / 2 + 8 * (arb(1) + arb(1) / 2))
    at_1 = Setting(None, Fraction(1, 2), Fraction(8))
    assert proximal_step(points, net, at_1) == [(1, [Fraction(0), Fraction(0)])]
    assert squared_move(net, [(1, [Fraction(0), Fraction(0)])], at_1) == 17


def test_steps__what_is_0_stays_so_for_p_below_1_only():
    points, net = Points([[1]], [9]), ((1, (Fraction(4), Fraction(0))),)
    (kept,) = proximal_step(points, net, Setting(HALF, ONE / 10, ONE))
    (lost,) = proximal_step(points, net, Setting(None, ONE / 10, ONE))
    assert kept[1][1] == 0
    assert lost[1][1] != 0


def test_a_ball_around_0_decides_nothing():
    points, unsure = Points([[1]], [0]), [(1, [arb(0, 1e-30), arb(1)])]
    found = penalised(points, unsure, Setting(HALF, ONE, ONE))
    assert not found < 10**6
    assert not found > 0
    assert not keeps_cells(points, ((1, (ONE, ONE)),), [(1, [arb(0, 3), arb(1)])], Setting(HALF, ONE, ONE))


@pytest.mark.parametrize("p", [None, HALF, Exponent.read("1/1000")])
def test_lone_neurons__and_the_rise_of_the_objective(p):
    """With a pull of 2 at u = 1: the loss is (u - 3)^2/2, and the sign is that of its change less lambda (1 - u^p)."""
    points = Points([[1]], [3])
    ((neuron, k, pull), *_) = lone_neurons(points)
    assert (neuron, k, pull) == ((1, (ONE, Fraction(0))), 0, 2)
    for h in (Fraction(1, 3), Fraction(-1, 3)):
        u, power = float(1 + h), 1.0 if p is None else float(p.fraction)
        for weight in (1, 10, 10_000):
            gain = ((u - 3) ** 2 - 4) / 2 + weight * (u**power - 1)
            assert sign_of_gain(points, neuron, k, h, Setting(p, ONE, Fraction(weight))) == (gain > 0) - (gain < 0)
            past = sign_of_gain(points, neuron, k, h, Setting(p, ONE, Fraction(weight)), Fraction(gain) + 1)
            assert past == -1
