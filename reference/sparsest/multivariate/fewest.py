"""Problem (9) and its relatives: the network that counts least, with proof; anytime.

The proof that no network counts at most b is a tree. At a node certain signed kinds of neurons are *chosen* (the
network is assumed to have them) and others are *barred* (assumed not to have). A cut that blocks all chosen kinds says
that one of its unblocked kinds is there too: one child for each that is affordable and not barred, in their order, the
earlier siblings barred. A node without children is closed. If no cut blocks the chosen kinds they interpolate, which is
a network of at most b. So a tree for b = 0, 1, 2, ... ends with a network that is proved to count least, and no bound on
the size of weights is needed anywhere.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.multivariate.cuts import Cut, CutPool, Cutter, Mix
from sparsest.multivariate.kinds import Count, Kinds, Mask
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points

__all__ = ["Search", "Solved", "Status", "Tree"]

_ZERO = fmpq(0)
# A cut of the pool that leaves no more than this many kinds is taken without looking for a better one.
_GOOD_ENOUGH = 3


class Status(NamedTuple):
    """How far a search has come: the count lies between these bounds."""

    lower: int
    upper: int | None
    nodes: int


@dataclass(frozen=True)
class Tree:
    """A proof that no interpolating network counts at most `budget`.

    Parameters
    ----------
    budget : int
        b.
    nodes : sequence of int
        The cut of each node, in preorder.
    """

    budget: int
    nodes: array[int]


@dataclass(frozen=True)
class Solved:
    """A network with an affine part (which only "knots" has), and what it counts."""

    network: MultivariateNetwork
    affine: tuple[fmpq, ...]
    count: int


class _OutOfTimeError(Exception):
    """The time is up."""


class _FoundError(Exception):
    """The chosen kinds interpolate; args are the mix."""


class Search:
    """The search for the network that counts least; `lower`, `best` and `tree` hold at any moment.

    Parameters
    ----------
    points : Points
        The data.
    count : {"parameters", "neurons", "knots"}
        What is counted.
    progress : callable, optional
        Called with a `Status` several times a second.

    Examples
    --------
    >>> search = Search(Points([[0], [1], [2]], [0, 1, 0]))
    >>> search.run()
    >>> search.lower, search.best.count, search.best.network.interpolates(search.points)
    (3, 3, True)
    """

    def __init__(
        self, points: Points, count: Count = "parameters", *, progress: Callable[[Status], object] | None = None
    ) -> None:
        self.points = points
        self.kinds = Kinds(points, count)
        self.cutter = Cutter(self.kinds)
        self.pool = CutPool(2 * len(self.kinds))
        self.lower, self.best, self.tree = 0, None, None  # type: int, Solved | None, Tree | None
        self.nodes = 0
        self._progress, self._told, self._deadline = progress, 0.0, float("inf")
        self._signs_needed = self._label_signs()

    @property
    def is_optimal(self) -> bool:
        """Whether the network found is proved to count least."""
        return self.best is not None and self.best.count == self.lower

    @property
    def status(self) -> Status:
        """The proved bounds, and the nodes visited."""
        return Status(self.lower, None if self.best is None else self.best.count, self.nodes)

    def run(self, seconds: float | None = None) -> None:
        """Search until the count is proved least, or the time is up; may be called again to go on."""
        self._deadline = float("inf") if seconds is None else time.monotonic() + seconds
        try:
            while not self.is_optimal:
                self.exclude(self.lower)
        except _OutOfTimeError:
            pass

    def offer(self, chosen: list[int]) -> None:
        """Take the network that the chosen signed kinds make, if they interpolate and it counts less than the best."""
        mix = self.cutter.settle(chosen)
        if isinstance(mix, Mix):
            self._take(mix)

    def exclude(self, budget: int) -> None:
        """Prove that no network counts at most the budget, or find one that does."""
        nodes = array("q")
        try:
            self._node([], np.ones(2 * len(self.kinds), np.bool_), budget, np.arange(0), 0, nodes)
        except _FoundError as found:
            self._take(found.args[0])
        else:
            self.lower, self.tree = budget + 1, Tree(budget, nodes)

    def _node(
        self, chosen: list[int], open_kinds: Mask, left: int, above: NDArray[np.int64], seen: int, nodes: array[int]
    ) -> None:
        """Close the node; `above` are the cuts that block the parent's kinds, of the first `seen` cuts."""
        self._tick()
        relevant = open_kinds & self._affordable(chosen, left)
        blocking = self.pool.blocking(chosen, above, range(seen, len(self.pool)))
        known = len(self.pool)
        number = self._best_cut(chosen, relevant, blocking)
        nodes.append(number)
        open_kinds = open_kinds.copy()
        for kind in np.flatnonzero(self.pool.cuts[number].unblocked & relevant).tolist():
            open_kinds[kind] = False
            cost = int(self.kinds.costs[kind])
            self._node([*chosen, kind], open_kinds, left - cost, blocking, known, nodes)

    def _affordable(self, chosen: list[int], left: int) -> Mask:
        """Return the kinds that `left` pays for, with 1 kept for a sign of output weight that is still to come."""
        affordable = self.kinds.costs <= left
        for sign in self._signs_needed - {kind % 2 for kind in chosen}:
            affordable[1 - sign :: 2] &= self.kinds.costs[::2] < left
        return affordable

    def _label_signs(self) -> set[int]:
        """Return which signs of output weights every network has: those of the labels, with no affine part."""
        if self.kinds.free:
            return set()
        return {int(y < 0) for y in self.kinds.labels if y != 0}

    def _best_cut(self, chosen: list[int], relevant: Mask, blocking: NDArray[np.int64]) -> int:
        """Return the number of the cut that leaves the fewest children, of the pool's or a new one."""
        best, fewest = -1, np.iinfo(np.int64).max
        if blocking.size:
            left = self.pool.left(blocking, relevant)
            best, fewest = int(blocking[left.argmin()]), int(left.min())
        if fewest <= _GOOD_ENOUGH:
            return best
        fresh = self.cutter.cut(chosen, relevant)
        if fresh is None and best < 0:
            fresh = self._settled(chosen)
        if fresh is not None and int((fresh.unblocked & relevant).sum()) < fewest:
            return self.pool.add(fresh)
        return best

    def _settled(self, chosen: list[int]) -> Cut:
        found = self.cutter.settle(chosen)
        if isinstance(found, Mix):
            raise _FoundError(found)
        return found

    def _take(self, mix: Mix) -> None:
        """Keep the network of the mix if it counts less than the best so far."""
        weights: dict[int, list[fmpq]] = {}
        for (kind, ray), mu in mix.weights.items():
            w = weights.setdefault(kind, [_ZERO] * (self.points.dimension + 1))
            for k, a in enumerate(self.kinds.rays[ray]):
                w[k] += mu * a
        neurons = [MultivariateNeuron(fmpq(-1 if kind % 2 else 1), tuple(w)) for kind, w in weights.items()]
        network = MultivariateNetwork(neurons, self.points.dimension)
        count = network.parameters if self.kinds.count == "parameters" else len(neurons)
        if self.best is None or count < self.best.count:
            affine = [_ZERO] * (self.points.dimension + 1)
            affine[: len(mix.affine)] = mix.affine
            self.best = Solved(network, tuple(affine), count)

    def _tick(self) -> None:
        self.nodes += 1
        now = time.monotonic()
        if now > self._deadline:
            raise _OutOfTimeError
        if self._progress is not None and now > self._told + 0.1:
            self._told = now
            self._progress(self.status)
