"""The form that Theorem 3.1 gives to minimisers, item by item: where it speaks, and whether a function has it.

What a function fails is raised: the claim that asks is refuted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.claim import refute
from proofs_check.unaided.functions import Atom, Function, knots_between, slopes_beside

__all__ = [
    "bends", "equal_neighbours", "equal_pairs", "equal_stretches", "linear_intervals", "meeting_point",
    "must_be_linear", "require_linear", "require_one_knot", "require_slopes_between",
]  # fmt: skip


def must_be_linear(case: SplineCase) -> list[bool]:
    """Return whether item 1 rules out a knot, for each of the N + 1 open intervals that the points cut the line into.

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


def require_linear(case: SplineCase, function: Function, linear: Sequence[bool], what: str = "a minimiser") -> None:
    """Look for knots strictly inside intervals that are to be linear, and at the first and the last point.

    Parameters
    ----------
    case : SplineCase
        The data.
    function : Function
        The function.
    linear : sequence of bool
        Whether interval k is to be linear; interval 0 is the leftmost, left of all points.
    what : str
        Which function it is, in a few words.

    Raises
    ------
    FindingError
        If there is one.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> f = Function(fmpq(0), fmpq(0), (fmpq(3, 2),), (fmpq(2),))
    >>> examine(lambda case: require_linear(case, f, must_be_linear(case), "this one"), case).reason
    'this one has a knot at 3/2, between 1 and 2'
    """
    x = case.data.flint.x
    for t in function.knots:
        k = bisect_right(x, t)
        if linear[k] and (k == 0 or x[k - 1] != t):
            low, high = x[k - 1] if k else "-infinity", x[k] if k < len(x) else "infinity"
            refute(f"{what} has a knot at {t}, between {low} and {high}", knot=str(t))
    # The printed end intervals are closed at x_2 and x_{N-1}: a knot may stand there, and none at x_1 or x_N.
    if function.knots and (function.knots[0] == x[0] or function.knots[-1] == x[-1]):
        refute(f"{what} has a knot at the first or the last point")


def bends(case: SplineCase, function: Function) -> Iterator[tuple[int, fmpq, fmpq, list[Atom]]]:
    """Yield how a function bends on each interval [x[i], x[i+1]], as Lemmas A.1 and A.2 ask.

    Yields
    ------
    i, A, B, knots
        The index from 0; s_i less the slope left of x[i]; the slope right of x[i+1] less s_i; the knots in the closed
        interval.

    Examples
    --------
    >>> from proofs_check.unaided.functions import connecting_the_dots
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2], [0, 0, 1]))
    >>> list(bends(case, connecting_the_dots(case)))
    [(0, 0, 1, [(1, 1)]), (1, 1, 0, [(1, 1)])]
    """
    x = case.data.flint.x
    beside = slopes_beside(function, x)
    for i, slope in enumerate(case.flint_slopes):
        yield i, slope - beside[i][0], beside[i + 1][1] - slope, knots_between(function, x[i], x[i + 1])


def equal_neighbours(case: SplineCase) -> list[int]:
    """Return the index i, from 0, of each two neighbouring points x[i], x[i+1] of one nonzero curvature.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> equal_neighbours(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))
    [1, 2]
    """
    return [k + 1 for k, (one, two) in enumerate(pairwise(case.curvature)) if one * two > 0]


def equal_pairs(case: SplineCase) -> list[int]:
    """Return the index i, from 0, of each pair x[i], x[i+1] of item 2a: a run of exactly two gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> equal_pairs(SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3])))
    [1]
    """
    return [start + 1 for start, stop in case.runs if stop - start == 2]


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


def require_one_knot(case: SplineCase, function: Function, pairs: Iterable[int]) -> None:
    """Look whether, on each pair x[i], x[i+1], the function has one knot: where the chord lines beside it meet.

    Raises
    ------
    FindingError
        If it is not so on one of them.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from proofs_check.unaided.functions import connecting_the_dots
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3], [0, 0, 1, 3]))
    >>> examine(lambda case: require_one_knot(case, connecting_the_dots(case), equal_pairs(case)), case).reason
    '2 knots between points 2 and 3'
    """
    x, y = case.data.flint
    for i in pairs:
        found = knots_between(function, x[i], x[i + 1])
        if len(found) != 1:
            refute(f"{len(found)} knots between points {i + 1} and {i + 2}", knots=[str(t) for t, _ in found])
        before = (y[i] - y[i - 1]) / (x[i] - x[i - 1])
        after = (y[i + 2] - y[i + 1]) / (x[i + 2] - x[i + 1])
        if found != [(meeting_point(case, i), after - before)]:
            refute(f"not where the chord lines beside points {i + 1} and {i + 2} meet", knot=str(found[0][0]))


def equal_stretches(case: SplineCase) -> list[tuple[int, int]]:
    """Return (i, m) for each stretch x[i], ..., x[i+m] of item 2b, m >= 2 as printed: a run of m + 1 gaps.

    Examples
    --------
    >>> from sparsest import Dataset
    >>> equal_stretches(SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6])))
    [(1, 2)]
    """
    return [(start + 1, stop - start - 1) for start, stop in case.runs if stop - start >= 3]


def require_slopes_between(case: SplineCase, function: Function) -> None:
    """Look whether, on each stretch, the function is as item 2b says: slopes, signs and number of its knots.

    Raises
    ------
    FindingError
        If it is not so on one of them.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> from proofs_check.unaided.functions import connecting_the_dots
    >>> from sparsest import Dataset
    >>> case = SplineCase(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 3, 6]))
    >>> examine(lambda case: require_slopes_between(case, Function.of(case.solution.spline)), case).verdict.value
    'holds'
    >>> examine(lambda case: require_slopes_between(case, connecting_the_dots(case)), case).reason
    '3 knots on 3 points of equal curvature from point 2 on'
    """
    x, s, d = case.data.flint.x, case.flint_slopes, case.flint_gaps
    found = equal_stretches(case)
    beside = slopes_beside(function, x) if found else []
    for i, m in found:
        knots = knots_between(function, x[i], x[i + m])
        what = f"{m + 1} points of equal curvature from point {i + 1} on"
        for j in range(i, i + m + 1):
            low, high = sorted((s[j - 1], s[j]))
            if not all(low <= u <= high for u in beside[j]):
                refute(f"a slope at point {j + 1} outside those of the chords", slopes=list(map(str, beside[j])))
        if (beside[i][0], beside[i + m][1]) != (s[i - 1], s[i + m]):
            refute(f"not the slopes of the chords beside {what}", slopes=[str(beside[i][0]), str(beside[i + m][1])])
        if any(c * d[i - 1] <= 0 for _, c in knots):
            refute(f"a slope change of the other sign on {what}", changes=[str(c) for _, c in knots])
        if not (m + 2) // 2 <= len(knots) <= m:
            refute(f"{len(knots)} knots on {what}", knots=[str(t) for t, _ in knots])
        for (low, _), (high, _) in pairwise(knots):
            if x[max(bisect_left(x, low), i + 1)] > min(high, x[i + m - 1]):
                refute(f"a piece that goes through no inner one of {what}", ends=[str(low), str(high)])
