"""Theorem 3.1 at p = 0: some interpolant of fewest knots has the form of items 1 and 2."""

from __future__ import annotations

from bisect import bisect_right

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute
from proofs_check.claims.theorem_3_1_2a import pair_fails
from proofs_check.claims.theorem_3_1_2b import stretch_fails
from proofs_check.unaided.functions import Function, connecting_the_dots, misses, through
from proofs_check.unaided.rivals import rival

__all__ = ["CLAIM", "form_fails", "least_knots"]


def least_knots(case: SplineCase) -> int:
    """Return a lower bound on the knots of any interpolant, without the solver.

    An interpolant's slope changes, weighted with the tent of x_i, sum to the gap d_i. So if d_i > 0 it has a knot of
    positive slope change in the open interval (x_{i-1}, x_{i+1}), and likewise if d_i < 0. Disjoint such intervals of
    one sign need different knots, and so do the two signs. For each sign the most disjoint intervals are taken, as ever
    from left to right by their right ends; here they are in order already.

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


def form_fails(case: SplineCase, function: Function) -> Finding | None:
    """Return a refutation unless the function is as items 1, 2a and 2b say of minimisers.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> form_fails(case, Function.of(case.solution.spline)) is None
    True
    """
    x, eps = case.data.flint.x, case.curvature
    for t in function.knots:
        if t < x[1] or t > x[-2]:
            refute("a knot before x_2 or after x_{N-1}", knot=str(t))
        j = bisect_right(x, t) - 1  # x[j] <= t < x[j + 1]
        if x[j] != t and eps[j - 1] * eps[j] <= 0:
            refute(f"a knot between points {j + 1} and {j + 2}, where item 1 allows none", knot=str(t))
    return pair_fails(case, function) or stretch_fails(case, function)


def _check(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    function = Function.of(case.fewest.spline)
    if (k := misses(case, function)) is not None:
        refute(f"the spline does not go through point {k + 1}")
    knots, fewest = len(function.knots), least_knots(case)
    if case.fewest.fewest_knots != fewest:
        refute(f"{case.fewest.fewest_knots} are said to be the fewest knots, and {fewest} are")
    if knots != fewest or knots != sum((stop - start + 1) // 2 for start, stop in case.runs):
        refute(f"{knots} knots, where {fewest} are the least possible", knots=list(map(str, function.knots)))
    other = rival(case).function
    if len(other.knots) < fewest:
        refute(f"an interpolant with fewer than {fewest} knots", knots=[str(t) for t in other.knots])
    return form_fails(case, function) or holds()


def _overshooting(case: SplineCase) -> Function | None:
    """Return a function of fewest knots in which one knot pays too much and the next one undoes that, if there is one.

    A knot at a data point whose right neighbour has a knot too, of the other sign, moves halfway to it and doubles its
    slope change, so that it still pays its own gap; the neighbour takes off what it pays to the other.
    """
    x = case.data.flint.x
    knots, changes = case.fewest.spline.flint.knots, case.fewest.spline.flint.changes
    atoms = list(zip(knots, changes, strict=True))
    places = {str(t): k for k, t in enumerate(x)}  # by text: hashes of rationals are slow
    for k in range(len(atoms) - 1):
        (t, c), (u, e) = atoms[k], atoms[k + 1]
        if c * e < 0 and str(t) in places and str(u) in places and places[str(u)] == places[str(t)] + 1:
            return through(case, [*atoms[:k], ((t + u) / 2, 2 * c), (u, e - c), *atoms[k + 2 :]])
    return None


def _every_minimizer(case: SplineCase) -> Finding:
    other = _overshooting(case)
    if other is None:
        not_met("no two neighbouring points with knots of opposite signs")
    if misses(case, other) is not None or len(other.knots) != least_knots(case):
        return holds()
    return form_fails(case, other) or holds()


def _as_many_as_runs(case: SplineCase) -> Finding:
    return _counts(case, len(case.runs))


def _as_many_as_half_the_gaps(case: SplineCase) -> Finding:
    return _counts(case, (sum(map(abs, case.curvature)) + 1) // 2)


def _counts(case: SplineCase, number: int) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    function = Function.of(case.fewest.spline)
    if misses(case, function) is None and len(function.knots) == number == least_knots(case):
        return holds()
    refute(f"the fewest knots are {least_knots(case)}, not {number}")


def _dots_are_fewest(case: SplineCase) -> Finding:
    if len(case.data) < 2:
        not_met("a single point")
    dots = len(connecting_the_dots(case).knots)
    if dots != least_knots(case):
        refute(f"{dots} knots, where {least_knots(case)} do")
    return holds()


CLAIM = Claim(
    id="theorem-3.1-p0",
    number="Theorem 3.1, p = 0",
    title="fewest knots",
    statement="At p = 0 some interpolant of fewest knots has the form that items 1, 2a and 2b give to minimisers; its "
    "number of knots is the sum of ceil(n/2) over the runs of n gaps. There are usually others of fewest knots.",
    hypotheses="p = 0, N >= 2.",
    establishes="The spline that `solve` returns for these data at p = 0 interpolates, has that form and that many "
    "knots; and no interpolant has fewer, since disjoint intervals around the data points each need a knot.",
    leaves_open="Other data. How many minimisers there are is not part of this claim.",
    scope="one input",
    check=_check,
    cases=spline_cases,
    faults=(
        Fault("every minimiser", "Every interpolant of fewest knots has that form.", _every_minimizer),
        Fault("number of runs", "The fewest knots are as many as there are runs.", _as_many_as_runs),
        Fault("half the gaps", "The fewest knots are half the nonzero gaps, rounded up.", _as_many_as_half_the_gaps),
        Fault("connected dots", "Connecting the dots has the fewest knots.", _dots_are_fewest),
    ),
    per_exponent=False,
)
