"""Theorem 3.1, item 2a: two neighbouring points of equal curvature have one knot together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import LOOKED_AT, minimizers
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.unaided.functions import Function, misses, through
from proofs_check.unaided.rivals import compare_costs

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "knots_between", "meeting_point", "pair_fails", "pairs"]

_SHARES = (fmpq(0), fmpq(1, 5), fmpq(1, 2), fmpq(2, 3))


def pairs(case: SplineCase) -> list[int]:
    """Return the index i, from 0, of each pair x[i], x[i+1] that is a run of exactly two gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> pairs(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])))
    [1]
    """
    return [start + 1 for start, stop in case.runs if stop - start == 2]


def knots_between(function: Function, low: fmpq, high: fmpq) -> list[tuple[fmpq, fmpq]]:
    """Return the knots in [low, high] with their slope changes.

    Examples
    --------
    >>> f = Function(fmpq(0), fmpq(0), (fmpq(1), fmpq(2)), (fmpq(3), fmpq(4)))
    >>> knots_between(f, fmpq(2), fmpq(5))
    [(2, 4)]
    """
    first, last = bisect_left(function.knots, low), bisect_right(function.knots, high)
    return list(zip(function.knots[first:last], function.changes[first:last], strict=True))


def meeting_point(case: SplineCase, i: int) -> fmpq:
    """Return where the line through points i-1 and i meets the line through points i+1 and i+2, by Cramer's rule.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> meeting_point(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])), 1)
    3/2
    """
    x, y = case.data.flint
    a, b = y[i] - y[i - 1], x[i] - x[i - 1]  # a X - b Y = a x_i - b y_i on the first line
    c, d = y[i + 2] - y[i + 1], x[i + 2] - x[i + 1]
    e, f = a * x[i] - b * y[i], c * x[i + 1] - d * y[i + 1]
    return (b * f - d * e) / (b * c - a * d)


def pair_fails(case: SplineCase, function: Function, where: Iterable[int] | None = None) -> Finding | None:
    """Return a refutation if, on some pair, the function is not as the item says of a minimiser.

    Parameters
    ----------
    case : SplineCase
        The data.
    function : Function
        The function.
    where : iterable of int, optional
        The pairs to look at; those of the item unless given.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> pair_fails(case, Function.of(case.solution.spline)) is None
    True
    """
    x, y = case.data.flint
    for i in pairs(case) if where is None else where:
        found = knots_between(function, x[i], x[i + 1])
        if len(found) != 1:
            refute(f"{len(found)} knots between points {i + 1} and {i + 2}", knots=[str(t) for t, _ in found])
        before = (y[i] - y[i - 1]) / (x[i] - x[i - 1])
        after = (y[i + 2] - y[i + 1]) / (x[i + 2] - x[i + 1])
        if found != [(meeting_point(case, i), after - before)]:
            refute(f"not where the chord lines beside points {i + 1} and {i + 2} meet", knot=str(found[0][0]))
    return None


def _check(case: SplineCase) -> Finding:
    if not pairs(case):
        not_met("no two neighbouring points of one nonzero curvature whose other neighbours have another")
    for function, missed in minimizers(case):
        if missed is not None:
            refute(f"the minimiser does not go through point {missed + 1}")
        if (failure := pair_fails(case, function)) is not None:
            return failure
    rival, least = _with_two_knots(case), Function.of(case.solution.spline)
    if (k := misses(case, rival)) is not None:
        refute(f"the rival does not go through point {k + 1}", knots=[str(t) for t in rival.knots])
    if compare_costs(rival.sizes, least.sizes, case.p) <= 0:
        refute("two knots in the place of one cost no more", knots=[str(t) for t in rival.knots])
    return holds()


def _with_two_knots(case: SplineCase) -> Function:
    """Return the minimiser with two knots instead of one on one of the pairs.

    A knot pays one gap whole and a share of the other, whose rest is paid at its own data point.
    """
    rng, x, gaps = case.rng(), case.data.flint.x, case.flint_gaps
    i, share = rng.choice(pairs(case)), rng.choice(_SHARES)
    first, second = gaps[i - 1], gaps[i]
    if rng.random() < 0.5:
        left, right, rest = first, share * second, (x[i + 1], second - share * second)
    else:
        left, right, rest = share * first, second, (x[i], first - share * first)
    knots, changes = case.solution.spline.flint.knots, case.solution.spline.flint.changes
    kept = [(t, c) for t, c in zip(knots, changes, strict=True) if not x[i] <= t <= x[i + 1]]
    return through(case, [*kept, (x[i] + (x[i + 1] - x[i]) * right / (left + right), left + right), rest])


def _zero_curvature_too(case: SplineCase) -> Finding:
    signs = case.curvature
    beside = [None, *signs, None]
    where = [k + 1 for k in range(len(signs) - 1) if beside[k] != signs[k] == signs[k + 1] != beside[k + 3]]
    if not where:
        not_met("no two neighbouring points of one curvature whose other neighbours have another")
    return pair_fails(case, Function.of(case.solution.spline), where) or holds()


def _whatever_is_beside(case: SplineCase) -> Finding:
    where = [k + 1 for k, (one, two) in enumerate(pairwise(case.curvature)) if one * two > 0]
    if not where:
        not_met("no two neighbouring points of one nonzero curvature")
    return pair_fails(case, Function.of(case.solution.spline), where) or holds()


def _in_the_middle(case: SplineCase) -> Finding:
    if not pairs(case):
        not_met("no such pair")
    x, function = case.data.flint.x, Function.of(case.solution.spline)
    for i in pairs(case):
        if [t for t, _ in knots_between(function, x[i], x[i + 1])] != [(x[i] + x[i + 1]) / 2]:
            refute(f"no knot in the middle between points {i + 1} and {i + 2}")
    return holds()


def _at_1(case: SplineCase) -> Finding:
    if not pairs(case):
        not_met("no such pair")
    rival, least = _with_two_knots(case), Function.of(case.solution.spline)
    if sum(rival.sizes, fmpq(0)) > sum(least.sizes, fmpq(0)):
        return holds()
    refute("a function with two knots there has the same V_1", knots=[str(t) for t in rival.knots])


def _cases() -> SearchStrategy[SplineCase]:
    """Draw runs of two gaps, alone or beside others."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_runs

    others = st.lists(st.integers(1, 4), max_size=1)
    lengths = st.builds(lambda a, b: [*a, 2, *b], others, others)
    return spline_cases(lengths.flatmap(data_sets_with_runs))


def _any_gaps() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import gap_sequences

    return spline_cases(gaps=gap_sequences(2, 6))


def _longer_runs() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets_with_runs

    return spline_cases(data_sets_with_runs([3]) | data_sets_with_runs([4]))


CLAIM = Claim(
    id="theorem-3.1-2a",
    number="Theorem 3.1, item 2a",
    title="two neighbours of equal curvature",
    statement="If x_i, x_{i+1} have the same nonzero curvature and their other neighbours (if any) another, then every "
    "minimiser of V_p has exactly one knot in [x_i, x_{i+1}]: where the chord lines of slopes s_{i-1}, s_{i+1} meet, "
    "with slope change d_i + d_{i+1}.",
    hypotheses="0 < p < 1; a run of exactly two gaps. The paper does not say *nonzero*; without it the item is false, "
    "and contradicts item 1 (one of the faults shows it).",
    establishes="On every such pair of these data each minimiser has this one knot, and a function with two knots in "
    "its place (a random one) is strictly dearer. " + LOOKED_AT,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a.",
    scope="one input",
    check=_check,
    cases=_cases,
    faults=(
        Fault(
            "zero curvature too",
            "The same for two neighbours of curvature 0.",
            _zero_curvature_too,
            _any_gaps,
        ),
        Fault(
            "whatever is beside",
            "The same for any two neighbours of equal nonzero curvature.",
            _whatever_is_beside,
            _longer_runs,
        ),
        Fault("in the middle", "The knot is in the middle between x_i and x_{i+1}.", _in_the_middle),
        Fault("p = 1", "Every minimiser of V_1 has exactly one knot in [x_i, x_{i+1}].", _at_1),
    ),
)
