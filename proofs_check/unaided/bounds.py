"""What no interpolant can go below, read off the data without the solver.

The knots t_k of an interpolant, with slope changes c_k, pay the gaps: sum_k c_k phi_i(t_k) = d_i for all i, where
phi_i is the tent that is 1 at x_i and 0 outside (x_{i-1}, x_{i+1}).
"""

from __future__ import annotations

from flint import fmpq

from proofs_check.cases import SplineCase

__all__ = ["least_knots", "least_variation"]


def least_knots(case: SplineCase) -> int:
    """Return a lower bound on the knots of any interpolant, without the solver.

    If d_i > 0 an interpolant has a knot of positive slope change in the open interval (x_{i-1}, x_{i+1}), where the
    tent is positive, and likewise if d_i < 0. Disjoint such intervals of one sign need different knots, and so do the
    two signs. For each sign the most disjoint intervals are taken, as ever from left to right by their right ends; here
    they are in order already.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> least_knots(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))
    2
    """
    total = 0
    for sign in (1, -1):
        free_from = 0  # index of the point where the last interval taken ends
        for k, eps in enumerate(case.curvature):  # the interval of gap k is (x[k], x[k + 2])
            if eps == sign and k >= free_from:
                total, free_from = total + 1, k + 2
    return total


def least_variation(case: SplineCase) -> fmpq:
    """Return sum |d_i|, the least V_1 of any interpolant.

    The tents are >= 0 and sum to at most 1 everywhere (derived at Corollary 3.1.1, as is what a knot pays). So
    sum_i |d_i| <= sum_k |c_k| sum_i phi_i(t_k) <= sum_k |c_k| = V_1. Connecting the dots has the slope changes d_i, so
    the bound is reached.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> least_variation(SplineCase(Dataset([0, 1, 2, 3], [0, 1, 1, 1])))
    1
    """
    return sum(map(abs, case.flint_gaps), fmpq(0))
