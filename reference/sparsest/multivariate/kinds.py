"""Kinds of neurons: which weights may be nonzero, and which points the neuron is active on.

A *kind* (S, A) holds the weights w in Q^(d+1) that vanish outside the support S and lie in the closed cell A of the
arrangement {w in Q^S : xbar_i . w = 0}. Only supports whose columns of Xbar are linearly independent count: any other
neuron does the same at the points with fewer weights (a basic solution w' of Xbar w' = Xbar w). Then every cell is a
pointed cone, the nonnegative combinations of its *rays*, and on it w -> ((xbar_i . w)_+)_i is linear. So a network is,
at the points and at its price, a nonnegative combination of rays, with a sign and a price for each kind in use.

Three prices, the paper's (9), its conclusion's, and (3):

    parameters   |S|, supports of every size
    neurons      1, the cells of one largest support
    knots        1, d = 1, with a free affine part (section 3)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb
from operator import mul
from typing import Literal, TypeAlias

import numpy as np
from flint import fmpq, fmpz, fmpz_mat
from numpy.typing import NDArray

from sparsest.errors import UsageError
from sparsest.exact.clock import Clock
from sparsest.multivariate import arrangement
from sparsest.multivariate.patterns import cover_count
from sparsest.points import Points

__all__ = [
    "COUNTS",
    "Count",
    "Kind",
    "Kinds",
    "Mask",
    "Support",
    "integral_labels",
    "integral_rows",
    "integral_scales",
    "rays_between",
]

#: Indices of the weights that may be nonzero; d is the bias.
Support: TypeAlias = tuple[int, ...]
Count: TypeAlias = Literal["parameters", "neurons", "knots"]
#: One entry for each signed kind: kind k with output weight > 0 is entry 2k, with output weight < 0 entry 2k+1.
Mask: TypeAlias = NDArray[np.bool_]
_Ints: TypeAlias = tuple[int, ...]

_CHUNK = 1000
# Sums below this are exact in 64 bits.
_WORD = 2**62

#: What can be counted.
COUNTS: tuple[Count, ...] = ("parameters", "neurons", "knots")


@dataclass(frozen=True)
class Kind:
    """The neurons of one support and one activation pattern.

    Parameters
    ----------
    support : tuple of int
        S.
    signs : tuple of int, shape (N,)
        The signs of xbar_i . w inside the cell; 0 where xbar_i vanishes on S.
    rays : tuple of int
        The rays of the closed cell, as indices of `Kinds.rays`.
    cost : int
        What a neuron of this kind counts.
    """

    support: Support
    signs: arrangement.Signs
    rays: _Ints
    cost: int


class Kinds:
    """All kinds that cost at most `most` and are active somewhere, the expensive ones first, then by support and signs.

    Parameters
    ----------
    points : Points
        The data.
    count : {"parameters", "neurons", "knots"}
        What is counted.
    most : int, optional
        Leave out kinds that cost more.
    clock : Clock, optional
        When work on the kinds, or with them, must end, with `OutOfTimeError`; never unless told.

    Raises
    ------
    UsageError
        If `count` is none of these, or "knots" is asked of several inputs.

    Examples
    --------
    >>> kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]))
    >>> len(kinds), len(kinds.rays), kinds[0]
    (7, 7, Kind(support=(0, 1), signs=(-1, -1, 1), rays=(0, 1), cost=2))
    """

    __slots__ = ("__dict__", "_index", "clock", "count", "kinds", "most", "points", "rays")

    def __init__(
        self, points: Points, count: Count = "parameters", most: int | None = None, clock: Clock | None = None
    ) -> None:
        if count not in COUNTS:
            raise UsageError(f"count = {count!r}; choose one of {', '.join(COUNTS)}")
        if count == "knots" and points.dimension > 1:
            raise UsageError(f"knots are counted for one input; these points have {points.dimension}")
        self.points, self.count, self.most, self.clock = points, count, most, clock or Clock()
        self._index: dict[_Ints, int] = {}
        self.rays: list[_Ints] = []
        self.kinds = tuple(self._enumerate())

    @staticmethod
    def most_kinds(points: Points, count: Count = "parameters", most: int | None = None) -> int:
        """Return at most how many kinds of at most this cost there are: Cover's count for every support.

        Examples
        --------
        >>> points = Points([[0, 1], [1, 0], [2, 2]], [1, 2, 3])
        >>> Kinds.most_kinds(points), len(Kinds(points)), Kinds.most_kinds(points, most=1)
        (32, 25, 6)
        """
        width, n = points.dimension + 1, len(points)
        if count != "parameters":
            return cover_count(n, width - 1)
        largest = min(width, n, width if most is None else most)
        return sum(comb(width, size) * cover_count(n, size - 1) for size in range(1, largest + 1))

    def _enumerate(self) -> Iterator[Kind]:
        for support in self._independent_supports():
            cost = len(support) if self.count == "parameters" else 1
            rows = [tuple(row[k] for k in support) for row in self.rows]
            rays = rays_between(rows, len(support), self.clock)
            vectors = list(rays)
            cells = sorted(signs for signs in _cells(rows, len(support), self.clock) if any(s > 0 for s in signs))
            for signs, own in zip(cells, _members(cells, list(rays.values())), strict=True):
                self.clock.check()
                yield Kind(support, signs, tuple(self._ray(support, vectors[k]) for k in own), cost)

    def _independent_supports(self) -> Iterator[Support]:
        width = self.points.dimension + 1
        if self.count != "parameters":
            if self.most is None or self.most >= 1:
                yield _independent_columns(self.rows)
            return
        largest = min(width, len(self.points), width if self.most is None else self.most)
        for size in range(largest, 0, -1):
            for support in combinations(range(width), size):
                self.clock.check()
                if _rank([[row[k] for k in support] for row in self.rows]) == size:
                    yield support

    def _ray(self, support: Support, w: _Ints) -> int:
        whole = [0] * (self.points.dimension + 1)
        for k, a in zip(support, w, strict=True):
            whole[k] = a
        key = tuple(whole)
        if key not in self._index:
            self._index[key] = len(self.rays)
            self.rays.append(key)
        return self._index[key]

    @cached_property
    def scales(self) -> _Ints:
        """For each point what makes its row and its label integers."""
        return integral_scales(self.points)

    @cached_property
    def rows(self) -> tuple[_Ints, ...]:
        """The rows xbar_i times their scales."""
        return tuple(integral_rows(self.points))

    @cached_property
    def labels(self) -> _Ints:
        """The labels y_i times the scales of their points."""
        return integral_labels(self.points)

    @cached_property
    def outputs(self) -> tuple[_Ints, ...]:
        """For each ray its ((xbar_i . r)_+)_i, scaled as `rows`."""
        return tuple(self._output(r) for r in self.rays)

    def _output(self, ray: _Ints) -> _Ints:
        self.clock.check()
        return tuple(max(0, _dot(row, ray)) for row in self.rows)

    @cached_property
    def free(self) -> tuple[_Ints, ...]:
        """What networks may add at no cost: the columns of Xbar for "knots", nothing otherwise."""
        return tuple(zip(*self.rows, strict=True)) if self.count == "knots" else ()

    @cached_property
    def costs(self) -> NDArray[np.int64]:
        """The price of every signed kind."""
        return np.repeat(np.array([kind.cost for kind in self.kinds], np.int64), 2)

    @cached_property
    def _members(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The rays of all kinds, one kind behind the other; where each kind's begin; and how many it has."""
        counts = np.array([len(kind.rays) for kind in self.kinds], np.int64)
        rays = np.array([ray for kind in self.kinds for ray in kind.rays], np.int64)
        return rays, np.cumsum(counts) - counts, counts

    def rays_of(self, mask: Mask) -> Mask:
        """Return which signed rays the signed kinds of the mask have: all with v > 0, then all with v < 0.

        Examples
        --------
        >>> kinds = Kinds(Points([[0], [1]], [0, 1]), "neurons")
        >>> kinds[0].rays, kinds.rays_of(np.array([False, True, False, False, False, False])).tolist()
        ((0, 1), [False, False, False, False, True, True, False, False])
        """
        rays, _, counts = self._members
        found = np.zeros(2 * len(self.rays), np.bool_)
        for sign in (0, 1):
            found[sign * len(self.rays) + rays[np.repeat(mask[sign::2], counts)]] = True
        return found

    @cached_property
    def _output_matrix(self) -> fmpz_mat:
        return fmpz_mat(len(self.rays), len(self.rows), [a for row in self.outputs for a in row])

    @cached_property
    def _small_outputs(self) -> tuple[NDArray[np.int64], int]:
        """The outputs, if no sum of them with multipliers below the number beside overflows; nothing beside 0."""
        largest = max((a for row in self.outputs for a in row), default=0) * max(len(self.rows), 1)
        if largest >= _WORD:
            return np.zeros((0, 0), np.int64), 0
        return np.array(self.outputs, np.int64).reshape(len(self.rays), len(self.rows)), _WORD // max(largest, 1)

    def _signs(self, multipliers: Sequence[int]) -> NDArray[np.int8]:
        """Return the sign of the sum of multipliers times outputs, for each ray, exactly."""
        outputs, most = self._small_outputs
        if all(abs(a) < most for a in multipliers):
            return np.sign(outputs @ np.array(multipliers, np.int64)).astype(np.int8)
        totals = self._output_matrix * fmpz_mat(len(self.rows), 1, list(multipliers))
        return np.array([(a > 0) - (a < 0) for a in totals.entries()], np.int8)

    def unblocked(self, multipliers: Sequence[int]) -> Mask:
        """Return which signed kinds can contribute to multipliers . (labels) > 0: some ray of theirs does.

        Multipliers belong to the scaled rows. If multipliers . labels > 0, a network without any of these neurons
        does not interpolate: every neuron of it, and so the whole, contributes at most 0.

        Examples
        --------
        >>> kinds = Kinds(Points([[0], [1], [2]], [0, 1, 0]), "knots")
        >>> kinds.unblocked([-1, 2, -1]).tolist()
        [False, True, False, True, False, True, False, True, False, False]
        """
        signs = self._signs(multipliers)
        rays, starts, _ = self._members
        mask = np.zeros(2 * len(self.kinds), np.bool_)
        if starts.size:
            mask[0::2] = np.maximum.reduceat(signs[rays], starts) > 0
            mask[1::2] = np.minimum.reduceat(signs[rays], starts) < 0
        return mask

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, k: int) -> Kind:
        return self.kinds[k]

    def __repr__(self) -> str:
        return f"<Kinds: {len(self.kinds)} with {len(self.rays)} rays, counting {self.count}>"


def integral_scales(points: Points) -> _Ints:
    """Return for each point the least common denominator of its input and its label.

    Examples
    --------
    >>> integral_scales(Points([["1/2"], [1]], ["1/3", 2]))
    (6, 1)
    """
    scales = []
    for row, label in zip(points.lifted, points.flint.y, strict=True):
        scale = fmpz(1)
        for a in (*row, label):
            scale = scale.lcm(a.q)
        scales.append(int(scale))
    return tuple(scales)


def integral_rows(points: Points) -> list[_Ints]:
    """Return the rows xbar_i times their scales.

    Examples
    --------
    >>> integral_rows(Points([["1/2"], [1]], ["1/3", 2]))
    [(3, 6), (1, 1)]
    """
    return [_integers(row, c) for row, c in zip(points.lifted, integral_scales(points), strict=True)]


def integral_labels(points: Points) -> _Ints:
    """Return the labels times the scales of their points.

    Examples
    --------
    >>> integral_labels(Points([["1/2"], [1]], ["1/3", 2]))
    (2, 2)
    """
    return _integers(points.flint.y, integral_scales(points))


def _integers(values: Sequence[fmpq], scale: int | Sequence[int]) -> _Ints:
    scales = [scale] * len(values) if isinstance(scale, int) else scale
    return tuple(int(a.p) * (c // int(a.q)) for a, c in zip(values, scales, strict=True))


def _dot(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(map(mul, a, b))


def _rank(rows: Sequence[Sequence[int]]) -> int:
    return int(fmpz_mat(len(rows), len(rows[0]), [a for row in rows for a in row]).rank())


def _independent_columns(rows: Sequence[_Ints]) -> Support:
    """Return the first columns that span all columns."""
    chosen: list[int] = []
    for k in range(len(rows[0])):
        if _rank([[row[j] for j in (*chosen, k)] for row in rows]) > len(chosen):
            chosen.append(k)
    return tuple(chosen)


def _cells(rows: Sequence[_Ints], width: int, clock: Clock) -> Iterator[arrangement.Signs]:
    """Yield the sign vectors of the open cells, with 0 at rows that vanish."""
    zero = [not any(row) for row in rows]
    normals = [tuple(map(fmpq, row)) for row, empty in zip(rows, zero, strict=True) if not empty]
    for signs in arrangement.open_cells(normals, width, clock):
        rest = iter(signs)
        yield tuple(0 if empty else next(rest) for empty in zero)


def rays_between(rows: Sequence[_Ints], width: int, clock: Clock | None = None) -> dict[_Ints, arrangement.Signs]:
    """Return the rays of all cells, primitive integral, with their signs at the rows; the rows must span Q^width.

    Examples
    --------
    >>> sorted(rays_between([(1, 0), (1, 2)], 2).items())
    [((-2, 1), (-1, 0)), ((0, -1), (0, -1)), ((0, 1), (0, 1)), ((2, -1), (1, 0))]
    """
    clock = clock or Clock()
    rays: dict[_Ints, arrangement.Signs] = {}
    for subset in combinations(dict.fromkeys(row for row in rows if any(row)), width - 1):
        clock.check()
        if (w := _kernel_vector(subset, width)) is not None:
            signs = tuple((v > 0) - (v < 0) for v in (_dot(row, w) for row in rows))
            rays[w], rays[tuple(-a for a in w)] = signs, tuple(-s for s in signs)
    return rays


def _kernel_vector(rows: Sequence[_Ints], width: int) -> _Ints | None:
    """Return the primitive integral vector orthogonal to width-1 independent rows; None if they are dependent."""
    if width == 1:
        return (1,)
    vectors, nullity = fmpz_mat(len(rows), width, [a for row in rows for a in row]).nullspace()
    if nullity != 1:
        return None
    entries = [vectors[k, 0] for k in range(width)]
    common = fmpz(0)
    for a in entries:
        common = common.gcd(a)
    return tuple(int(a // common) for a in entries)


def _members(cells: Sequence[arrangement.Signs], rays: Sequence[arrangement.Signs]) -> Iterator[list[int]]:
    """Yield for each closed cell which of the rays lie in it: those without an opposite sign."""
    on = np.array(rays, np.float32)
    for start in range(0, len(cells), _CHUNK):
        inside = np.array(cells[start : start + _CHUNK], np.float32)
        # Counts of opposite signs, whole numbers far below 2^24.
        opposite = (inside > 0).astype(np.float32) @ (on < 0).T + (inside < 0).astype(np.float32) @ (on > 0).T
        for row in opposite:
            yield np.flatnonzero(row == 0).tolist()
