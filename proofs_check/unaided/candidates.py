"""The finite set Z of A.2.3, in which the minimisers of (58) lie for every p, and its largest entry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb

from proofs_check.unaided.nets import Activity, Net, Vector, dot, entry_columns, lifted, null_space, rank
from sparsest.points import Points

__all__ = ["are_few_candidates", "block_flats", "full_column_rank", "largest_candidate"]

_MOST_POINTS, _MOST_SETS = 3, 10_000


def block_flats(points: Points) -> list[list[Vector]]:
    """Return bases of all subspaces of R^(d+1) where some xbar_i . w and some w_k are 0, but for {0}.

    Examples
    --------
    >>> [len(basis) for basis in block_flats(Points([[1], [2]], [0, 0]))]
    [2, 1, 1, 1, 1]
    """
    width = points.dimension + 1
    axes = [tuple(Fraction(j == k) for j in range(width)) for k in range(width)]
    found: list[list[Vector]] = []
    for size in range(width):
        for rows in combinations([*lifted(points), *axes], size):
            basis = null_space(rows, width)
            if len(basis) == width - size and basis not in found:
                found.append(basis)
    return found


def are_few_candidates(points: Points) -> bool:
    """Return whether the points are so few that Z can be listed within seconds.

    Examples
    --------
    >>> [are_few_candidates(Points([[k] for k in range(n)], range(n))) for n in (3, 4)]
    [True, False]
    """
    n, width = len(points), points.dimension + 1
    patterns = 2 * sum(comb(n - 1, k) for k in range(width)) - 1
    return n <= _MOST_POINTS and comb(patterns * comb(n + width, width - 1), n) <= _MOST_SETS


def full_column_rank(points: Points, net: Net) -> bool:
    """Return whether [A_S; G_{I,S}] has full column rank: S the entries that are not 0, I the cone rows that are 0.

    Examples
    --------
    >>> whole, half = (Fraction(1), Fraction(1)), (Fraction(1), Fraction(0))
    >>> points = Points([[1], [2]], [2, 3])
    >>> full_column_rank(points, ((1, whole),)), full_column_rank(points, ((1, whole), (1, half)))
    (True, False)
    """
    outputs, rows = entry_columns(points, net), lifted(points)
    tight: list[Vector] = []
    place = 0
    for _, w in net:
        support = [k for k, a in enumerate(w) if a]
        for row in (row for row in rows if dot(w, row) == 0):
            entries = [Fraction(0)] * len(outputs)
            entries[place : place + len(support)] = [row[k] for k in support]
            tight.append(tuple(entries))
        place += len(support)
    return rank([*zip(*outputs, strict=True), *tight]) == len(outputs)


def largest_candidate(points: Points, patterns: list[Activity]) -> Fraction:
    """Return C, the largest |entry| of a z in Z: of all solutions of A_S z_S = y, G_{I,S} z_S = 0 of full column rank.

    Whether z keeps the other cone rows is not asked, as in the printed argument. A pattern has two blocks, nu_j and
    omega_j, whose outputs are opposite, so the size of a solution does not depend on which of them is used.

    Examples
    --------
    >>> points = Points([[1]], [3])
    >>> largest_candidate(points, [(True,)])
    Fraction(3, 1)
    """
    largest = Fraction(0)
    for chosen in _sets(points, patterns, len(points)):
        columns = [column for _, outputs in chosen for column in outputs]
        rows = list(zip(*columns, [-y for y in points.y], strict=True))
        solutions = null_space(rows, len(columns) + 1)
        if len(solutions) != 1 or solutions[0][-1] == 0:
            continue
        place = 0
        for basis, _ in chosen:
            part = [a / solutions[0][-1] for a in solutions[0][place : place + len(basis)]]
            place += len(basis)
            for entries in zip(*basis, strict=True):
                largest = max(largest, abs(dot(part, entries)))
    return largest


_Block = tuple[list[Vector], list[Vector]]


def _sets(points: Points, patterns: list[Activity], dimensions: int) -> Iterator[list[_Block]]:
    """Yield sets of flats, two for a pattern at most, of so many dimensions in all, with their outputs."""
    rows = lifted(points)
    blocks = [
        (on, basis, [tuple(dot(u, row) * a for row, a in zip(rows, on, strict=True)) for u in basis])
        for on in patterns
        if any(on)
        for basis in block_flats(points)
    ]

    def rest(start: int, left: int, taken: list[int]) -> Iterator[list[_Block]]:
        if left == 0:
            yield [blocks[k][1:] for k in taken]
            return
        for k in range(start, len(blocks)):
            used = sum(blocks[j][0] == blocks[k][0] for j in taken)
            if used < 2 and len(blocks[k][1]) <= left:
                yield from rest(k + 1, left - len(blocks[k][1]), [*taken, k])

    yield from rest(0, dimensions, [])
