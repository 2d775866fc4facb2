"""Problem (9) and its relatives: the network that counts least, with proof; anytime.

The proof that no network counts at most b is a tree. At a node certain signed kinds of neurons are *chosen* (the
network is assumed to have them) and others are *barred* (assumed not to have). A cut that blocks all chosen kinds says
that one of its unblocked kinds is there too: one child for each that is affordable and not barred, in their order, the
earlier siblings barred. A node without children is closed. If no cut blocks the chosen kinds they interpolate, and make
a network of at most b. So trees for b = 0, 1, 2, ... end with a network that is proved to count least, and no bound on
the size of weights is needed anywhere. The proof in full: `docs/network_certificate_v1.md`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from sparsest.certificate import network_certificate
from sparsest.errors import SparsestError, UsageError
from sparsest.exact.clock import Clock
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.cuts import Cut, CutPool, Cutter, Mix
from sparsest.multivariate.incumbent import check_incumbent, mixes, starts_for
from sparsest.multivariate.kinds import Count, Kinds, Mask
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.packing import Packer
from sparsest.multivariate.parts import LowerBound, some_points, subset_sizes
from sparsest.multivariate.proposals import proposals
from sparsest.multivariate.regions import region_bounds
from sparsest.multivariate.status import Solved, Status
from sparsest.multivariate.tree import Tree
from sparsest.points import Points

__all__ = ["Search"]

_ZERO = fmpq(0)
# How often cuts are packed at a node, each time with a new cut for which prices pay less than this.
_ATTEMPTS, _COVERED = 5, 1 - 1e-6
# Up to so many points a proof for all of them is the aim, if their kinds can be listed.
_FEW_POINTS = 12
# At most how many seconds, and which share of what is left, good networks are looked for; of more points, longer.
_BEGINNING, _SHARE = 10.0, 0.15
_LONGER, _LARGER = 30.0, 0.6
# The same for trees of some of the points.
_LONGEST_PARTS, _PARTS = 60.0, 0.8
# With more kinds than this, only those within the budget are listed, if their sign vectors are no longer than that.
_MANY_KINDS, _TOO_MANY_SIGNS = 3_000, 500_000
# Pairs of a neuron and a point up to which a network that is offered is merged.
_MOST_MERGED = 1_000_000


class _FoundError(Exception):
    """The chosen kinds interpolate; args are the mix."""


class Search:
    """The search for the network that counts least; `lower`, its `proof` and `best` hold at any moment.

    Parameters
    ----------
    points : Points
        The data.
    count : {"parameters", "neurons", "knots"}
        What is counted.
    clock : Clock, optional
        When every work here must end; it tells a `Status`.
    proposing : bool
        Whether to look for good networks before the proof, and for bounds from some of the points.

    Examples
    --------
    >>> search = Search(Points([[0], [1], [2]], [0, 1, 0]))
    >>> search.run()
    >>> search.lower, search.best.count, search.best.network.interpolates(search.points)
    (3, 3, True)
    """

    def __init__(
        self, points: Points, count: Count = "parameters", *, clock: Clock | None = None, proposing: bool = True
    ) -> None:
        self.points, self.count, self.clock = points, count, clock or Clock()
        self.lower = 0
        self.best: Solved | None = None
        #: How `lower` is proved.
        self.proof = LowerBound()
        self.nodes = 0
        self._signs_needed = set[int]() if count == "knots" else {int(y < 0) for y in points.flint.y if y != 0}
        #: Whether there are too many kinds to list, so that only those within the budget are looked at.
        self.is_limited = Kinds.most_kinds(points, count) > _MANY_KINDS
        self._begun = not proposing
        # Listing kinds takes time, so none are at hand before they are needed.
        self.kinds = Kinds(points, count, 0)
        self.cutter, self.pool = Cutter(self.kinds), CutPool(0)
        self.packer = Packer(self.pool, self.kinds.costs, self.clock)
        self._mixes: list[Mix] | None = None  # of all kinds, once all are made

    @property
    def is_optimal(self) -> bool:
        """Whether the network found is proved to count least."""
        return self.best is not None and self.best.count == self.lower

    @property
    def status(self) -> Status:
        """The proved bounds, and the nodes visited."""
        return Status(self.lower, None if self.best is None else self.best.count, self.nodes)

    def run(self, seconds: float | None = None) -> None:
        """Search until the count is proved least, the time is up or no more is within reach; call it again to go on."""
        with self.clock.within(seconds):
            if not self._begun:
                self._begin()
            while not self.is_optimal and self.is_within_reach(self.lower):
                self.exclude(self.lower)

    def prepare(self) -> None:
        """Make the networks at hand, prove the first bounds and list all kinds, unless they are too many.

        `run` does so too, but in the seconds that it has.

        Raises
        ------
        OutOfTimeError
            If the time of the clock is up.

        Examples
        --------
        >>> search = Search(Points([[0], [1]], [0, 1]))
        >>> search.prepare()
        >>> search.kinds, search.lower
        (<Kinds: 5 with 5 rays, counting parameters>, 1)
        """
        self._prove_first_bounds()
        if not self.is_limited:
            self._take_kinds(None)

    def _prove_first_bounds(self) -> None:
        """Make the networks at hand, and prove the bounds that need few kinds."""
        if self.count != "knots" and self.best is None:
            with self.clock.within(self.clock.left / 2):
                self._keep(first_network(self.points, self.clock), "construction")
        while self.count == "parameters" and not self.is_optimal and self._most(self.lower) <= 1:
            self._take_kinds(self._most(self.lower))
            self._exclude(self.lower)

    def _begin(self) -> None:
        """Look for good networks; prove bounds of many points from some of them."""
        self._prove_first_bounds()
        few = len(self.points) <= _FEW_POINTS and not self.is_limited
        if self.count == "parameters" and not self.is_optimal:
            self._bound_by_regions()
            longest, share = (_BEGINNING, _SHARE) if few else (_LONGER, _LARGER)
            self._propose(min(longest, share * self.clock.left))
        if not few:
            self._bound_by_parts()
        self.prepare()
        if not self.is_limited:
            with self.clock.within(min(_BEGINNING, _SHARE * self.clock.left)):
                for mix in self.mixes():
                    self._take(mix, "mixes")
                    self._tick()
        self._begun = True

    def mixes(self) -> Iterator[Mix]:
        """Yield good mixes of all kinds, each once; they are made once only."""
        found: list[Mix] = []
        for mix in mixes(self.kinds, starts_for(self.points)) if self._mixes is None else self._mixes:
            self.clock.check()
            if mix not in found:
                found.append(mix)
                yield mix
        self._mixes = found

    def _propose(self, seconds: float) -> None:
        """Take what methods propose that know of no kinds, for so many seconds."""
        with self.clock.within(seconds):
            for name, share, networks in proposals(self.points, self.clock):
                with self.clock.within(share * seconds):
                    for network in networks:
                        self._keep(network, name)
                        self._tick()

    def _bound_by_regions(self) -> None:
        with self.clock.within(_SHARE * self.clock.left):
            for found in region_bounds(self.points, self.clock, self.lower):
                if found.lower > self.lower:
                    self.lower, self.proof = found.lower, LowerBound(None, found.points)

    def _bound_by_parts(self) -> None:
        """Prove bounds by trees for a few of very many points, which are within reach."""
        if self.count != "parameters" or self.is_optimal:
            return
        with self.clock.within(min(_LONGEST_PARTS, _PARTS * self.clock.left)):
            for size in subset_sizes(self.points, self.lower):
                self.clock.check()
                numbers, chosen = some_points(self.points, size)
                search = Search(chosen, self.count, clock=self.clock, proposing=False)
                search.run()
                if search.lower > self.lower and search.proof.tree is not None:
                    self.lower, self.proof = search.lower, LowerBound(search.proof.tree, numbers)

    def _take_kinds(self, most: int | None) -> None:
        """Start anew with the kinds that cost at most so much, unless they are at hand already."""
        if self.kinds.most != most:
            kinds = Kinds(self.points, self.count, most, self.clock)
            # Nothing changes unless the time suffices for all of it.
            self.cutter, self.kinds, self.pool = Cutter(kinds), kinds, CutPool(2 * len(kinds))
            self.packer, self._mixes = Packer(self.pool, kinds.costs, kinds.clock), None

    def offer(self, network: MultivariateNetwork) -> MultivariateNetwork:
        """Take a network that interpolates as an upper bound, if it counts less than the best so far; return it merged.

        (As it is where that would take seconds: more than a million pairs of a neuron and a point.)

        Raises
        ------
        UsageError
            If it does not interpolate the points exactly; or if knots are counted, which networks have not.

        Examples
        --------
        >>> search = Search(Points([[0], [1]], [0, 1]))
        >>> search.offer(MultivariateNetwork([MultivariateNeuron.of(1, [1], 0)], 1)).parameters, search.status
        (1, Status(lower=0, upper=1, nodes=0))
        """
        if self.count == "knots":
            raise UsageError("count = 'knots' is of functions with an affine part; networks have none to offer")
        check_incumbent(network, self.points)
        few = len(network.neurons) * len(self.points) <= _MOST_MERGED
        merged = network.merged(self.points) if few else network
        self._keep(merged, "incumbent")
        return merged

    def is_within_reach(self, budget: int) -> bool:
        """Return whether the kinds that a tree for this budget needs are few enough to be listed.

        Examples
        --------
        >>> search = Search(Points([[k**j for j in range(1, 51)] for k in range(10)], [1, -1] * 5))
        >>> [search.is_within_reach(budget) for budget in (3, 4)]
        [True, False]
        """
        signs = Kinds.most_kinds(self.points, self.count, self._most(budget)) * len(self.points)
        return not self.is_limited or signs <= _TOO_MANY_SIGNS

    def _most(self, budget: int) -> int:
        """Return the most that a kind can cost within the budget: where labels have both signs, 1 is for the other."""
        return budget - (len(self._signs_needed) == 2)

    def exclude(self, budget: int) -> None:
        """Prove that no network counts at most the budget, or find one that does."""
        self._take_kinds(self._most(budget) if self.is_limited else None)
        self._exclude(budget)

    def _exclude(self, budget: int) -> None:
        nodes = array("q")
        try:
            self._node([], np.ones(2 * len(self.kinds), np.bool_), budget, np.arange(0), 0, nodes)
        except _FoundError as found:
            self._take(found.args[0], "proof")
            if self.interpolant().count > budget:
                raise SparsestError(f"a network within {budget} turned out to count more; please report this") from None
        else:
            self.lower = budget + 1
            tree = Tree.of(budget, nodes, self.pool.cuts, self.packer.packings, self.kinds.scales)
            self.proof = LowerBound(tree)

    def interpolant(self) -> Solved:
        """Return the best network so far.

        Examples
        --------
        >>> Search(Points([[0], [1], [2]], [0, 1, 0]), "knots").interpolant().count
        1
        """
        if self.best is None and self.count != "knots":
            self._keep(first_network(self.points, self.clock), "construction")
        elif self.best is None:
            self._take_kinds(0 if self.is_limited else None)
            if isinstance(mix := self.cutter.settle(range(2 * len(self.kinds))), Mix):
                self._take(mix, "mixes")
        if self.best is None:
            raise UsageError(f"{self.points!r}: no network was found in the time; give the search more")
        return self.best

    def certificate(self) -> dict[str, object]:
        """Return the bounds proved so far with network, cuts and tree, for `sparsest verify`.

        Examples
        --------
        >>> search = Search(Points([[1], [2]], [0, 3]))
        >>> search.run()
        >>> search.certificate()["claim"]
        {'lower': 2, 'upper': 2}
        """
        best, tree = self.interpolant(), self.proof.tree
        return network_certificate(
            self.points,
            self.count,
            best.network.to_json(),
            best.affine,
            bounds=(self.lower, best.count),
            cuts=tree.cuts if tree else (),
            packings=[packing.to_json() for packing in tree.packings] if tree else (),
            tree=tree.nodes if tree else (),
            part=self.proof.to_json(),
        )

    def _node(
        self, chosen: list[int], open_kinds: Mask, left: int, above: NDArray[np.int64], seen: int, nodes: array[int]
    ) -> None:
        """Close the node; `above` are the cuts that block the parent's kinds, of the first `seen` cuts."""
        self._tick()
        relevant = open_kinds & self._affordable(chosen, left)
        blocking = self.pool.blocking(chosen, above, range(seen, len(self.pool)))
        number, blocking = self._closing(chosen, relevant, left, blocking)
        nodes.append(number)
        if number < 0:
            return
        known = len(self.pool)
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

    def _closing(
        self, chosen: list[int], relevant: Mask, left: int, blocking: NDArray[np.int64]
    ) -> tuple[int, NDArray[np.int64]]:
        """Return ~k if packing k closes the node, else the cut that leaves fewest children; and the cuts that block."""
        if not blocking.size:
            self.pool.add(self.cutter.cut(chosen, relevant) or self._settled(chosen))
            blocking = np.array([len(self.pool) - 1])
        order, fewest = self._ordered(blocking, relevant)
        if fewest and (packing := self.packer.again(chosen, relevant, left)) is not None:
            return ~packing, blocking
        for attempt in range(_ATTEMPTS):
            if fewest and (packing := self.packer.pack(order, relevant, left)) is not None:
                return ~packing, blocking
            if not fewest or attempt == _ATTEMPTS - 1 or not self._separates(chosen, relevant):
                break
            blocking = np.append(blocking, len(self.pool) - 1)
            order, fewest = self._ordered(blocking, relevant)
        return int(order[0]), blocking

    def _ordered(self, cuts: NDArray[np.int64], relevant: Mask) -> tuple[NDArray[np.int64], int]:
        """Return the cuts, those first that leave the fewest relevant kinds, and how many the first one leaves."""
        counts = self.pool.left(cuts, relevant)
        order = counts.argsort(kind="stable")
        return cuts[order], int(counts[order[0]])

    def _separates(self, chosen: list[int], relevant: Mask) -> bool:
        """Add a cut that the packer's prices do not cover, if one is found: packings can then add up to more."""
        prices = self.packer.prices
        cut = self.cutter.cut(chosen, relevant & (prices > 0))
        if cut is None or not prices[cut.unblocked & relevant].sum() < _COVERED:
            return False
        self.pool.add(cut)
        return True

    def _settled(self, chosen: list[int]) -> Cut:
        found = self.cutter.settle(chosen)
        if isinstance(found, Mix):
            raise _FoundError(found)
        return found

    def network_of(self, mix: Mix) -> MultivariateNetwork:
        """Return the network of a mix of the search's kinds."""
        weights: dict[int, list[fmpq]] = {}
        for (kind, ray), mu in mix.weights.items():
            w = weights.setdefault(kind, [_ZERO] * (self.points.dimension + 1))
            for k, a in enumerate(self.kinds.rays[ray]):
                w[k] += mu * a
        neurons = (MultivariateNeuron(fmpq(-1 if kind % 2 else 1), tuple(w)) for kind, w in weights.items())
        return MultivariateNetwork(neurons, self.points.dimension)

    def _take(self, mix: Mix, source: str) -> None:
        """Keep the network of the mix if it counts less than the best so far."""
        affine = [_ZERO] * (self.points.dimension + 1)
        affine[: len(mix.affine)] = mix.affine
        self._keep(self.network_of(mix), source, tuple(affine))

    def _keep(self, network: MultivariateNetwork, source: str, affine: tuple[fmpq, ...] | None = None) -> None:
        count = network.parameters if self.count == "parameters" else len(network.neurons)
        if self.best is None or count < self.best.count:
            self.best = Solved(network, affine or (_ZERO,) * (self.points.dimension + 1), count, source)

    def _tick(self) -> None:
        self.nodes += 1
        self.clock.check(lambda: self.status)
