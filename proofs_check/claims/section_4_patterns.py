"""Section 4, before Lemma 4.1: how many activation patterns there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

from proofs_check.answers import guarded
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute, undecided
from proofs_check.unaided.nets import Vector, active_at, lifted, random_neurons, rank
from sparsest.multivariate.patterns import cells, cover_count
from sparsest.points import Points

__all__ = ["CLAIM", "count_patterns", "most_patterns"]

_MOST = 300


def most_patterns(points: int, inputs: int) -> int:
    """Return 2 sum_{k<=d} C(N-1, k).

    Examples
    --------
    >>> most_patterns(3, 1), most_patterns(4, 2)
    (6, 14)
    """
    return 2 * sum(comb(points - 1, k) for k in range(inputs + 1))


def count_patterns(rows: Sequence[Vector]) -> int:
    """Return the number of parts into which the hyperplanes orthogonal to the rows divide space.

    One hyperplane after the other: it cuts as many parts in two as the earlier ones make within it. A row that is a
    multiple of an earlier one adds nothing.

    Examples
    --------
    >>> count_patterns(lifted(Points([[0], [1], [2]], [0, 0, 0])))
    6
    """
    parts, earlier = 1, list[Vector]()
    for row in rows:
        if all(rank([row, other]) == 2 for other in earlier):
            parts += count_patterns(_within(row, earlier))
            earlier.append(row)
    return parts


def _within(row: Vector, others: Sequence[Vector]) -> list[Vector]:
    """Return the other rows on the hyperplane orthogonal to this one: without the coordinate that it determines."""
    pivot = next(k for k, a in enumerate(row) if a)
    moved = (tuple(a - other[pivot] / row[pivot] * b for a, b in zip(other, row, strict=True)) for other in others)
    return [(*u[:pivot], *u[pivot + 1 :]) for u in moved]


def _few_patterns(case: NetworkCase) -> None:
    n, d = case.size, case.points.dimension
    if max(n, d) > _MOST or most_patterns(n, d) > _MOST:
        undecided(f"{n} points of {d} inputs have too many patterns to list")


def _general(points: Points) -> bool:
    """Return whether no k points lie in a flat of k - 2 dimensions, k = 2, ..., d+1."""
    rows = lifted(points)
    return all(rank(some) == len(some) for some in combinations(rows, min(len(rows), points.dimension + 1)))


@guarded
def _check(case: NetworkCase) -> Finding:
    points, n, d = case.points, case.size, case.points.dimension
    own = _at_most(case, most_patterns)
    if _general(points) and own != most_patterns(n, d):
        refute(f"there are {own} patterns of points in general position, not {most_patterns(n, d)}", patterns=own)
    known = {cell.active for cell in cells(points)}
    if len(known) != own or cover_count(n, d) != most_patterns(n, d):
        refute(f"the package lists {len(known)} patterns and bounds them by {cover_count(n, d)}", patterns=own)
    for _, w in random_neurons(points, case.rng(), 30):
        if active_at(points, w) not in known:
            refute(f"the pattern {active_at(points, w)} is not listed", weights=[str(a) for a in w])
    return holds(slack=most_patterns(n, d) - own)


def _at_most(case: NetworkCase, most: Callable[[int, int], int]) -> int:
    own, bound = count_patterns(lifted(case.points)), most(case.size, case.points.dimension)
    if own > bound:
        refute(f"there are {own} patterns, more than {bound}", patterns=own)
    return own


def _attained(case: NetworkCase) -> None:
    """Claim that there are as many patterns as the bound has for all data."""
    own, bound = count_patterns(lifted(case.points)), most_patterns(case.size, case.points.dimension)
    if own != bound:
        refute(f"{own} patterns, not {bound}", patterns=own)


def _power(case: NetworkCase) -> None:
    _at_most(case, lambda n, d: int(n**d))


def _half(case: NetworkCase) -> None:
    _at_most(case, lambda n, d: most_patterns(n, d) // 2)


def _without_bias(case: NetworkCase) -> None:
    _at_most(case, lambda n, d: most_patterns(n, d - 1))


CLAIM = Claim(
    id="section-4-patterns",
    number="Section 4, number of patterns",
    title="there are at most 2 sum C(N-1, k) activation patterns",
    statement="The number J of patterns D_j = diag(1[X u >= 0]), u in R^(d+1), is at most 2 sum_{k=0}^d C(N-1, k) "
    "(Cover), and equal to that in general position.",
    hypotheses="The inputs are different.",
    establishes="The parts of space between the hyperplanes, counted one hyperplane after the other, are no more than "
    "that, and as many in general position; the package lists as many patterns, and none that was seen at random is "
    "missing.",
    leaves_open="Other data. That patterns on the hyperplanes are those of parts beside them: raise the bias a little.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("N^d", "There are at most N^d patterns.", _power),
        Fault("half", "There are at most sum_{k=0}^d C(N-1, k) patterns.", _half),
        Fault("no bias", "2 sum_{k=0}^{d-1} C(N-1, k) bounds them too.", _without_bias),
        Fault("always attained", "There are as many for all data.", _attained, examples=150),
    ),
    requires=(_few_patterns,),
    examples=30,
    per_exponent=False,
)
