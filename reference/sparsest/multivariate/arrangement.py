"""Cells of a central hyperplane arrangement {u : g_i . u = 0}, exact, degenerate ones included.

Cells are enumerated by deletion and restriction, without a linear program: a hyperplane cuts exactly those cells of the
earlier ones that its own cells (one dimension lower) are part of, and a cell of the restriction hands over a point at
which to cut. Counting is separate: `count_cells` is Zaslavsky's theorem, and looks at no sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from flint import fmpq, fmpq_mat

from sparsest.exact.clock import Clock

__all__ = ["Signs", "Vector", "count_cells", "is_uniform", "open_cells", "rank", "sign_of", "signs_at"]

Vector: TypeAlias = tuple[fmpq, ...]
Signs: TypeAlias = tuple[int, ...]

_ZERO, _ONE = fmpq(0), fmpq(1)


def open_cells(normals: Sequence[Vector], dimension: int, clock: Clock | None = None) -> dict[Signs, Vector]:
    """Return every open cell: its signs (+1 or -1 for each normal), with a point u of it.

    Parameters
    ----------
    normals : sequence of vectors
        g_1, ..., g_N, none zero; parallel ones are allowed.
    dimension : int
        Length of the vectors.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Returns
    -------
    dict
        Signs of (g_i . u) to an integral u, for each cell.

    Examples
    --------
    >>> sorted(open_cells([(fmpq(1), fmpq(0)), (fmpq(1), fmpq(1))], 2))
    [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    """
    clock = clock or Clock()
    lines, where = _distinct(normals)
    found: dict[Signs, Vector] = {(): (_ZERO,) * dimension}
    for k, normal in enumerate(lines):
        cut = _cut_cells(lines[:k], normal, clock)
        grown: dict[Signs, Vector] = {}
        for signs, u in found.items():
            clock.check()
            if signs in cut:
                grown |= {(*signs, s): v for s, v in _either_side(lines[:k], normal, cut[signs])}
            else:
                grown[(*signs, sign_of(_dot(normal, u)))] = u
        found = grown
    return {tuple(signs[line] * sign for line, sign in where): u for signs, u in found.items()}


def count_cells(normals: Sequence[Vector]) -> int:
    """Return the number of open cells (Zaslavsky 1975), by deletion and restriction of counts alone.

    Examples
    --------
    >>> count_cells([(fmpq(1), fmpq(0)), (fmpq(0), fmpq(1)), (fmpq(1), fmpq(1))])
    6
    """
    lines = list(dict.fromkeys(_line(g)[0] for g in normals))
    if len(lines) < 2:
        return 1 + len(lines)
    *earlier, last = lines
    return count_cells(earlier) + count_cells(_restricted(earlier, last))


def is_uniform(vectors: Sequence[Vector], size: int, clock: Clock | None = None) -> bool:
    """Return whether every `size` of the vectors are linearly independent (all of them, if there are fewer).

    Examples
    --------
    >>> is_uniform([(fmpq(1), fmpq(0)), (fmpq(2), fmpq(0))], 2)
    False
    """
    size, clock = min(size, len(vectors)), clock or Clock()
    for subset in combinations(vectors, size):
        clock.check()
        if rank(subset) < size:
            return False
    return True


def rank(vectors: Sequence[Vector]) -> int:
    """Return the dimension of the span.

    Examples
    --------
    >>> rank([(fmpq(1), fmpq(2)), (fmpq(2), fmpq(4))])
    1
    """
    if not vectors:
        return 0
    return fmpq_mat(len(vectors), len(vectors[0]), [a for v in vectors for a in v]).rank()


def sign_of(value: fmpq) -> int:
    """Return +1, 0 or -1."""
    return (value > 0) - (value < 0)


def signs_at(vectors: Sequence[Vector], u: Vector) -> Signs:
    """Return the signs of the products of the vectors with u.

    Examples
    --------
    >>> signs_at([(fmpq(1),), (fmpq(-1),)], (fmpq(3),))
    (1, -1)
    """
    return tuple(sign_of(_dot(v, u)) for v in vectors)


def _cut_cells(earlier: Sequence[Vector], normal: Vector, clock: Clock) -> dict[Signs, Vector]:
    """Return the cells of the earlier hyperplanes that the new one cuts, each with a point of the cut."""
    pivot = _pivot(normal)
    restricted = [_drop(g, normal, pivot) for g in earlier]
    return {signs: _lift(t, normal, pivot) for signs, t in open_cells(restricted, len(normal) - 1, clock).items()}


def _either_side(earlier: Sequence[Vector], normal: Vector, u: Vector) -> list[tuple[int, Vector]]:
    """Return a point on each side of the new hyperplane, on the same side as u of the earlier ones."""
    step = _ONE
    for g in earlier:
        slope = abs(_dot(g, normal))
        if slope != 0:
            step = min(step, abs(_dot(g, u)) / (2 * slope))
    return [(s, _primitive(tuple(a + s * step * b for a, b in zip(u, normal, strict=True)))) for s in (1, -1)]


def _restricted(others: Sequence[Vector], normal: Vector) -> list[Vector]:
    pivot = _pivot(normal)
    return [_drop(g, normal, pivot) for g in others]


def _drop(g: Vector, normal: Vector, pivot: int) -> Vector:
    """Return g as a function on the hyperplane, in the coordinates other than the pivot."""
    ratio = g[pivot] / normal[pivot]
    return tuple(a - ratio * b for k, (a, b) in enumerate(zip(g, normal, strict=True)) if k != pivot)


def _lift(t: Vector, normal: Vector, pivot: int) -> Vector:
    """Return the point of the hyperplane with these coordinates other than the pivot."""
    rest = [b for k, b in enumerate(normal) if k != pivot]
    return (*t[:pivot], -_dot(tuple(rest), t) / normal[pivot], *t[pivot:])


def _pivot(vector: Vector) -> int:
    return next(k for k, a in enumerate(vector) if a != 0)


def _line(g: Vector) -> tuple[Vector, int]:
    """Return the primitive integral vector on the line of g with a positive first nonzero entry, and the sign of g."""
    sign = sign_of(g[_pivot(g)])
    return _primitive(tuple(sign * a for a in g)), sign


def _distinct(normals: Sequence[Vector]) -> tuple[list[Vector], list[tuple[int, int]]]:
    """Return the distinct lines, and for each normal its line's index and its sign along it."""
    index: dict[Vector, int] = {}
    where = []
    for g in normals:
        line, sign = _line(g)
        where.append((index.setdefault(line, len(index)), sign))
    return list(index), where


def _dot(a: Vector, b: Vector) -> fmpq:
    return sum((s * t for s, t in zip(a, b, strict=True) if s != 0), _ZERO)


def _primitive(u: Vector) -> Vector:
    """Return the shortest integral vector in the direction of u."""
    if not u:
        return u
    numerators, _ = fmpq_mat(1, len(u), u).numer_denom()
    entries = numerators.entries()
    common = entries[0]
    for a in entries[1:]:
        common = common.gcd(a)
    return tuple(fmpq(a, abs(common)) for a in entries) if common != 0 else u
