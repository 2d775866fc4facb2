"""Proofs are believed for what they say and for nothing else: every way to spoil one is seen."""

from itertools import product

import numpy as np
import pytest
from flint import fmpq

from sparsest.data import Dataset
from sparsest.linear.program import Infeasible
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.program import Program
from sparsest.points import Points
from sparsest.training.cones import cheapest_network
from sparsest.training.obstruction import Cone, ConeObstruction, LineObstruction, SignedGap

from .test_cones import P, cones_at
from .test_nearest import program_of

DATA = Dataset([0, 1, 3, 4], [0, 0, 2, 2])
ONES = tuple(map(fmpq, (2, -3, 1, 0)))


def test_line__holds_for_knots_of_the_other_sign_or_elsewhere():
    proof = LineObstruction(ONES)
    assert proof.holds(
        DATA, {SignedGap(0, -1), SignedGap(1, -1), SignedGap(2, 1), SignedGap(2, -1), SignedGap(-1, 1), SignedGap(3, 1)}
    )
    assert not proof.holds(DATA, {SignedGap(0, 1)})
    assert not proof.holds(DATA, {SignedGap(1, 1)})


@pytest.mark.parametrize(
    "wrong",
    [
        (2, -3, 1, 1),
        (2, -3, 0, 0),
        (-2, 3, -1, 0),
        (0, 0, 0, 0),
        (2, -3, 1),
        (2, -3, 1, 0, 0),
        (1, -1, 0, 0),
        (1, -2, 1, 0),
    ],
)
def test_line__wrong_multipliers_prove_nothing(wrong):
    assert not LineObstruction(tuple(map(fmpq, wrong))).holds(DATA, set())


@pytest.mark.slow
def test_line__what_holds_is_infeasible_and_no_multipliers_beat_a_feasible_pattern():
    """All small multipliers against all patterns of three gaps, and the linear program."""
    proofs = [LineObstruction(tuple(map(fmpq, m))) for m in product(range(-3, 4), repeat=4)]
    seen = set()
    for chosen in product([(), (1,), (-1,), (1, -1)], repeat=3):
        allowed = {SignedGap(gap, s) for gap, signs in enumerate(chosen) for s in signs}
        proved = any(proof.holds(DATA, allowed) for proof in proofs)
        assert proved == isinstance(program_of(DATA, allowed).feasible(), Infeasible)
        seen.add(proved)
    assert seen == {True, False}


def test_cone__wrong_multipliers_prove_nothing():
    rng = np.random.default_rng(0)
    points = Points([*rng.integers(-3, 4, (4, 2)).tolist(), [5, 5]], rng.integers(-5, 6, 5).tolist())
    spoilt = 0
    for _ in range(200):
        cones = cones_at(rng, points, 2)
        found = cheapest_network(points, cones, P)
        if not cones or not isinstance(found, ConeObstruction):
            continue
        assert found.holds(points, list(cones))
        m, inside = found.multipliers, found.inside
        for wrong in (
            ConeObstruction(tuple(-a for a in m), inside),
            ConeObstruction((fmpq(0),) * len(m), inside),
            ConeObstruction(m[1:], inside),
            ConeObstruction(m, inside[1:]),
            ConeObstruction(m, tuple(own[1:] for own in inside)),
            ConeObstruction(m, tuple(tuple(-1 - n for n in own) for own in inside)),
        ):
            assert not wrong.holds(points, list(cones))
            spoilt += 1
        other = [Cone(-c.sign, c.active, c.support) for c in cones]
        moved = ConeObstruction(m, tuple(tuple(n + (i == 0) for i, n in enumerate(own)) for own in inside))
        # Unless the first point's row is 0 on every support.
        silent = all(points.lifted[0][k] == 0 for c in cones for k in c.support)
        assert moved.holds(points, list(cones)) == silent
        if found.holds(points, other):
            assert all(sum(m[i] * points.lifted[i][k] for i, on in enumerate(c.active) if on) == 0
                       for c in cones for k in c.support)  # fmt: skip
    assert spoilt > 300


def test_cone__a_negative_multiplier_of_a_cone_proves_nothing():
    """It balances all equations; and of course a neuron of its sign reaches the label."""
    points, cones = Points([[2]], [3]), [Cone(1, (True,), (0, 1))]
    assert not ConeObstruction((fmpq(1),), ((fmpq(-1),),)).holds(points, cones)
    assert isinstance(cheapest_network(points, {cones[0]: (fmpq(1),) * 2}, P), MultivariateNetwork)


def test_json__says_what_is_not_zero():
    assert LineObstruction(ONES).to_json() == {"multipliers": {"0": "2", "1": "-3", "2": "1"}}
    proof = ConeObstruction((fmpq(0), fmpq(1, 3)), ((fmpq(2), fmpq(0)),))
    assert proof.to_json() == {"multipliers": {"1": "1/3"}, "inside": [{"0": "2"}]}


def test_cone__agrees_with_program_10():
    points = Points([[0], [1], [2]], [0, 1, 0])
    program = Program(points)
    whole = {Cone(s, p.active, (0, 1)): (fmpq(1), fmpq(1)) for p in program.patterns for s in (1, -1)}
    assert cheapest_network(points, whole, P).interpolates(points)
    positive = {cone: sizes for cone, sizes in whole.items() if cone.sign > 0}
    assert isinstance(cheapest_network(points, positive, P), ConeObstruction)
