"""Problem (8) at p = 1: a lower bound of the sum of all |weights|, proved by one multiplier for each label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from proofs_check.unaided.nets import Vector, dot, lifted, null_space
from sparsest.points import Points

__all__ = ["all_rays", "proves_sum"]


def all_rays(points: Points) -> Iterator[Vector]:
    """Yield the rays of the fan of the hyperplanes xbar_i . w = 0 and w_k = 0, both ways; some more than once.

    Examples
    --------
    >>> [tuple(map(int, ray)) for ray in all_rays(Points([[2]], [0]))]
    [(1, -2), (-1, 2), (0, 1), (0, -1), (1, 0), (-1, 0)]
    """
    width = points.dimension + 1
    axes = [tuple(Fraction(j == k) for j in range(width)) for k in range(width)]
    for rows in combinations([*lifted(points), *axes], width - 1):
        basis = null_space(rows, width)
        if len(basis) == 1:
            first = next(a for a in basis[0] if a)
            yield tuple(a / abs(first) if first > 0 else -a / abs(first) for a in basis[0])
            yield tuple(-a / abs(first) if first > 0 else a / abs(first) for a in basis[0])


def proves_sum(points: Points, multipliers: Sequence[Fraction]) -> bool:
    """Return whether the multipliers lambda prove that every interpolating network has sum |v_k w_{k,i}| >= lambda . y.

    They do if |F(w)| <= ||w||_1 for all w, F(w) = sum_i lambda_i (xbar_i . w)_+, for lambda . y = sum_k v_k F(w_k).
    Both sides are linear on each cone of the fan, which is spanned by its rays; so the rays decide.

    Examples
    --------
    >>> points = Points([[3], [-3]], [1, 1])
    >>> proves_sum(points, [Fraction(1, 3), Fraction(1, 3)]), proves_sum(points, [Fraction(1, 2), Fraction(1, 3)])
    (True, False)
    """
    rows = lifted(points)
    return all(
        abs(sum((a * max(dot(w, row), Fraction(0)) for a, row in zip(multipliers, rows, strict=True)), Fraction(0)))
        <= sum(map(abs, w))
        for w in all_rays(points)
    )
