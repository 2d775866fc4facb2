"""The checks of Algorithm 1's support, descent and fixed points see a step that is another one."""

from fractions import Fraction

import pytest
from flint import arb

from proofs_check.cases import NetworkCase
from proofs_check.claim import Verdict
from proofs_check.claims import algorithm_1_descent, algorithm_1_stationary, algorithm_1_support, claim
from proofs_check.unaided import trajectory
from proofs_check.unaided.proximal import proximal_step, slopes
from proofs_check.unaided.reweighting import moved
from sparsest import Points
from sparsest.exact.exponent import Exponent

POINTS = [
    Points([[-3], [4], [5]], [2, -2, 3]),
    Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]),
    Points([[1], [2], [4]], [3, -1, 2]),
]


def is_refuted(name):
    exponents = list(map(Exponent.read, ("1/2", "9/10")))
    cases = [NetworkCase(points, p, seed) for points in POINTS for p in exponents for seed in (0, 1)]
    return any(claim(name).examine(case).verdict is Verdict.REFUTED for case in cases)


def smoothed(x, before, setting, right=trajectory._thresholded):
    return right(x, (abs(before) + Fraction(1, 100)), setting)


def upwards(points, net, setting):
    """A step against the gradient."""
    return [
        (s, [2 * (b if setting.p is None else arb(b.numerator) / b.denominator) - a
             for a, b in zip(u, before, strict=True)])
        for (s, u), (_, before) in zip(proximal_step(points, net, setting), net, strict=True)
    ]  # fmt: skip


def without_p(p, gamma, force, right=algorithm_1_stationary._setting):
    return right(p, gamma, force * (p.fraction if p else 1))


PLANTS = {
    "support: thresholds with eps": (
        "algorithm-1-support", lambda patch: patch.setattr(trajectory, "_thresholded", smoothed),
    ),
    "support: a neuron is split otherwise": (
        "algorithm-1-support",
        lambda patch, right=trajectory._pair: patch.setattr(
            trajectory, "_pair", lambda s, z: right(s, z) if any(z) else (Fraction(1), tuple(a + 1 for a in z))
        ),
    ),
    "support: no threshold": (
        "algorithm-1-support", lambda patch: patch.setattr(trajectory, "_thresholded", lambda x, *_: x),
    ),
    "descent: against the gradient": (
        "algorithm-1-descent", lambda patch: patch.setattr(algorithm_1_descent, "proximal_step", upwards),
    ),
    "descent: half a step falls by less": (
        "algorithm-1-descent",
        lambda patch: patch.setattr(algorithm_1_descent, "squared_move", lambda *given: 4 * squared(*given)),
    ),
    "stationary: half the slope": (
        "algorithm-1-stationary",
        lambda patch: patch.setattr(
            algorithm_1_stationary, "slopes", lambda *given: [tuple(a / 2 for a in u) for u in slopes(*given)]
        ),
    ),
    "stationary: v does not move": (
        "algorithm-1-stationary",
        lambda patch: patch.setattr(
            algorithm_1_stationary,
            "moved",
            lambda points, net, gamma: [(v, w) for (v, _), (_, w) in zip(net, moved(points, net, gamma), strict=True)],
        ),
    ),
    "stationary: thresholds without p": (
        "algorithm-1-stationary", lambda patch: patch.setattr(algorithm_1_stationary, "_setting", without_p),
    ),
    "stationary: nothing is thresholded": (
        "algorithm-1-stationary",
        lambda patch: patch.setattr(algorithm_1_stationary, "ball_step", lambda _, states, __: states),
    ),
}  # fmt: skip


def squared(net, after, setting, right=algorithm_1_descent.squared_move):
    return right(net, after, setting)


@pytest.mark.slow
def test_nothing_planted():
    for name in ("algorithm-1-support", "algorithm-1-descent", "algorithm-1-stationary"):
        assert not is_refuted(name)


@pytest.mark.parametrize("name", PLANTS)
def test_planted_faults_are_seen(monkeypatch, name):
    id_, plant = PLANTS[name]
    plant(monkeypatch)
    assert is_refuted(id_)


def test_the_zero_network_is_fixed_for_all_data():
    """A run that has lost everything stays there, however large the labels."""
    nothing = [(1, (Fraction(0), Fraction(0)))]
    for case in (NetworkCase(points) for points in POINTS if points.dimension == 1):
        for _, setting in algorithm_1_support._starts(case):
            for one in (setting, setting._replace(p=None)):
                move = trajectory.gradient_move(case.points, one)
                assert trajectory.rounded_step(nothing, move, one) == nothing
