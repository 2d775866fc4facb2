"""How many parameters a function needs because it has many affine pieces (theory, section 6): a bound for many points.

If at most c points (x, y) lie on the graph of one affine function, an interpolant of N points is affine on no fewer
than N/c regions. They are parted by the folds of its neurons, and so many weights have only so many folds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
from flint import fmpq, fmpz_mat
from numpy.typing import NDArray

from sparsest.exact.clock import Clock
from sparsest.multivariate.arrangement import rank
from sparsest.multivariate.systems import numerators
from sparsest.points import Points

__all__ = ["RegionBound", "least_weights", "most_regions", "region_bounds"]

# Sets of d points, times points: so much work, a second or so.
_MOST_WORK = 1_000_000
# How many points are looked at first; then twice as many, and so on.
_FIRST = 16
# Products of numbers of fewer bits together fit into a word, with a sign.
_WORD = 62


class RegionBound(NamedTuple):
    """No network of fewer parameters than `lower` interpolates these points, by their numbers.

    Examples
    --------
    >>> RegionBound((0, 1, 2), 1).lower
    1
    """

    points: tuple[int, ...]
    lower: int


def region_bounds(points: Points, clock: Clock | None = None, above: int = -1) -> Iterator[RegionBound]:
    """Yield bounds by regions of more and more points, up to as many as can be looked at.

    There are none where the inputs lie in a hyperplane. Numbers of points that cannot show more than is known, whatever
    their labels, are passed over.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`.
    above : int
        The bound that is known already.

    Examples
    --------
    >>> grid = [[a, b] for a in range(5) for b in range(5)]
    >>> [bound.lower for bound in region_bounds(Points(grid, [a * a + b * b for a, b in grid]))]
    [2, 2]
    """
    clock, d, n = clock or Clock(), points.dimension, len(points)
    sizes = [size for size in range(1, n + 1) if size <= d + 1 or comb(size, d) * size <= _MOST_WORK]
    for size in sorted({min(_FIRST << k, sizes[-1]) for k in range(sizes[-1].bit_length())}):
        # Any d + 1 points with independent inputs are on one graph.
        if least_weights(d, -(-size // (d + 1))) <= above:
            continue
        # Spread over all points, which are in lexicographic order.
        chosen = tuple(sorted({k * n // size for k in range(size)}))
        rows = [points.lifted[i] for i in chosen]
        if rank(rows) > d:
            largest = _largest_piece(rows, [points.flint.y[i] for i in chosen], clock)
            yield RegionBound(chosen, least_weights(d, -(-size // largest)))


def _largest_piece(rows: Sequence[Sequence[fmpq]], labels: Sequence[fmpq], clock: Clock) -> int:
    """Return how many of the points (x, y) at most lie on the graph of one affine function; inputs span the space."""
    whole = [numerators((*row, y))[0] for row, y in zip(rows, labels, strict=True)]
    d, largest = len(rows[0]) - 1, 0
    matrix = fmpz_mat(whole)
    size = max(int(abs(a)).bit_length() for row in whole for a in row)
    words = np.array([[int(a) for a in row] for row in whole]) if size < _WORD else None
    for base in combinations(range(len(rows)), d):
        clock.check()
        normals, dimension = fmpz_mat([whole[i] for i in base]).nullspace()
        if dimension != 2:
            continue
        pair = [(int(normals[k, 0]), int(normals[k, 1])) for k in range(d + 2)]
        longest = max(abs(a) for both in pair for a in both).bit_length()
        if words is not None and size + longest + (d + 2).bit_length() < _WORD:
            found = _most_in_words(*pair[-1], words @ np.array(pair))
        else:
            products = (matrix * fmpz_mat([list(both) for both in pair])).tolist()
            found = _most_on_a_graph(*pair[-1], [(int(a), int(b)) for a, b in products])
        largest = max(largest, found)
    return largest


def _most_in_words(one: int, other: int, values: NDArray[np.int64]) -> int:
    """Return what `_most_on_a_graph` does, where no number is longer than a word: exact all the same."""
    reduced, inside = _reduced(values)
    rows, counts = np.unique(reduced, axis=0, return_counts=True)
    last, vertical = _reduced(np.array([[one, other]]))
    if vertical:  # both normals are: no graph goes through the base
        return inside
    return inside + int(counts[(rows != last[0]).any(axis=1)].max(initial=0))


def _reduced(pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return the pairs in lowest terms, up to a sign, and how many are 0 and left out."""
    common = np.gcd(pairs[:, 0], pairs[:, 1])
    kept = pairs[common != 0] // common[common != 0][:, None]
    kept[(kept[:, 1] < 0) | ((kept[:, 1] == 0) & (kept[:, 0] < 0))] *= -1
    return kept, int((common == 0).sum())


def _most_on_a_graph(one: int, other: int, values: Sequence[tuple[int, int]]) -> int:
    """Return how many points are on one graph through the base: a hyperplane with normal s n1 + t n2, not vertical.

    Given are the last entries of n1 and n2, and the products of both with the points.
    """
    inside, groups = 0, Counter[fmpq | None]()
    for a, b in values:
        if a == b == 0:
            inside += 1
        elif b * one != a * other:
            groups[fmpq(a, b) if b else None] += 1
    return inside + max(groups.values(), default=0)


def most_regions(dimension: int, weights: int) -> int:
    """Return a bound of how many regions the folds of neurons with so many weights make, whatever the neurons.

    Examples
    --------
    >>> [most_regions(2, weights) for weights in range(7)]
    [1, 2, 4, 4, 6, 7, 9]
    """
    return max(_regions(dimension, *folds) for folds in _allocations(dimension, weights))


def _allocations(dimension: int, weights: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield numbers of folds of each kind: x_j = 0 costs 1; x_j = t, or others through 0, cost 2; all others 3."""
    for axes in range(min(dimension, weights) + 1):
        for parallel in range((weights - axes) // 2 + 1):
            # The others have weights on two inputs at least.
            left = weights - axes - 2 * parallel if dimension > 1 else 0
            for central in range(left // 2 + 1):
                yield axes, parallel, central, (left - 2 * central) // 3


def _regions(dimension: int, axes: int, parallel: int, central: int, general: int) -> int:
    """Return a bound of the regions of so many hyperplanes: sets of them without a broken circuit."""
    # Elementary symmetric sums: at most one of a parallel family is in a set; families of like sizes have most sets.
    sums = [1] + [0] * dimension
    families = [(axes + parallel + k) // dimension for k in range(dimension)]
    for size in [*families, *[1] * (central + general)]:
        for k in range(dimension, 0, -1):
            sums[k] += size * sums[k - 1]
    through = axes + central
    # Of those through 0, all sets of d meet there, and each without a broken circuit has the first one.
    shared = comb(through, dimension) - (comb(through - 1, dimension - 1) if through else 0)
    return sum(sums) - shared


def least_weights(dimension: int, regions: int) -> int:
    """Return how many weights are needed for so many regions, at least.

    Examples
    --------
    >>> [least_weights(2, regions) for regions in (1, 2, 10, 34)]
    [0, 1, 7, 16]
    """
    most = 1
    while most_regions(dimension, most) < regions:
        most *= 2
    return bisect_left(range(most), regions, key=partial(most_regions, dimension))
