"""Steps of Algorithm 1: gradients against differences of the loss, thresholds, splits, and balls against fractions."""

import random
from fractions import Fraction

import pytest
from flint import arb

from proofs_check.claim import Verdict, examine
from proofs_check.unaided.nets import dot, lifted
from proofs_check.unaided.reweighting import (
    Setting,
    balanced,
    ball_step,
    beyond,
    gradient,
    moved,
    rational_split,
    sign_at,
)
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational
from sparsest.points import Points

POINTS = Points([[1, 2], [3, -1], [-2, 5]], [4, -1, 2])
HALF = Exponent.read("1/2")


def loss(net):
    rows = zip(lifted(POINTS), POINTS.y, strict=True)
    return sum((sum(v * max(dot(w, row), 0) for v, w in net) - y) ** 2 for row, y in rows) / 2


def changed(net, k, v, w):
    return [*net[:k], (v, w), *net[k + 1 :]]


def test_gradient__is_that_of_the_loss():
    rng, tiny = random.Random(0), Fraction(1, 10**6)
    for _ in range(10):
        net = [balanced(rng, 3) for _ in range(3)]
        for k, ((v, w), (by_v, by_w)) in enumerate(zip(net, gradient(POINTS, net), strict=True)):
            # The loss is a polynomial of degree 2 in v, and in w where no neuron goes on or off.
            ends = [loss(changed(net, k, v + step, w)) for step in (1, -1)]
            assert by_v == (ends[0] - ends[1]) / 2
            if any(dot(w, row) == 0 for row in lifted(POINTS)):
                continue
            for i in range(3):
                steps = [tuple(a + (j == i) * t for j, a in enumerate(w)) for t in (tiny, -tiny)]
                ends = [loss(changed(net, k, v, step)) for step in steps]
                assert by_w[i] == (ends[0] - ends[1]) / (2 * tiny)


def test_balanced_and_split__give_back_each_other():
    rng = random.Random(2)
    for width in (1, 2, 4):
        v, w = balanced(rng, width)
        assert v * v == dot(w, w)
        assert rational_split([v * a for a in w], 1 if v > 0 else -1) == (v, w)
    found = examine(lambda _: rational_split([Fraction(2), Fraction(0)], 1), None)
    assert found.verdict is Verdict.REFUTED


def test_beyond__compares_with_the_threshold_on_both_sides_of_it():
    setting = Setting(HALF, Fraction(1, 3), Fraction(6))
    # lambda gamma p |4|^(-1/2) = 1/2
    assert [beyond(Fraction(x), Fraction(-4), setting) for x in ("0.51", "-0.5", "0.49")] == [1, 0, -1]
    assert beyond(Fraction(10**9), Fraction(0), setting) == -1
    one = setting._replace(p=None)
    assert [beyond(Fraction(x), Fraction(0), one) for x in ("2.1", "-2", "1.9")] == [1, 0, -1]


@pytest.mark.parametrize("p", [HALF, None])
def test_sign_at__of_a_sum(p):
    terms = [(Fraction(1), Fraction(9)), (Fraction(-2), Fraction(4))]
    assert sign_at(terms, p) == (-1 if p else 1)


def test_ball_step__holds_the_step_in_fractions():
    rng = random.Random(4)
    for _ in range(10):
        net = [balanced(rng, 3) for _ in range(3)]
        setting = Setting(HALF, Fraction(1, 10), Fraction(1, 10))
        balls = [(1 if v > 0 else -1, [arb(to_rational(v * a)) for a in w]) for v, w in net]
        exact = moved(POINTS, net, setting.gamma)
        following = ball_step(POINTS, balls, setting._replace(p=None, weight=Fraction(0)))
        for (_, products), (v, w) in zip(following, exact, strict=True):
            assert all(ball.overlaps(arb(to_rational(v * a))) for ball, a in zip(products, w, strict=True))
            assert all(ball.rad() < 1e-9 for ball in products)
        support = [a != 0 for _, some in ball_step(POINTS, balls, setting) for a in some]
        before = [v * a for v, w in net for a in w]
        after = [v * a for v, w in exact for a in w]
        assert support == [beyond(x, y, setting) > 0 for x, y in zip(after, before, strict=True)]


def test_ball_step__says_where_balls_do_not_tell():
    wide = arb(0, 1)
    assert ball_step(POINTS, [(1, [wide, arb(1), arb(0)])], Setting(HALF, Fraction(1), Fraction(1))) is None
