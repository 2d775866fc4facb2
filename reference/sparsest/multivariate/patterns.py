"""Activation patterns of exact points (paper, section 4): which points a neuron (w . xbar)_+ is active on.

A pattern is D = diag(1[Xbar u >= 0]) for some u in Q^(d+1); its closed cone C_D = {u : (2D - I) Xbar u >= 0} holds the
weights w with (Xbar w)_+ = D Xbar w. A *cell* of the arrangement of the hyperplanes {u : xbar_i . u = 0} is a maximal
set of u with no product 0 and all signs fixed.

Patterns and cells are the same thing, degenerate points and u = 0 included. *Proof.* Let D be the pattern of u. Every
xbar_i ends in 1, so u + t e with e = (0, ..., 0, 1) has the products xbar_i . u + t: for small t > 0 the nonnegative
ones are positive, the negative ones still negative, so D is the pattern of a point in an open cell. QED. So no pattern
occurs on boundaries only, every C_D has full dimension, and their number is that of the cells: Zaslavsky's count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from flint import fmpq

from sparsest.errors import SparsestError
from sparsest.exact.clock import Clock
from sparsest.multivariate import arrangement
from sparsest.multivariate.arrangement import Signs, Vector
from sparsest.points import Points

__all__ = ["Pattern", "cells", "cover_count", "facets", "in_general_position"]


@dataclass(frozen=True)
class Pattern:
    """An activation pattern with weights that show it.

    Parameters
    ----------
    active : tuple of bool, shape (N,)
        The diagonal of D_j, in the order of the points.
    witness : tuple of fmpq, shape (d+1,)
        u with 1[xbar_i . u >= 0] = active; no product is 0.

    Examples
    --------
    >>> Pattern((True, False), (fmpq(-1), fmpq(0))).signs
    (1, -1)
    """

    active: tuple[bool, ...]
    witness: Vector

    @property
    def signs(self) -> Signs:
        """The diagonal of 2 D_j - I."""
        return tuple(1 if on else -1 for on in self.active)


def cells(points: Points) -> tuple[Pattern, ...]:
    """Return all activation patterns, sorted, each with a u in its open cell.

    That none is missing is checked against Zaslavsky's count, which is made without looking at any sign.

    Raises
    ------
    SparsestError
        If their number is not what Zaslavsky's theorem counts, which would be a defect of this package.

    Examples
    --------
    >>> [cell.active for cell in cells(Points([[0], [1]], [0, 0]))]
    [(False, False), (False, True), (True, False), (True, True)]
    """
    normals, columns = _essential(points)
    found = arrangement.open_cells(normals, len(columns))
    count = arrangement.count_cells(normals)
    if len(found) != count:
        raise SparsestError(
            f"{len(found)} cells were found where Zaslavsky's theorem counts {count}; please report this"
        )
    width = points.dimension + 1
    return tuple(Pattern(tuple(s > 0 for s in signs), _spread(found[signs], columns, width)) for signs in sorted(found))


def facets(found: Sequence[Pattern]) -> tuple[tuple[int, ...], ...]:
    """Return for each of all the cells the points whose inequalities are its facets: the others are implied.

    Two cells whose signs differ at one point only share a facet there, and every facet is shared by two such cells.

    Examples
    --------
    >>> facets(cells(Points([[0], [1], [2]], [0, 0, 0])))[0]
    (0, 2)
    """
    known = {cell.active for cell in found}
    return tuple(
        tuple(i for i, on in enumerate(a) if (*a[:i], not on, *a[i + 1 :]) in known) for a in (c.active for c in found)
    )


def in_general_position(points: Points, clock: Clock | None = None) -> bool:
    """Return whether every d+1 of the points are affinely independent (all of them, if there are fewer).

    Examples
    --------
    >>> in_general_position(Points([[0, 0], [1, 1], [2, 2]], [0, 0, 0]))
    False
    """
    return arrangement.is_uniform(points.lifted, points.dimension + 1, clock)


def cover_count(count: int, dimension: int) -> int:
    """Return Cover's 2 sum_{k<=d} C(N-1, k): the number of cells in general position, and at most that otherwise.

    Examples
    --------
    >>> cover_count(6, 2)
    32
    """
    return 2 * sum(comb(count - 1, k) for k in range(dimension + 1))


def _essential(points: Points) -> tuple[list[Vector], list[int]]:
    """Return the rows xbar_i on columns that span all columns, and which they are: no sign vector is lost."""
    reduced, size = points.xbar.rref()
    columns = [next(k for k in range(reduced.ncols()) if reduced[i, k] != 0) for i in range(size)]
    return [tuple(row[k] for k in columns) for row in points.lifted], columns


def _spread(u: Vector, columns: Sequence[int], width: int) -> Vector:
    entries = dict(zip(columns, u, strict=True))
    return tuple(entries.get(k, fmpq(0)) for k in range(width))
