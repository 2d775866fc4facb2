"""Theorem 3.1, item 2b: what minimisers are like on three or more neighbouring points of equal curvature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs_check.answers import MINIMIZERS_SEEN, minimal_functions, some_minimizers
from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, exists, refute
from proofs_check.unaided.compare import compare
from proofs_check.unaided.form import equal_stretches, require_slopes_between
from proofs_check.unaided.functions import Function, connecting_the_dots, knots_between, slopes_beside
from proofs_check.unaided.rivals import rival

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]


def _check(case: SplineCase) -> None:
    for function in minimal_functions(case):
        require_slopes_between(case, function)
    other = rival(case) if case.rng().random() < 0.5 else connecting_the_dots(case)
    over = compare(other.sizes, minimal_functions(case)[0].sizes, case.p)
    if over < 0:
        refute("another interpolant costs less", knots=other.shown)
    if over == 0:  # then it is a minimiser too
        require_slopes_between(case, other)


def _counts(is_right: Callable[[int, int], bool]) -> Callable[[SplineCase], None]:
    """Return the check of a false statement about the number of knots on x_i, ..., x_{i+m}, of equal curvature."""

    def check(case: SplineCase) -> None:
        x = case.data.flint.x
        for spline in some_minimizers(case):
            for i, m in equal_stretches(case):
                knots = knots_between(Function.of(spline), x[i], x[i + m])
                if not is_right(len(knots), m):
                    refute(f"{len(knots)} knots on {m + 1} points", knots=[str(t) for t, _ in knots])

    return check


def _at_1(case: SplineCase) -> None:
    dots = connecting_the_dots(case)
    if dots.variation <= Function.of(case.solution.spline).variation:
        require_slopes_between(case, dots)


def _strictly_between(case: SplineCase) -> None:
    s = case.flint_slopes
    beside = slopes_beside(Function.of(case.solution.spline), case.data.flint.x)
    for i, m in equal_stretches(case):
        for j in range(i, i + m + 1):
            if any(u in (s[j - 1], s[j]) for u in beside[j]):
                refute(f"the slope at point {j + 1} is that of a chord")


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
    statement="Let x_i, ..., x_{i+m}, m >= 2, have the same nonzero curvature and their other neighbours (if any) "
    "another. There every minimiser of V_p is convex (curvature +1) or concave (-1), has the slope s_{i-1} before x_i "
    "and s_{i+m} after x_{i+m}, and between them at most m - 1 other slopes, so at most m knots; each u_j is between "
    "s_{i+j-1} and s_{i+j}, and its piece goes through (x_{i+j}, y_{i+j}). It has at least ceil((m+1)/2) knots.",
    hypotheses="0 < p < 1; a run of m + 1 >= 3 gaps. The paper says m consecutive points x_i, ..., x_{i+m}, which are "
    "m + 1; its bounds are right for these. The least number of knots is in its section A.1.4.",
    establishes="All of it for each minimiser on every such stretch of these data; and one other interpolant (random, "
    "or the connected dots) is dearer, or as cheap and of the same kind. " + MINIMIZERS_SEEN,
    leaves_open="Other data and other p. The minimisers are those of `solve`; that there are no others is theorem-a. "
    "Which numbers of knots occur is not said; both bounds do (m = 2: both are 2).",
    scope="one input",
    requires=(exists(equal_stretches, "no three neighbouring points of one nonzero curvature"),),
    check=_check,
    cases=_cases,
    faults=(
        Fault("at most m - 1", "There are at most m - 1 knots.", _counts(lambda k, m: k <= m - 1)),
        Fault(
            "more than the fewest",
            "There are more than ceil((m+1)/2) knots.",
            _counts(lambda k, m: k > (m + 2) // 2),
        ),
        Fault(
            "the fewest",
            "There are exactly ceil((m+1)/2) knots.",
            _counts(lambda k, m: k == (m + 2) // 2),
            _low_ends,
        ),
        Fault("strictly between", "The slopes lie strictly between those of the chords.", _strictly_between),
        Fault("p = 1", "The same for every minimiser of V_1.", _at_1),
    ),
)
