"""A wrong proof is never an answer: one planted fault for each clause of each check."""

import pytest
from flint import fmpq

from sparsest.linear.program import LinearProgram
from sparsest.linear.proofs import UnprovedError, prove_infeasible, prove_optimum, prove_unbounded

ONE, ZERO = fmpq(1), fmpq(0)
#: z_0 + z_1 = 2, z_0 - z_1 >= 0, z >= 0; at least z_0 + 2 z_1 costs 2, at (2, 0).
PROGRAM = LinearProgram(2, [([1, 1], 2)], [([1, -1], 0)], lower=0)
COST = {0: ONE, 1: 2 * ONE}


def test_prove_optimum__accepts_the_true_one():
    assert prove_optimum(PROGRAM, COST, (2 * ONE, ZERO), (ONE, ZERO)).reduced_costs == (0, 1)


@pytest.mark.parametrize(
    ("point", "multipliers"),
    [
        ((ONE, ONE), (ONE, ZERO)),  # feasible, not the best
        ((ZERO, ZERO), (ONE, ZERO)),  # misses the equality
        ((3 * ONE, -ONE), (ONE, ZERO)),  # outside the bounds
        ((ZERO, 2 * ONE), (ONE, ZERO)),  # breaks the inequality
        ((2 * ONE, ZERO), (ZERO, ZERO)),  # multipliers that prove less
        ((2 * ONE, ZERO), (2 * ONE, -ONE)),  # a negative multiplier of an inequality
        ((2 * ONE,), (ONE, ZERO)),  # too short
    ],
)
def test_prove_optimum__refuses(point, multipliers):
    with pytest.raises(UnprovedError):
        prove_optimum(PROGRAM, COST, point, multipliers)


def test_prove_infeasible__refuses_what_proves_nothing():
    shut = PROGRAM.with_bounds({0: (0, "1/2")})
    assert prove_infeasible(shut, (ONE, ONE)).combination == (2, 0)
    for multipliers in [(ZERO, ZERO), (-ONE, ZERO), (ONE, -ONE), (2 * ONE, ONE)]:
        with pytest.raises(UnprovedError):
            prove_infeasible(shut, multipliers)
    with pytest.raises(UnprovedError):
        prove_infeasible(PROGRAM, (ONE, ONE))


def test_prove_unbounded__refuses_rays_that_leave_or_climb():
    program = LinearProgram(2, [([1, -1], 0)], [([1, 0], 0)])
    point = (ZERO, ZERO)
    assert prove_unbounded(program, {0: -ONE}, point, (ONE, ONE)).ray == (1, 1)
    for cost, ray in [(-ONE, (ONE, ZERO)), (ONE, (-ONE, -ONE)), (ONE, (ONE, ONE)), (ONE, (ZERO, ZERO))]:
        with pytest.raises(UnprovedError):
            prove_unbounded(program, {0: cost}, point, ray)
    with pytest.raises(UnprovedError):
        prove_unbounded(program.with_bounds({1: (None, 5)}), {0: -ONE}, point, (ONE, ONE))
    with pytest.raises(UnprovedError):
        prove_unbounded(program.with_bounds({1: (-5, None)}), {0: ONE}, point, (-ONE, -ONE))
    with pytest.raises(UnprovedError):
        prove_unbounded(LinearProgram(1, lower=-5), {0: ONE}, (ZERO,), (-ONE,))
    with pytest.raises(UnprovedError):
        prove_unbounded(program, {0: -ONE}, (-ONE, -ONE), (ONE, ONE))
