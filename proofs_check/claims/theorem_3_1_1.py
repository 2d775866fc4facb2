"""Theorem 3.1, item 1: where a minimiser has no knots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.derivations.small_data import FOUR_POINTS, MORE_POINTS

__all__ = ["CLAIM", "linear_intervals", "must_be_linear"]


def must_be_linear(case: SplineCase) -> list[bool]:
    """Return whether a knot is ruled out, for each of the N + 1 open intervals that the points cut the line into.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> must_be_linear(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])))
    [True, True, False, True, True]
    """
    eps = case.curvature
    inner = [a * b <= 0 for a, b in pairwise(eps)]
    return [True, True, *inner, True, True] if eps else [True] * (len(case.data) + 1)


def linear_intervals(case: SplineCase) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Yield the same open intervals by their ends; None stands for an infinite one.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [tuple(map(str, i)) for i in linear_intervals(SplineCase(Dataset([0, 1, 2], [0, 0, 1])))]
    [('None', '0'), ('0', '1'), ('1', '2'), ('2', 'None')]
    """
    ends = [None, *case.x, None]
    return (pair for pair, linear in zip(pairwise(ends), must_be_linear(case), strict=True) if linear)


def _check(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point has no chord")
    return _no_knots(case, must_be_linear(case))


def _no_knots(case: SplineCase, linear: list[bool]) -> Finding:
    """Look for knots of minimisers strictly inside intervals that are to be linear; interval 0 is the leftmost."""
    x = case.data.flint.x
    for spline in case.minimizers:
        for t in spline.flint.knots:
            k = bisect_right(x, t)
            if linear[k] and (k == 0 or x[k - 1] != t):
                low, high = x[k - 1] if k else "-infinity", x[k] if k < len(x) else "infinity"
                refute(f"a minimiser has a knot at {t}, between {low} and {high}", knot=str(t))
    # The printed end intervals are closed at x_2 and x_{N-1}: a knot may stand there, and none at x_1 or x_N.
    ends = {str(x[0]), str(x[-1])}
    if any(str(t) in ends for spline in case.minimizers for t in spline.flint.knots):
        refute("a minimiser has a knot at the first or the last point")
    return holds()


def _one_interval_more(case: SplineCase) -> Finding:
    if len(case.data) < 4:
        not_met("fewer than 4 points")
    return _no_knots(case, [True, True, True, *must_be_linear(case)[3:]])


def _everywhere(case: SplineCase) -> Finding:
    return _no_knots(case, [True] * (len(case.data) + 1))


CLAIM = Claim(
    id="theorem-3.1-1",
    number="Theorem 3.1, item 1",
    title="where a minimiser is linear",
    statement="Every minimiser of V_p is linear before x_2, after x_{N-1}, and between neighbouring points whose "
    "curvatures eps_i, eps_{i+1} differ or are 0.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="No minimiser of these data at this p has a knot in any of these open intervals. Of more than 50 "
    "minimisers only the first 50 are looked at.",
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("linear to x_3", "Every minimiser is linear between x_2 and x_3 too.", _one_interval_more),
        Fault("linear between all neighbours", "All knots are at data points.", _everywhere),
    ),
    derivations=(FOUR_POINTS, MORE_POINTS),
)
