"""Beam search: networks whose neurons each meet as many points as they have weights (theory, section 6).

The points are taken in the order of a direction. `beam_kernel` proposes in floats which neuron meets which points; here
each is made again in exact numbers, and where the two disagree the search goes on from what is left, exactly. So what
comes out interpolates, and floats decide only how good it is. Labels in general position need as many parameters as
there are labels that are not 0, and mostly this is what is found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, takewhile
from math import inf
from typing import NamedTuple

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from sparsest.exact.clock import Clock
from sparsest.linear.scaling import scaled_floats
from sparsest.multivariate.ahead import compiled_within
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.order import by_values
from sparsest.multivariate.systems import RowMatrix
from sparsest.points import Points

__all__ = ["beam_networks"]

_ZERO = fmpq(0)
# States kept of a level: in the first round, how many times as many in the next one, and at most.
_WIDTH, _WIDER, _WIDEST = 8, 1.3, 1000
# What comes of an order depends on the order more than on the states kept: a round tries all with few states, and of
# them one in so many, the best ones, with so many times as many states; so often.
_BEST_OF, _RUNGS = 4, 3
# Few points are proved sooner than searched for long; and all that one call of the kernel does must be short.
_FEW_POINTS, _FEW_WIDEST, _MOST_WORK = 8, 60, 3e7
# How many unmet points a move chooses from; how many met ones may lie on its fold.
_NEAR, _FOLDS = 6, 6
# All moves are tried where they are so few; else so many, drawn anew for each pass.
_ALL_MOVES, _DRAWN_MOVES = 700, 400
# Chances of a drawn move: of its sizes, of the direction's columns, of the bias, of a fold through a point that is met.
_SIZES, _ALONG, _BIAS, _WASTEFUL = (0.06, 0.3, 0.36, 0.18, 0.1), 0.9, 0.75, 0.2
_UP_TO = (np.cumsum(_SIZES) / np.cumsum(_SIZES)[-1]).tolist()
_NOISE = 0.5
# Ends of a pass that are made exactly before it is given up; how often one goes on from what is left.
_ENDS, _AGAIN = 3, 40
# Orders along two coordinates with small factors, and around a point.
_MIXED, _ROUND = 6, 8
# How far away, in parts of the way between two points, is the centre of a bent front.
_FAR = 3
_FACTORS = (1, -1, 2, -2, 3, -3, 5, -5, 7, -7)


class BeamMove(NamedTuple):
    """A neuron: its output weight 1 or -1, the columns of its weights, points that it meets, points on its fold."""

    sign: int
    columns: tuple[int, ...]
    own: tuple[int, ...]
    folds: tuple[int, ...]


def beam_networks(points: Points, clock: Clock | None = None, seed: int = 0) -> Iterator[MultivariateNetwork]:
    """Yield exact interpolants, each of fewer parameters than the one before.

    It ends when a network has no more parameters than there are labels that are not 0. Else it ends after the widest
    search, or of more than a few points when the time of the clock, if it is limited, is up.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock, optional
        When to end, with `OutOfTimeError`; never unless told.
    seed : int
        Of the directions and moves drawn: the same seed gives the same networks, as far as the time goes.

    Yields
    ------
    MultivariateNetwork
        It interpolates exactly.

    Examples
    --------
    >>> data = Points([[0, 0], [1, 5], [2, 6], [3, 1], [4, 4]], [1, 1, -3, 5, 2])
    >>> [network.interpolates(data) for network in beam_networks(data)][-1:]
    [True]
    """
    clock, rng = clock or Clock(), np.random.default_rng(seed)
    goal = sum(y != 0 for y in points.flint.y)
    best: int | None = None
    width, widest = float(_WIDTH), _widest(len(points))
    rungs = _RUNGS if len(points) > _FEW_POINTS else 1
    while (width <= widest or _goes_on(points, clock)) and (best is None or best > goal):
        orders = list(_orders(points, rng))
        for rung in range(rungs):
            counts = list[float]()
            for order in orders:
                # The first passes tell orders apart; the others need not end if they come to nothing better.
                most = best - 1 if rung and best is not None else None
                network = _pass(order, int(min(width * _BEST_OF**rung, widest)), most, rng, clock)
                counts.append(inf if network is None else network.parameters)
                if network is not None and counts[-1] < (best or inf) and network.interpolates(points):
                    best = network.parameters
                    yield network
                    if best <= goal:
                        return
            orders = _promising(orders, counts)
        width = min(width * _WIDER, widest) if _goes_on(points, clock) else width * _WIDER


def _promising(orders: Sequence[_Ranked], counts: Sequence[float]) -> list[_Ranked]:
    """Return one order in a few, those of which came networks of the fewest parameters."""
    ranked = sorted(range(len(orders)), key=lambda k: counts[k])
    return [orders[k] for k in ranked[: max(1, len(orders) // _BEST_OF)]]


def _widest(count: int) -> float:
    return _FEW_WIDEST if count <= _FEW_POINTS else min(_WIDEST, max(_WIDTH, _MOST_WORK / (_ALL_MOVES * count)))


def _goes_on(points: Points, clock: Clock) -> bool:
    """Return whether the widest search is made again and again: of many points, as long as there is time."""
    return len(points) > _FEW_POINTS and clock.left < inf


class _Ranked:
    """The points in some order: their rows xbar, their labels, and the columns that the order goes by.

    `values(w)` are w . xbar at all of them.
    """

    def __init__(self, points: Points, places: Sequence[tuple[fmpq, ...]], along: Sequence[int]) -> None:
        order = sorted(range(len(points)), key=lambda i: places[i])
        self.rows = [points.lifted[i] for i in order]
        self.labels = [points.flint.y[i] for i in order]
        self.along = tuple(along)
        self.values = RowMatrix(self.rows).products


def _orders(points: Points, rng: np.random.Generator) -> Iterator[_Ranked]:
    """Yield the points along coordinates, both ways, those of most values first; along others; and from within."""
    d, x = points.dimension, points.flint.x
    for k in by_values(points)[:4]:
        for sign in (1, -1):
            yield _Ranked(points, [(sign * row[k], *row) for row in x], [k])
    for _ in range(_MIXED if d > 1 else 0):
        pair, (a, b) = rng.permutation(d)[:2].tolist(), rng.choice(_FACTORS, 2).tolist()
        yield _Ranked(points, [(int(a) * row[pair[0]] + int(b) * row[pair[1]], *row) for row in x], pair)
    for k in range(_ROUND if d > 1 else 0):
        one, other = (x[i] for i in rng.integers(len(x), size=2).tolist())
        # From within, around a point; or from one side, with a front that is bent.
        centre = one if k % 2 else tuple(_FAR * a - (_FAR - 1) * b for a, b in zip(one, other, strict=True))
        yield _Ranked(
            points, [(sum(((a - c) ** 2 for a, c in zip(row, centre, strict=True)), _ZERO), *row) for row in x], []
        )


def _pass(
    order: _Ranked, width: int, most: int | None, rng: np.random.Generator, clock: Clock
) -> MultivariateNetwork | None:
    """Return the network of one search along an order; None if there is none, or none with `most` parameters."""
    left, reached, neurons, spent = list(order.labels), 0, list[MultivariateNeuron](), 0
    moves = _moves(order, rng)
    # Points that are met without a parameter: there may be as many as labels 0.
    most = 2 * len(order.rows) * len(order.rows[0]) if most is None else most + sum(a == 0 for a in left)
    for _ in range(_AGAIN):
        if not any(left):
            return MultivariateNetwork(neurons, len(order.rows[0]) - 1)
        paths = _Beam(order, left, reached, moves, width, most - spent - len(left), rng, clock).paths()
        made = [_made(order, left, reached, path, clock) for path in paths[:_ENDS]]
        # A path that comes to its end is the best of its kind; else that which leaves the least.
        if not (made := [one for one in made if one[0]]):
            return None
        found, left, reached = min(made, key=lambda one: sum(a != 0 for a in one[1]))
        neurons += found
        spent += sum(a != 0 for neuron in found for a in neuron.weights)
        if spent + sum(a != 0 for a in left) > most:
            return None
    return None


def _made(
    order: _Ranked, left: Sequence[fmpq], reached: int, path: Sequence[BeamMove], clock: Clock
) -> tuple[list[MultivariateNeuron], list[fmpq], int]:
    """Return the neurons of a path, exactly, to the first that is not as proposed, what they leave, and their reach."""
    neurons, left = list[MultivariateNeuron](), list(left)
    for move in path:
        clock.check()
        if (w := _weights(order, left, move)) is None:
            break
        heights = order.values(w)
        if any(height > 0 and rest == 0 for height, rest in zip(heights[:reached], left, strict=False)):
            break
        neurons.append(MultivariateNeuron(fmpq(move.sign), w))
        left = [a - move.sign * h if h > 0 else a for a, h in zip(left, heights, strict=True)]
        reached = max(reached, move.own[-1] + 1)
    return neurons, left, reached


def _weights(order: _Ranked, left: Sequence[fmpq], move: BeamMove) -> Vector | None:
    """Return the weights with which a move meets its points; None if there are none such."""
    right = [move.sign * left[i] for i in move.own]
    if any(value <= 0 for value in right):
        return None
    system = fmpq_mat([[order.rows[i][k] for k in move.columns] for i in (*move.own, *move.folds)])
    try:
        found = system.solve(fmpq_mat([[value] for value in [*right, *[_ZERO] * len(move.folds)]]))
    except ZeroDivisionError:
        return None
    w = [_ZERO] * len(order.rows[0])
    for k, value in zip(move.columns, found.entries(), strict=True):
        w[k] = value
    return tuple(w)


def _moves(order: _Ranked, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the moves to try, one a row: |T|, |S|, places of S and of folds in their lists, and the columns T."""
    width = len(order.rows[0])
    table = _all_moves(width) if width <= 4 else None
    return _tabled([_drawn(order, rng) for _ in range(_DRAWN_MOVES)], width) if table is None else table


@cache
def _all_moves(width: int) -> NDArray[np.int64] | None:
    """Return all moves of points of so many columns, the same for every pass; None if they are too many."""
    shapes = list(_shapes(width, _NEAR))
    return _tabled(shapes, width) if 0 < len(shapes) <= _ALL_MOVES else None


def _tabled(shapes: Iterable[_Shape], width: int) -> NDArray[np.int64]:
    rows = []
    for places, folds, columns in shapes:
        size = len(columns)
        rows.append((size, len(places), *places, *folds, *columns, *(0,) * (2 * width - 2 * size)))
    return np.array(rows, np.int64)


_Shape = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _shapes(width: int, near: int) -> Iterator[_Shape]:
    for size in range(1, width + 1):
        for columns in combinations(range(width), size):
            for places in combinations(range(near), size):
                yield places, (), columns
            for wasted in range(1, size):
                for folds in combinations(range(_FOLDS), wasted):
                    for places in combinations(range(near), size - wasted):
                        yield places, folds, columns


def _drawn(order: _Ranked, rng: np.random.Generator) -> _Shape:
    width = len(order.rows[0])
    # As `rng.choice` draws with these chances, which looks them through each time.
    size = min(width, bisect_right(_UP_TO, rng.random()) + 1)
    columns = [k for k in order.along if rng.random() < _ALONG] + [width - 1] * bool(rng.random() < _BIAS)
    others = [k for k in rng.permutation(width).tolist() if k not in columns]
    columns = sorted([*columns, *others][:size])
    wasted = int(size > 1 and rng.random() < _WASTEFUL)
    places = sorted(rng.permutation(min(_NEAR, 2 * size)).tolist()[: size - wasted])
    return tuple(places), (int(rng.integers(_FOLDS)),) * wasted, tuple(columns)


class _Beam:
    """One search in floats, from what is left of the labels."""

    def __init__(
        self, order: _Ranked, left: Sequence[fmpq], reached: int, moves: NDArray[np.int64], width: int,
        waste: int, rng: np.random.Generator, clock: Clock,
    ) -> None:  # fmt: skip
        from sparsest.multivariate import beam_kernel  # only where there is something to search

        self._expand = beam_kernel.expand
        compiled_within(clock, "beam", self._expand)
        self._clock = clock
        n, columns = len(order.rows), len(order.rows[0])
        self._rows = np.array([scaled_floats(column) for column in zip(*order.rows, strict=True)]).T.copy()
        start = np.array(scaled_floats(left))
        self._base = float(np.median(np.abs(start[start != 0])))
        self._moves, self._width, self._waste = moves, width, waste
        slots = min(n, columns + 8) + 1
        self._marks, self._noise = rng.uniform(1, 2, n), rng.uniform(0, _NOISE, 997)
        self._residuals = np.zeros((slots + 1, width, n))
        self._scores, self._keys = np.zeros((slots + 1, width)), np.zeros((slots + 1, width))
        self._sizes, self._worst = np.zeros(slots + 1, np.int64), np.zeros(slots + 1, np.int64)
        self._costs, self._reaches, self._parents, self._rules, self._sides = (
            np.zeros((slots + 1, width), np.int64) for _ in range(5)
        )
        self._points = np.zeros((slots + 1, width, columns), np.int64)
        self._start = int((start[:reached] == 0).sum())
        first = self._start % slots
        self._residuals[first, 0], self._sizes[first], self._parents[first, 0] = start, 1, -1
        self._reaches[first, 0] = reached
        #: For each state of a level that was gone through: parent, row of the moves, side, points.
        self._history: list[tuple[int, int, int, tuple[int, ...]]] = []

    def paths(self) -> list[list[BeamMove]]:
        """Return the paths to states in which all points are met, those of fewest parameters first.

        If none comes so far, the last one does up to where it left the point behind that it could not meet later.
        """
        n, columns = self._rows.shape
        slots = self._sizes.size - 1
        work = np.zeros((columns, columns + 1)), np.zeros(columns, np.int64), np.zeros(n)
        lists, counts, told = np.zeros((3, _NEAR), np.int64), np.zeros(3, np.int64), np.zeros(3)
        last, shut_in = -1, 0
        for level in range(self._start, n):
            self._clock.check()
            slot = level % slots
            first, size = len(self._history), int(self._sizes[slot])
            if size:
                best = int(self._scores[slot, :size].argmin())
                last, shut_in = first + best, int(np.flatnonzero(self._residuals[slot, best])[0])
            self._record(slot)
            self._expand(
                self._rows, self._residuals, level, self._width, self._waste, _NEAR, self._base, self._marks,
                self._moves, self._noise, self._scores, self._keys, self._sizes, self._worst, self._costs,
                self._reaches, self._points, self._parents, self._rules, self._sides, first, *work, lists, counts, told,
            )  # fmt: skip
            self._sizes[slot] = 0
        ends = sorted(range(int(self._sizes[slots])), key=lambda b: (self._costs[slots, b], b))
        first = len(self._history)
        self._record(slots)
        if not ends:
            return [list(takewhile(lambda move: move.own[-1] <= shut_in, self._path(last)))]
        return [self._path(first + b) for b in ends]

    def _record(self, slot: int) -> None:
        for b in range(int(self._sizes[slot])):
            rule = int(self._rules[slot, b])
            size = int(self._moves[rule, 0])
            points = tuple(self._points[slot, b, :size].tolist())
            self._history.append((int(self._parents[slot, b]), rule, int(self._sides[slot, b]), points))

    def _path(self, node: int) -> list[BeamMove]:
        path = []
        while (entry := self._history[node])[0] >= 0:
            node, rule, side, points = entry
            size, own = self._moves[rule, :2].tolist()
            columns = tuple(self._moves[rule, 2 + size : 2 + 2 * size].tolist())
            path.append(BeamMove(-1 if side else 1, columns, points[:own], points[own:]))
        return path[::-1]
