"""Affine pieces of labelled points, proposed in floating point: what `structure` builds its networks from.

A piece is a set of more than d+1 points whose labels are those of one affine function. Labels in general position have
none; labels of a network have one wherever a region holds enough points. Pieces are looked for through d+1 near
neighbours, which lie in one region more often than others. Nothing here decides anything: who takes a piece computes
its function exactly from its base, and checks what is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.exact.clock import Clock
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.arrangement import Vector
from sparsest.points import Points

__all__ = ["AffinePiece", "Bases", "PieceFit"]

# Bases at each point, and the entries of the table of bases and points that are made at most.
_TRIES, _ENTRIES = 40, 400_000
# Bases with a larger product of the sizes of the matrix and its inverse are left out.
_WORST_CONDITION = 1e5
# Sums of floats that differ by less, in relation to their terms, are taken for equal.
_CLOSE = 1e-9


class AffinePiece(NamedTuple):
    """Points whose labels seem to be those of one affine function, and d+1 of them that say which, or its weights."""

    base: tuple[int, ...]
    members: NDArray[np.bool_]
    values: NDArray[np.float64]
    function: Vector | None = None


class PieceFit(NamedTuple):
    """How well pieces say what labels are.

    Parameters
    ----------
    cost : int
        d+1 numbers for each piece that is needed, but for the first none, and one for each label that is in none: what
        folds have to make when an affine function is taken away, which folds that are turned round do for nothing.
    joined : int
        The size of the largest piece at each point, summed over the points: N^2 if all are one piece.
    """

    cost: int
    joined: int


class _Table(NamedTuple):
    """Sets of d+1 points, and the inverses of their rows [x, 1]."""

    chosen: NDArray[np.int64]
    inverses: NDArray[np.float64]


class Bases:
    """Sets of d+1 near neighbours in general position, at which affine functions are read off labels.

    Parameters
    ----------
    points : Points
        N points, d inputs; their labels play no part.
    seed : int
        Of the choice among near neighbours.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Attributes
    ----------
    entries : int
        Of the table of sets and points: what one fit costs.

    Examples
    --------
    >>> points = Points([[0], [1], [2], [3], [4]], [0, 0, 0, 1, 2])
    >>> [np.flatnonzero(piece.members).tolist() for piece in Bases(points).pieces(points.flint.y)]
    [[0, 1, 2], [2, 3, 4]]
    """

    def __init__(self, points: Points, seed: int = 0, clock: Clock | None = None) -> None:
        self._least = points.dimension + 2
        self._rows, self._seed, self._clock = _levelled(points), seed, clock or Clock()
        self._table = self._regular(np.arange(len(points)))
        self.entries = len(self._table.chosen) * len(points)

    def _regular(self, among: NDArray[np.int64]) -> _Table:
        """Return sets of near neighbours among these points, those in general position."""
        chosen = among[_neighbours(self._rows[among], np.random.default_rng(self._seed), self._clock)]
        matrices = self._rows[chosen]
        sizes = np.linalg.norm(matrices, axis=(1, 2))
        with np.errstate(all="ignore"):  # floats that under- or overflow propose nothing
            regular = np.abs(np.linalg.det(matrices)) > (sizes / _WORST_CONDITION) ** chosen.shape[1]
        inverses = np.linalg.inv(matrices[regular])
        good = sizes[regular] * np.linalg.norm(inverses, axis=(1, 2)) < _WORST_CONDITION
        return _Table(chosen[regular][good], inverses[good])

    def pieces(self, labels: Sequence[fmpq]) -> list[AffinePiece]:
        """Return the different pieces of these labels, larger ones first, none without a point more than its base."""
        r = np.array(scaled_floats(labels))
        values, members = self._values(self._table, r, np.abs(r).max(initial=0))
        sizes = members.sum(1)
        found: dict[bytes, AffinePiece] = {}
        for k in np.argsort(-sizes, kind="stable"):
            if sizes[k] < self._least:
                break
            base = tuple(self._table.chosen[k].tolist())
            found.setdefault(members[k].tobytes(), AffinePiece(base, members[k], values[k]))
        return list(found.values())

    def few(self, r: NDArray[np.float64], pieces: Sequence[AffinePiece]) -> list[AffinePiece]:
        """Return sets of d+1 near neighbours among the points in no piece, as pieces, the closest together first.

        Those in which a region of d+1 points is found. Among all points these are often not each other's nearest.
        """
        lone = np.flatnonzero(~np.any([np.zeros(len(r), np.bool_), *(piece.members for piece in pieces)], axis=0))
        table = self._regular(lone)
        values, members = self._values(table, r, np.abs(r).max(initial=0))
        spread = np.ptp(self._rows[table.chosen], axis=1).sum(1)
        return [
            AffinePiece(tuple(table.chosen[k].tolist()), members[k], values[k])
            for k in np.argsort(spread, kind="stable")
        ]

    def fit(self, r: NDArray[np.float64], size: float) -> PieceFit:
        """Return how well pieces say what the labels r are, in which what is small beside the size is rounding."""
        _, members = self._values(self._table, r, size)
        members = members[members.sum(1) >= self._least]
        largest = (members * members.sum(1)[:, None]).max(0, initial=0)
        unmet, cost, free = np.ones(len(r), np.bool_), 0, self._least - 1
        while len(members):
            sizes = members[:, unmet].sum(1)
            k = int(sizes.argmax())
            if sizes[k] < self._least:
                break
            unmet &= ~members[k]
            cost += self._least - 1
        cost -= min(cost, free)
        return PieceFit(cost + int(unmet.sum()), int(largest.sum()))

    def _values(
        self, table: _Table, r: NDArray[np.float64], size: float
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return the values at all points of the affine functions through each base, and where they are the labels."""
        weights = np.einsum("mij,mj->mi", table.inverses, r[table.chosen])
        values = weights @ self._rows.T
        slack = _CLOSE * (np.abs(weights).sum(1) + size)[:, None]  # no entry of a row is beyond [0, 1]
        return values, np.abs(values - r) <= slack


def _levelled(points: Points) -> NDArray[np.float64]:
    """Return rows [x, 1] with every input moved to begin at 0 and in units of its range: what is affine stays so."""
    columns = []
    for column in zip(*points.flint.x, strict=True):
        low = min(column)
        floats = np.array(scaled_floats([x - low for x in column]))
        columns.append(floats / (floats.max() or 1.0))
    return np.array([*columns, [1.0] * len(points)]).T


def _neighbours(rows: NDArray[np.float64], rng: np.random.Generator, clock: Clock) -> NDArray[np.int64]:
    """Return distinct sets of d+1 points: at each point its nearest ones, and others among twice as many."""
    count, width = rows.shape
    if count <= width:
        return np.zeros((0, width), np.int64)
    tries = max(1, min(_TRIES, _ENTRIES // count**2))
    bases: dict[tuple[int, ...], None] = {}
    for i in range(count):
        clock.check()
        near = np.argsort(np.abs(rows - rows[i]).sum(1), kind="stable")[: 2 * width + 1]
        for others in _choices(near[near != i], width - 1, tries, rng):
            bases[tuple(sorted([i, *others]))] = None
    return np.array(list(bases), np.int64)


def _choices(near: NDArray[np.int64], size: int, tries: int, rng: np.random.Generator) -> Iterator[list[int]]:
    yield near[:size].tolist()
    for _ in range(tries - 1):
        yield rng.choice(near, size, replace=False).tolist()
