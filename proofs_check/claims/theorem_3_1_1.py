"""Theorem 3.1, item 1: where a minimiser has no knots."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.registry import Claim, Fault, Finding, holds, not_met, refuted

__all__ = ["CLAIM", "linear_intervals"]


def linear_intervals(case: SplineCase) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    """Yield the open intervals on which the item says that a minimiser is linear; None stands for an infinite end.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> [tuple(map(str, i)) for i in linear_intervals(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 1])))]
    [('None', '1'), ('2', 'None'), ('1', '2')]
    """
    x, gaps = case.x, case.gaps
    yield None, x[1]
    yield x[-2], None
    for k in range(len(gaps) - 1):
        if gaps[k] * gaps[k + 1] <= 0:
            yield x[k + 1], x[k + 2]


def _check(case: SplineCase) -> Finding:
    if len(case.x) < 2:
        return not_met("a single point has no chord")
    return _no_knots(case, list(linear_intervals(case)))


def _no_knots(case: SplineCase, intervals: list[tuple[Fraction | None, Fraction | None]]) -> Finding:
    for spline in case.minimizers:
        for t in spline.knots:
            for low, high in intervals:
                if (low is None or low < t) and (high is None or t < high):
                    return refuted(f"a minimiser has a knot at {t}, between {low} and {high}", knot=str(t))
    return holds()


def _one_interval_more(case: SplineCase) -> Finding:
    if len(case.x) < 3:
        return not_met("fewer than 3 points")
    return _no_knots(case, [(None, case.x[2])])


def _everywhere(case: SplineCase) -> Finding:
    return _no_knots(case, [(a, b) for a, b in zip(case.x, case.x[1:], strict=False)])


CLAIM = Claim(
    id="theorem-3.1-1",
    number="Theorem 3.1, item 1",
    title="where a minimiser is linear",
    statement="Every minimiser of V_p is linear before x_2, after x_{N-1}, and between neighbouring points whose "
    "curvatures eps_i, eps_{i+1} differ or are 0.",
    hypotheses="0 < p < 1, N >= 2.",
    establishes="No minimiser of these data at this p has a knot in any of these open intervals.",
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("linear before x_3", "Every minimiser is linear before x_3.", _one_interval_more),
        Fault("linear between all neighbours", "All knots are at data points.", _everywhere),
    ),
)
