"""Networks of labels that have a structure: those that a small network or a few affine pieces have made.

Next to a fold of f = sum_k v_k (w_k . xbar)_+ lie two affine pieces, and where one fold alone is between them, their
functions differ by +-v_k w_k. So a and the sign of a fold are read off two pieces: with a = l - m for the functions l
and m, it is convex, s = 1, if a > 0 on the side of l, and concave, s = -1, if a < 0 there. Then labels y - s (a)_+ have
the fold no more, and the pieces along all of it join. So folds are taken away, those that join most first, until the
labels are those of folds and one affine function more:

    y_i = sum_k s_k (a_k . xbar_i)_+ + c . xbar_i.

Which side of a fold is active is still open: s (a)_+ = s (-a)_+ + s a, so for every set K of folds, turned round,

    y_i = sum_{k not in K} s_k (a_k . xbar_i)_+ + sum_{k in K} s_k (-a_k . xbar_i)_+ + c_K . xbar_i,

where c_K = c + sum_{k in K} s_k a_k is 0 if the folds are those of a network: nothing else is left to pay. So a fold is
kept one way round only, labels are looked at but for affine functions, and where all neurons are off but those of K
what is left of the labels is known without a point: minus sum_{k in K} s_k a_k, a *null*. A last fold of which only one
side has a piece is found as the neuron that meets what this piece misses, the last two also as those that lead from one
piece to another: by points at which one is on alone, by a null, or as the least by a program.

Two folds between large pieces, taken for one, often join more than a fold of the network does. So lists of all lengths
go on in turn, and many of each length. Pieces are proposed in floats; folds, what is left of the labels and the
networks are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import chain, combinations, islice, product
from typing import NamedTuple

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.between import between_weights, neurons_between
from sparsest.multivariate.lone import lone_weights
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.pieces import AffinePiece, Bases, PieceFit
from sparsest.multivariate.systems import basic_solution, row_products
from sparsest.points import Points

__all__ = ["structure_networks"]

_ZERO = fmpq(0)
# Rounds: at most, at least, and what they are times the entries of a table of pieces.
_ROUNDS, _FEWEST_ROUNDS, _ENTRIES = 80, 8, 1_200_000
# How many lists of folds follow each, how many folds are weighed for it, and among how many pieces.
_WIDTH, _WEIGHED, _PIECES = 30, 200, 40
# Folds whose values differ by less than this many digits of the labels are weighed once.
_DIGITS = 7
# Pieces whose folds are looked for beside d+1 points alone.
_LARGE = 3
# Functions that are tried as those of regions in which all other neurons are off.
_NULLS = 32
# So many times d+1 points may be between two pieces, for two neurons to lead from one to the other.
_BETWEEN = 4
# Lists of folds that seem to come to more than so many neurons above what the labels seemed to at first are given up.
_SLACK = 1
# Pieces whose misses are met by single neurons.
_ENDS = 4
# This share of a piece may be on the wrong side of a fold: points that are in it by chance, as on a grid.
_MIXED = 0.15
# Floats that are smaller, in relation to the labels, are taken for 0.
_CLOSE = 1e-9
# Folds of which every set is turned round.
_TURNED = 10


class _Fold(NamedTuple):
    """The neuron sign (a)_+."""

    sign: int
    weights: Vector


class _State(NamedTuple):
    """Folds taken away, and the labels that are left."""

    folds: tuple[_Fold, ...]
    labels: list[fmpq]
    width: int
    fit: PieceFit

    @property
    def spent(self) -> int:
        return sum(a != 0 for fold in self.folds for a in fold.weights)

    @property
    def nulls(self) -> list[Vector]:
        """What is left of the labels where all neurons are off, but for some of those that were taken away."""
        signed = [tuple(-fold.sign * a for a in fold.weights) for fold in self.folds]
        zero = (_ZERO,) * self.width
        return [
            tuple(sum(column, _ZERO) for column in zip(zero, *(signed[k] for k in active), strict=True))
            for active in islice(_subsets(len(signed)), _NULLS)
        ]

    @property
    def rank(self) -> tuple[int, int]:
        """What it seems to come to, and how far pieces are joined already."""
        return self.spent + self.fit.cost, -self.fit.joined


class _Waiting:
    """States to go on from. In each round the best of every length has its turn, so none is lost to many like it."""

    def __init__(self, root: _State) -> None:
        self._heaps: list[list[tuple[tuple[int, int], int, _State]]] = []
        self._seen = set[frozenset[_Fold]]()
        self.add(root)

    def add(self, state: _State) -> None:
        """Keep a state if its folds are new, in whatever order."""
        folds = frozenset(state.folds)
        if folds in self._seen:
            return
        self._seen.add(folds)
        self._heaps += [[] for _ in range(len(folds) + 1 - len(self._heaps))]
        heappush(self._heaps[len(folds)], (state.rank, len(self._seen), state))

    def turns(self, rounds: int) -> Iterator[_State]:
        """Yield states, and those that are added meanwhile, each once."""
        for _ in range(rounds):
            for heap in self._heaps:  # it may grow meanwhile
                if heap:
                    yield heappop(heap)[2]


class _Crossing(NamedTuple):
    """Two pieces with a fold between them, convex or concave, and the float score of the labels without it."""

    fit: PieceFit
    sign: int
    one: AffinePiece
    other: AffinePiece


def structure_networks(points: Points, clock: Clock, seed: int = 0) -> Iterator[MultivariateNetwork]:
    """Yield networks that interpolate, each with fewer parameters than the one before, if the labels have structure.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock
        When to end. It ends of itself, and soon where no d+2 near neighbours have the labels of one affine function.
    seed : int
        Of the choice of near neighbours.

    Yields
    ------
    MultivariateNetwork
        Exact, and checked to interpolate.

    Examples
    --------
    >>> square = [[i, j] for i in range(5) for j in range(5)]
    >>> points = Points(square, [max(0, 2 * i - j - 1) - max(0, j - 3) for i, j in square])
    >>> [network.parameters for network in structure_networks(points, Clock())]
    [5]
    >>> list(structure_networks(Points([[0, 0], [1, 3], [2, 2], [3, 7]], [1, 5, -2, 3]), Clock()))
    []
    """
    best: int | None = None
    try:
        search = _Search(points, clock, seed)
        for network in search.networks():
            if (best is None or network.parameters < best) and network.interpolates(points):
                best = network.parameters
                search.most = best - 1
                yield network
    except OutOfTimeError:
        return


class _Search:
    def __init__(self, points: Points, clock: Clock, seed: int) -> None:
        self._points, self._clock = points, clock
        self._bases = Bases(points, seed, clock)
        self.most = len(points) + points.dimension + 1

    def networks(self) -> Iterator[MultivariateNetwork]:
        """Yield what the lists of folds end with, those that come to least first."""
        labels = list(self._points.flint.y)
        r = np.array(scaled_floats(labels))
        root = _State((), labels, self._points.dimension + 1, self._bases.fit(r, np.abs(r).max()))
        dearest = root.rank[0] + _SLACK * (self._points.dimension + 1)
        waiting = _Waiting(root)
        rounds = min(_ROUNDS, max(_FEWEST_ROUNDS, _ENTRIES // max(1, self._bases.entries)))
        for state in waiting.turns(rounds):
            if state.rank[0] > self.most:
                continue
            pieces = self._bases.pieces(state.labels)[:_PIECES]
            yield from self._ends(state, pieces)
            yield from self._betweens(state, pieces)
            for child in self._children(state, pieces):
                if child.rank[0] <= dearest:
                    waiting.add(child)

    def _children(self, state: _State, pieces: Sequence[AffinePiece]) -> Iterator[_State]:
        """Yield the states with one fold less in the labels, if that joins pieces and can be paid."""
        if not pieces or pieces[0].members.all():
            return
        crossings = sorted(
            self._crossings(state, pieces), key=lambda crossing: (crossing.fit.cost, -crossing.fit.joined)
        )
        for crossing in crossings[:_WIDTH]:
            self._clock.check()
            fold = self._fold(state, crossing)
            if state.spent + sum(a != 0 for a in fold.weights) <= self.most:
                left = [
                    r - fold.sign * a if a > 0 else r
                    for r, a in zip(state.labels, row_products(self._points.lifted, fold.weights), strict=True)
                ]
                yield _State((*state.folds, fold), left, state.width, crossing.fit)

    def _crossings(self, state: _State, pieces: Sequence[AffinePiece]) -> Iterator[_Crossing]:
        """Yield crossings of two pieces, of a piece and a null, and of a large piece and few points; each fold once."""
        r = np.array(scaled_floats(state.labels))
        nulls = self._nulls(state)
        pairs = chain(
            combinations(pieces, 2), product(pieces, nulls), self._half_known(r, pieces, [*pieces[:_LARGE], nulls[0]])
        )
        weighed, size = set[bytes](), np.abs(r).max(initial=0)
        for one, other in pairs:
            rise = one.values - other.values
            sign = _fold_sign(rise, one, other, size)
            if not sign:
                continue
            self._clock.check()
            # The same fold is between several pairs of pieces; and turned round it leaves the same pieces.
            where = (rise if rise[np.abs(rise).argmax()] > 0 else -rise) * (sign / size)
            if (key := where.round(_DIGITS).tobytes()) in weighed:
                continue
            weighed.add(key)
            fit = self._bases.fit(r - sign * np.maximum(rise, 0), size)
            if fit.joined > state.fit.joined:
                yield _Crossing(fit, sign, one, other)
            if len(weighed) == _WEIGHED:
                return

    def _nulls(self, state: _State) -> list[AffinePiece]:
        """Return the nulls as pieces without a point, their values in the unit of the labels' floats."""
        values = [row_products(self._points.lifted, function) for function in state.nulls]
        count = len(state.labels)
        floats = np.array(scaled_floats([*state.labels, *chain(*values)]))
        r, size = np.array(scaled_floats(state.labels)), np.abs(floats[:count]).max(initial=0)
        floats *= np.abs(r).max(initial=0) / size if size > 0 else 1
        return [
            AffinePiece((), np.zeros(count, np.bool_), row, function)
            for function, row in zip(state.nulls, floats[count:].reshape(-1, count), strict=True)
        ]

    def _half_known(
        self, r: NDArray[np.float64], pieces: Sequence[AffinePiece], large: Sequence[AffinePiece]
    ) -> Iterator[tuple[AffinePiece, AffinePiece]]:
        for few in self._bases.few(r, pieces):
            for piece in large:
                if not (piece.members & few.members).any():
                    yield piece, few

    def _fold(self, state: _State, crossing: _Crossing) -> _Fold:
        one, other = (self._function(state.labels, piece) for piece in (crossing.one, crossing.other))
        weights = tuple(a - b for a, b in zip(one, other, strict=True))
        first = next((a for a in weights if a != 0), _ZERO)
        # Turned round it is as good, and found as often.
        return _Fold(crossing.sign, weights if first > 0 else tuple(-a for a in weights))

    def _function(self, labels: Sequence[fmpq], piece: AffinePiece) -> Vector:
        """Return the affine function of a piece, exactly."""
        if piece.function is not None:
            return piece.function
        rows = [self._points.lifted[i] for i in piece.base]
        return basic_solution(rows, [labels[i] for i in piece.base]) or (_ZERO,) * (self._points.dimension + 1)

    def _ends(self, state: _State, pieces: Sequence[AffinePiece]) -> Iterator[MultivariateNetwork]:
        """Yield the networks of the folds and one neuron for each sign of what a piece misses."""
        for piece in pieces[:_ENDS]:
            base = self._function(state.labels, piece)
            misses = [r - a for r, a in zip(state.labels, row_products(self._points.lifted, base), strict=True)]
            last = []
            for sign in (1, -1):
                w = lone_weights(self._points.lifted, [max(sign * miss, _ZERO) for miss in misses], self._clock)
                if w is None:
                    break
                last += [_Fold(sign, w)] if any(w) else []
            else:
                yield self._network((*state.folds, *last), base)

    def _betweens(self, state: _State, pieces: Sequence[AffinePiece]) -> Iterator[MultivariateNetwork]:
        """Yield the networks of the folds and two neurons that lead from one piece to another."""
        rows, labels = self._points.lifted, state.labels
        zeros = AffinePiece((), np.array([r == 0 for r in labels]), np.zeros(len(rows)), (_ZERO,) * len(rows[0]))
        for low, high in combinations([zeros, *pieces[:_ENDS]], 2):
            between = np.flatnonzero(~(low.members | high.members)).tolist()
            if len(between) > _BETWEEN * len(rows[0]) or not (high.members & ~low.members).any():
                continue
            base, top = self._function(labels, low), self._function(labels, high)
            rise = tuple(a - b for a, b in zip(top, base, strict=True))
            misses = [r - a for r, a in zip(labels, row_products(rows, base), strict=True)]
            firsts = [tuple(a - b for a, b in zip(null, base, strict=True)) for null in state.nulls]
            for last in chain(
                neurons_between(rows, misses, rise, between, firsts, self._clock),
                self._least_pairs(misses, rise, between),
            ):
                yield self._network((*state.folds, *(_Fold(s, w) for s, w in last)), base)

    def _least_pairs(
        self, misses: Sequence[fmpq], rise: Vector, between: Sequence[int]
    ) -> Iterator[tuple[tuple[int, Vector], tuple[int, Vector]]]:
        """Yield two neurons that add up to the rise and are what is missed, where few points do not say which."""
        for sign, second, factor in _arrangements(misses, between) if len(between) <= len(rise) else ():
            found = between_weights(
                self._points.lifted,
                [factor * r for r in misses],
                tuple(factor * a for a in rise),
                sign,
                second,
                self._clock,
            )
            if found is not None:
                yield (factor, found[0]), (factor * sign, found[1])

    def _network(self, folds: Sequence[_Fold], rest: Vector) -> MultivariateNetwork:
        """Return the cheapest network of these folds, turned round or not, and an affine function."""
        best: tuple[int, list[MultivariateNeuron]] | None = None
        for turned in _subsets(len(folds)):
            c = list(rest)
            for k in turned:
                c = [a + folds[k].sign * b for a, b in zip(c, folds[k].weights, strict=True)]
            values = row_products(self._points.lifted, tuple(c))
            affine = [
                MultivariateNeuron(fmpq(s), tuple(s * a for a in c)) for s in (1, -1) if any(s * v > 0 for v in values)
            ]
            cost = len(affine) * sum(a != 0 for a in c)
            if best is None or cost < best[0]:
                best = cost, [*(_neuron(fold, k in turned) for k, fold in enumerate(folds)), *affine]
        return MultivariateNetwork(best[1] if best else (), self._points.dimension).merged(self._points)


def _arrangements(misses: Sequence[fmpq], between: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """Yield what two neurons between two pieces may be: sign of the second, where it is on alone, sign of both."""
    yield -1, (), 1
    between = [i for i in between if misses[i] != 0]
    if not between:
        return
    factor = 1 if misses[between[0]] > 0 else -1
    if all(factor * misses[i] > 0 for i in between):
        # The one that is on at the first of them is the first.
        for size in range(len(between)):
            for second in combinations(between[1:], size):
                yield 1, second, factor


def _neuron(fold: _Fold, is_turned: bool) -> MultivariateNeuron:
    return MultivariateNeuron(fmpq(fold.sign), tuple(-a for a in fold.weights) if is_turned else fold.weights)


def _subsets(count: int) -> Iterator[frozenset[int]]:
    for size in range(count + 1 if count <= _TURNED else 2):
        yield from map(frozenset, combinations(range(count), size))


def _fold_sign(rise: NDArray[np.float64], one: AffinePiece, other: AffinePiece, size: float) -> int:
    """Return 1 or -1 for pieces on the two sides of where they meet, convex or concave; 0 if they are mixed, or one."""
    slack = _CLOSE * size
    if np.abs(rise).max() <= slack:
        return 0
    for sign in (1, -1):
        wrong = (sign * rise[one.members] < -slack).sum(), (sign * rise[other.members] > slack).sum()
        if wrong[0] <= _MIXED * one.members.sum() and wrong[1] <= _MIXED * other.members.sum():
            return sign
    return 0
