"""Faces of the fan of neurons: where a network of least l^p price can have its weights; finitely many candidates.

The *refined fan* is that of the hyperplanes xbar_i . w = 0 and w_k = 0. Every w lies in the relative interior of just
one of its faces; on a face the signs of all xbar_i . w and all w_k are fixed, so the outputs at the points are linear
in w, and ||w||_p^p is strictly concave along every line in it.

**Vertices.** Let a network have the least price, 0 < p < 1. It has one neuron at most for each face and sign of v (two
would be cheaper as one), each active somewhere. Then the linear map from the spans of its faces to the outputs at the
points is one-to-one: along a direction that it sends to 0 all weights can move both ways a little, and the price,
strictly concave there, falls on one side. So the dimensions of the faces add up to at most N, and the faces alone
determine the weights. As p -> 0 the same networks are best for every small enough p.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

from flint import fmpz_mat

from sparsest.exact.clock import Clock
from sparsest.multivariate.arrangement import Signs
from sparsest.multivariate.kinds import integral_rows, rays_between
from sparsest.points import Points

__all__ = ["Face", "faces", "most_rays", "normals"]

_Ints: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Face:
    """A face of the refined fan on which some point is active; its relative interior.

    Parameters
    ----------
    signs : tuple of int, shape (N + d + 1,)
        The signs of all xbar_i . w, then those of all w_k.
    basis : tuple of vectors
        Rays of the face that span it, as many as its dimension.
    outputs : tuple of vectors, shape (dimension, N)
        For each vector of the basis what it puts out at the points, which are scaled as `Kinds` scales them.
    """

    signs: Signs
    basis: tuple[_Ints, ...]
    outputs: tuple[_Ints, ...]

    @property
    def dimension(self) -> int:
        """The dimension of the face."""
        return len(self.basis)


def most_rays(points: Points) -> int:
    """Return half of how many rays the refined fan has at most.

    Examples
    --------
    >>> most_rays(Points([[0, 1], [1, 0]], [0, 1]))
    10
    """
    return comb(len(points) + points.dimension + 1, points.dimension)


def normals(points: Points) -> list[_Ints]:
    """Return the normals of the hyperplanes of the refined fan: the scaled rows, then the axes.

    Examples
    --------
    >>> normals(Points([["1/2"]], [2]))
    [(1, 2), (1, 0), (0, 1)]
    """
    width = points.dimension + 1
    return [*integral_rows(points), *(tuple(int(k == j) for k in range(width)) for j in range(width))]


def faces(points: Points, clock: Clock | None = None) -> list[Face]:
    """Return all faces on which some point is active, those of high dimension first.

    Every face is the set of the sums of its rays with positive coefficients, so its signs are the join of theirs: all
    joins of compatible rays are formed. With a clock the work ends with `OutOfTimeError` when the time is up.

    Examples
    --------
    >>> [face.dimension for face in faces(Points([[1]], [2]))]
    [2, 2, 2, 1, 1]
    """
    rows, width = integral_rows(points), points.dimension + 1
    clock = clock or Clock()
    rays = rays_between(normals(points), width, clock)
    codes = {ray: _code(signs) for ray, signs in rays.items()}
    active = _code([1] * len(rows))
    found: list[Face] = []
    for face in _joins(set(codes.values()), clock):
        if face & active:
            clock.check()
            inside = [ray for ray, code in codes.items() if code | face == face]
            found.append(_face(_signs(face, len(rows) + width), rows, inside))
    return sorted(found, key=lambda face: (-face.dimension, face.signs))


def _code(signs: Iterable[int]) -> int:
    """Return signs as a number, two bits for each: what is asked of faces is asked of all their signs at once."""
    return sum((1 if sign > 0 else 2) << 2 * k for k, sign in enumerate(signs) if sign)


def _signs(code: int, count: int) -> Signs:
    return tuple((0, 1, -1)[code >> 2 * k & 3] for k in range(count))


def _joins(rays: set[int], clock: Clock) -> set[int]:
    """Return the codes of all sums of rays of which no two have opposite signs anywhere."""
    positive = sum(1 << place for place in range(0, max(rays, default=0).bit_length(), 2))
    ways = [(code, (code & positive) << 1 | code >> 1 & positive) for code in rays]
    found, fresh = set(rays), list(rays)
    while fresh:
        clock.check()
        face = fresh.pop()
        for code, opposite in ways:
            if not face & opposite and (joined := face | code) not in found:
                found.add(joined)
                fresh.append(joined)
    return found


def _face(signs: Signs, rows: list[_Ints], rays: list[_Ints]) -> Face:
    basis: list[_Ints] = []
    for ray in rays:
        longer = [*basis, ray]
        if fmpz_mat(len(longer), len(ray), [a for row in longer for a in row]).rank() == len(longer):
            basis = longer
    outputs = tuple(
        tuple(
            sum(a * b for a, b in zip(row, w, strict=True)) if s > 0 else 0 for row, s in zip(rows, signs, strict=False)
        )
        for w in basis
    )
    return Face(signs, tuple(basis), outputs)
