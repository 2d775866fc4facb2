"""Points in the order of a direction, and affine functions that part those before a place in it from those behind."""

from __future__ import annotations

from flint import fmpq, fmpz_mat, nmod_mat

from sparsest.multivariate.arrangement import Vector, rank
from sparsest.multivariate.systems import RowMatrix, numerators, row_products, short_between
from sparsest.points import Points

__all__ = ["Order", "by_values", "unit_vector"]

_ZERO, _ONE = fmpq(0), fmpq(1)
_PRIME = 2**61 - 1


class Order:
    """The points in the order of u . x; where that is the same for several, of the coordinates one after the other.

    No two points are equal, so this is an order of all of them for every u. Coordinates of many values come first.

    Parameters
    ----------
    points : Points
        The data.
    direction : tuple of fmpq, shape (d,)
        u, not zero.

    Attributes
    ----------
    rows, labels : list
        xbar_i and y_i in this order.
    functions : list of vectors, shape (d,)
        What is compared: u, then coordinates.

    Examples
    --------
    >>> order = Order(Points([[0, 0], [0, 5], [2, 1]], [1, 2, 3]), (fmpq(-1), fmpq(0)))
    >>> order.labels, order.support(0), order.support(1), order.support(2)
    ([3, 1, 2], (2,), (0, 2), (0, 1, 2))
    """

    def __init__(self, points: Points, direction: Vector) -> None:
        columns = list(zip(*points.flint.x, strict=True))
        used = [k for k, a in enumerate(direction) if a != 0]
        others = [k for k in by_values(points) if [k] != used]
        self.functions = [direction, *(unit_vector(len(columns), k) for k in others)]
        heights = [row_products(points.flint.x, direction), *(columns[k] for k in others)]
        places = sorted((place, i) for i, place in enumerate(zip(*heights, strict=True)))
        self.places = [place for place, _ in places]
        self.rows = [points.lifted[i] for _, i in places]
        self.labels = [points.flint.y[i] for _, i in places]
        self._matrix = RowMatrix(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, w: Vector) -> list[fmpq]:
        """Return w . xbar at all points in order.

        Examples
        --------
        >>> Order(Points([[3], [1]], [1, 2]), (fmpq(1),)).values((fmpq(1, 2), fmpq(1)))
        [3/2, 5/2]
        """
        return self._matrix.products(w)

    def is_positive_among(self, stretch: range, w: Vector) -> bool:
        """Return whether w . xbar > 0 at one of these points in order, which mostly shows soon.

        Examples
        --------
        >>> Order(Points([[3], [1]], [1, 2]), (fmpq(1),)).is_positive_among(range(1), (fmpq(1), fmpq(-1)))
        False
        """
        used = [(k, a) for k, a in enumerate(numerators(w)[0]) if a != 0]
        return any(sum(self._matrix.whole[i][k] * a for k, a in used) > 0 for i in reversed(stretch))

    def is_independent(self, stretch: range) -> bool:
        """Return whether these points in order are affinely independent: so they are if they are modulo a prime.

        Examples
        --------
        >>> Order(Points([[3], [1], [4]], [1, 2, 3]), (fmpq(1),)).is_independent(range(3))
        False
        """
        whole = [self._matrix.whole[i] for i in stretch]
        if nmod_mat(fmpz_mat(whole), _PRIME).rank() == len(whole):
            return True
        return rank([self.rows[i] for i in stretch]) == len(whole)

    def level(self, start: int) -> int:
        """Return the number of the function by which the point `start` is behind the one before it."""
        before, here = self.places[start - 1 : start + 1]
        return next(m for m, (a, b) in enumerate(zip(before, here, strict=True)) if a != b)

    def support(self, start: int) -> tuple[int, ...]:
        """Return the columns in which the guide at `start` has its weights; the last one is the bias."""
        bias = len(self.functions[0])
        if start == 0:
            return (bias,)
        level = self.level(start)
        if level == 0 and self.places[start - 1][0] < 0 < self.places[start][0]:
            return tuple(k for k, a in enumerate(self.functions[0]) if a != 0)
        own = {k for u in self.functions[: level + 1] for k, a in enumerate(u) if a != 0}
        return (*sorted(own), bias)

    def guide(self, start: int) -> Vector:
        """Return an affine g with g > 0 from the point `start` on and g < 0 before it, as weights of xbar.

        It is u . x - t, or where u does not part them (u . x - c) + e (v . x - t) with small e > 0, and so on.

        Examples
        --------
        >>> Order(Points([[0, 0], [0, 5], [2, 1]], [1, 2, 3]), (fmpq(1), fmpq(0))).guide(1)
        (1, 1/2, -3/2)
        """
        if start == 0:
            return (*(_ZERO for _ in self.functions[0]), _ONE)
        level, here = self.level(start), self.places[start]
        guide = (*self.functions[level], -short_between(self.places[start - 1][level], here[level]))
        for m in reversed(range(level)):
            apart = [abs(place[m] - here[m]) for place in self.places if place[m] != here[m]]
            if apart:
                most = max(abs(h) for h in self.values(guide))
                step = 1 / fmpq((most / min(apart)).floor() + 1)  # step * most < min(apart)
                outer = (*self.functions[m], -here[m])
                guide = tuple(a + step * b for a, b in zip(outer, guide, strict=True))
        return guide


def by_values(points: Points) -> list[int]:
    """Return the coordinates in the order of how many values they take, most first.

    Examples
    --------
    >>> by_values(Points([[0, 1], [0, 2]], [5, 6]))
    [1, 0]
    """
    columns = list(zip(*points.flint.x, strict=True))
    return sorted(range(len(columns)), key=lambda k: -len({(a.p, a.q) for a in columns[k]}))


def unit_vector(dimension: int, k: int) -> Vector:
    """Return e_k.

    Examples
    --------
    >>> unit_vector(3, 1)
    (0, 1, 0)
    """
    return tuple(_ONE if j == k else _ZERO for j in range(dimension))
