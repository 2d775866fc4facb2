"""Theorem 3.1, item 2b: what minimisers are like on three or more neighbouring points of equal curvature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.answers import LOOKED_AT, minimizers, some_minimizers
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.claims.theorem_3_1_2a import knots_between
from proofs_check.unaided.functions import Function, connecting_the_dots, slopes_beside
from proofs_check.unaided.rivals import compare_costs, dots, rival

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "stretch_fails", "stretches"]


def stretches(case: SplineCase) -> list[tuple[int, int]]:
    """Return (i, m) for each run of m >= 3 gaps, which are those of the points x[i], ..., x[i+m-1].

    Examples
    --------
    >>> from sparsest import Dataset
    >>> stretches(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))
    [(1, 3)]
    """
    return [(start + 1, stop - start) for start, stop in case.runs if stop - start >= 3]


def stretch_fails(case: SplineCase, function: Function) -> Finding | None:
    """Return a refutation if, on some stretch, the function is not as the item says of a minimiser.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6]))
    >>> stretch_fails(case, Function.of(case.solution.spline)) is None
    True
    >>> stretch_fails(case, connecting_the_dots(case)).reason
    '3 knots on 3 points of equal curvature from point 2 on'
    """
    found = stretches(case)
    if not found:
        return None
    x, s, d = case.data.flint.x, case.flint_slopes, case.flint_gaps
    beside = slopes_beside(function, x)
    for i, m in found:
        knots, what = (
            knots_between(function, x[i], x[i + m - 1]),
            f"{m} points of equal curvature from point {i + 1} on",
        )
        for j in range(i, i + m):
            low, high = sorted((s[j - 1], s[j]))
            if not all(low <= u <= high for u in beside[j]):
                refute(f"a slope at point {j + 1} outside those of the chords", slopes=list(map(str, beside[j])))
        if any(c * d[i - 1] <= 0 for _, c in knots):
            refute(f"a slope change of the other sign on {what}", changes=[str(c) for _, c in knots])
        if not (m + 1) // 2 <= len(knots) <= m - 1:
            refute(f"{len(knots)} knots on {what}", knots=[str(t) for t, _ in knots])
    return None


def _check(case: SplineCase) -> Finding:
    if not stretches(case):
        not_met("no three neighbouring points of one nonzero curvature")
    for function, missed in minimizers(case):
        if missed is not None:
            refute(f"the minimiser does not go through point {missed + 1}")
        if (failure := stretch_fails(case, function)) is not None:
            return failure
    return _no_outsider_wins(case)


def _no_outsider_wins(case: SplineCase) -> Finding:
    """Compare with an interpolant that is not as the item says: it must be dearer."""
    other, missed = rival(case) if case.rng().random() < 0.5 else dots(case)
    if missed is not None:
        refute(f"the rival does not go through point {missed + 1}", knots=[str(t) for t in other.knots])
    over = compare_costs(other.sizes, minimizers(case)[0].function.sizes, case.p)
    if over < 0 or (over == 0 and stretch_fails(case, other) is not None):
        refute("a function that is not so costs no more", knots=[str(t) for t in other.knots])
    return holds()


def _counts(case: SplineCase, is_right: Callable[[int, int], bool]) -> Finding:
    """Check a false statement about the number of knots on m points of equal curvature."""
    if not stretches(case):
        not_met("no three neighbouring points of one nonzero curvature")
    x = case.data.flint.x
    for spline in some_minimizers(case):
        for i, m in stretches(case):
            knots = knots_between(Function.of(spline), x[i], x[i + m - 1])
            if not is_right(len(knots), m):
                refute(f"{len(knots)} knots on {m} points", knots=[str(t) for t, _ in knots])
    return holds()


def _more_than_fewest(knots: int, m: int) -> bool:
    return knots > (m + 1) // 2


def _just_fewest(knots: int, m: int) -> bool:
    return knots == (m + 1) // 2


def _at_1(case: SplineCase) -> Finding:
    if not stretches(case):
        not_met("no three neighbouring points of one nonzero curvature")
    dots = connecting_the_dots(case)
    if sum(dots.sizes, fmpq(0)) > sum(Function.of(case.solution.spline).sizes, fmpq(0)):
        return holds()
    return stretch_fails(case, dots) or holds()


def _strictly_between(case: SplineCase) -> Finding:
    if not stretches(case):
        not_met("no three neighbouring points of one nonzero curvature")
    s = case.flint_slopes
    beside = slopes_beside(Function.of(case.solution.spline), case.data.flint.x)
    for i, m in stretches(case):
        for j in range(i, i + m):
            if any(u in (s[j - 1], s[j]) for u in beside[j]):
                refute(f"the slope at point {j + 1} is that of a chord")
    return holds()


def _cases() -> SearchStrategy[SplineCase]:
    """Draw runs of three to seven gaps, alone or beside others."""
    from hypothesis import strategies as st

    from proofs_check.cases.strategies import data_sets_with_gaps, data_sets_with_runs, runs

    alone = st.integers(3, 7).flatmap(runs)
    beside = st.sampled_from([(3, 2), (4, 1), (1, 3, 1), (2, 4), (3, 3)])
    return spline_cases(st.one_of(data_sets_with_gaps(alone), beside.flatmap(data_sets_with_runs)))


def _low_ends() -> SearchStrategy[SplineCase]:
    """Draw runs of four gaps with low ones at the ends: all but the smallest p pair the two in the middle."""
    from hypothesis import strategies as st

    low, high = (st.builds(Fraction, st.integers(1, 9), st.just(q)) for q in (500, 7))
    return spline_cases(gaps=st.tuples(low, high, high, low))


CLAIM = Claim(
    id="theorem-3.1-2b",
    number="Theorem 3.1, item 2b",
    title="three or more neighbours of equal curvature",
    statement="Let x_i, ..., x_{i+m-1}, m >= 3, have the same nonzero curvature and their other neighbours (if any) "
    "another. On [x_i, x_{i+m-1}] every minimiser of V_p is convex (curvature +1) or concave (-1), its slopes on both "
    "sides of each of these points x_j lie between s_{j-1} and s_j, and it has at least ceil(m/2) and at most m - 1 "
    "knots.",
    hypotheses="0 < p < 1; a run of m >= 3 gaps. Here m is the number of points: the paper says m consecutive points "
    "x_i, ..., x_{i+m}, which are m + 1.",
    establishes="All of it for each minimiser on every such stretch of these data; and one other interpolant (random, "
    "or the connected dots) is dearer, or as cheap and of the same kind. " + LOOKED_AT,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a. "
    "Which numbers of knots occur is not said; both bounds do (m = 3: both are 2).",
    scope="one input",
    check=_check,
    cases=_cases,
    faults=(
        Fault("at most m - 2", "There are at most m - 2 knots.", lambda c: _counts(c, lambda k, m: k <= m - 2)),
        Fault("more than the fewest", "There are more than ceil(m/2) knots.", lambda c: _counts(c, _more_than_fewest)),
        Fault("the fewest", "There are exactly ceil(m/2) knots.", lambda c: _counts(c, _just_fewest), _low_ends),
        Fault("strictly between", "The slopes lie strictly between those of the chords.", _strictly_between),
        Fault("p = 1", "The same for every minimiser of V_1.", _at_1),
    ),
)
