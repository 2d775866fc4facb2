"""Blocks along a direction: an interpolant of about N parameters, for every data set, exact (theory, section 6).

The points are taken in the order of their places u . x, and in this order blocks of affinely independent ones, each met
by two neurons or one that leave the points before as they are (`steps`). Along a coordinate that tells the points
apart, N + 2 ceil(N/(d+1)) - 1 parameters do if the full blocks in its order are independent (`block_bound`). For all
other data too, what is to be paid at most from each point on, `Sweep.rest`, is known beforehand. A step is taken where
its price, as it turns out, and what is to be paid behind it are together the least: so the network never counts more
than `Sweep.bound`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from flint import fmpq

from sparsest.exact.clock import Clock
from sparsest.multivariate.arrangement import Vector
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.multivariate.order import Order, by_values, unit_vector
from sparsest.multivariate.steps import BlockStep, Steps, most_parameters
from sparsest.points import Points

__all__ = ["Sweep", "block_bound", "block_network"]

_ZERO = fmpq(0)
# So many directions are tried that N (N + 2 d^2) for each makes about this: some seconds; two at least.
_MOST_WORK = 900_000
# Directions drawn at random: so many networks at most, each of the best of so many orders.
_MOST_DRAWN, _DRAWN_FOR_ONE = 8, 4
_FACTORS, _LARGE = (-3, -2, -1, 1, 2, 3), 1000


def block_bound(count: int, dimension: int) -> int:
    """Return N + 2 ceil(N/(d+1)) - 1: parameters that do where a coordinate has different values and full blocks.

    Examples
    --------
    >>> block_bound(3, 2), block_bound(100, 10)
    (4, 119)
    """
    return count + 2 * -(-count // (dimension + 1)) - 1


class Sweep:
    """The blocks along an order of the points.

    Parameters
    ----------
    order : Order
        The points in order.
    clock : Clock, optional
        When to give up, with `OutOfTimeError`; never unless told.

    Attributes
    ----------
    reach : list of int, shape (N,)
        For each point how many from it on are affinely independent.
    rest : list of int, shape (N+1,)
        How many parameters do from each point on, whatever the labels, if all before are met.

    Examples
    --------
    >>> sweep = Sweep(Order(Points([[0, 0], [1, 5], [2, 6], [3, 1]], [0, 1, -3, 5]), (fmpq(1), fmpq(0))))
    >>> sweep.bound, sweep.network().parameters
    (6, 5)
    """

    def __init__(self, order: Order, clock: Clock | None = None) -> None:
        self.order, self.clock = order, clock or Clock()
        self.reach = self._reaches()
        self.rest = [0] * (len(order) + 1)
        for start in reversed(range(len(order))):
            self.clock.check()
            prices = most_parameters(order, start, self.reach[start])
            self.rest[start] = min(price + self.rest[start + size] for size, price in enumerate(prices, 1))

    @property
    def bound(self) -> int:
        """How many parameters the network has at most, whatever the labels."""
        return self.rest[0]

    def _reaches(self) -> list[int]:
        points, reach = len(self.order), list[int]()
        for start in range(points):
            self.clock.check()
            # What begins one point later ends no sooner.
            size = max(1, reach[-1] - 1) if reach else 1
            most = min(points - start, len(self.order.rows[0]))
            while size < most and self.order.is_independent(range(start, start + size + 1)):
                size += 1
            reach.append(size)
        return reach

    def network(self) -> MultivariateNetwork:
        """Return the network; it has no more parameters than the bound.

        Raises
        ------
        OutOfTimeError
            If the time of the clock is up.
        """
        left, start, spent = list(self.order.labels), 0, 0
        neurons: list[MultivariateNeuron] = []
        while start < len(left):
            self.clock.check()
            size, step = self._step(start, left, self.bound - spent)
            neurons += step.neurons
            left = [a - b for a, b in zip(left, step.outputs, strict=True)] if step.neurons else left
            start += size
            spent += step.parameters
        return MultivariateNetwork(neurons, len(self.order.rows[0]) - 1)

    def _step(self, start: int, left: list[fmpq], budget: int) -> tuple[int, BlockStep]:
        """Return the step that wastes least of those that keep to the budget, and how many points it meets."""
        offers = Steps(self.order, start, self.reach[start], left).offers()
        within = [offer for offer in offers if offer.parameters + self.rest[start + offer.size] <= budget]
        ranked = sorted(within, key=lambda offer: (fmpq(offer.parameters, offer.size), -offer.size))
        # One can be made: that of the size by which rest[start] is what it is.
        return next((offer.size, step) for offer in ranked if (step := offer.make()) is not None)


def block_network(points: Points, clock: Clock | None = None, seed: int = 0) -> MultivariateNetwork:
    """Return the network of fewest parameters that blocks along some directions make; any direction makes one.

    Coordinates are tried, those of most values first, both ways; where all of them have points of one place, or blocks
    that are dependent, so that none keeps to `block_bound`, others as well, drawn at random, that promise most.

    Parameters
    ----------
    points : Points
        The data.
    clock : Clock, optional
        When to be content with the best so far.
    seed : int
        Of the directions drawn.

    Raises
    ------
    OutOfTimeError
        If the time of the clock is up before there is any.

    Examples
    --------
    >>> net = block_network(Points([[0, 0], [1, 5], [2, 6], [3, 1]], [0, 1, -3, 5]))
    >>> net.parameters, block_bound(4, 2)
    (3, 7)
    """
    clock, made, bounds = clock or Clock(), list[MultivariateNetwork](), list[int]()
    n, d = len(points), points.dimension
    tries = max(2, _MOST_WORK // (n * (n + 2 * d**2)))
    with clock.within():
        for direction in islice(_coordinates(points), tries):
            sweep = Sweep(Order(points, direction), clock)
            made.append(sweep.network())
            bounds.append(sweep.bound)
        if d > 1 and min(bounds) > block_bound(n, d):
            tries = min(tries, _MOST_DRAWN)
            directions = islice(_drawn(d, seed), _DRAWN_FOR_ONE * tries)
            sweeps = (Sweep(Order(points, direction), clock) for direction in directions)
            for sweep in sorted(sweeps, key=lambda sweep: sweep.bound)[:tries]:
                made.append(sweep.network())
    if not made:
        clock.check()
    return min(made, key=lambda network: network.parameters)


def _coordinates(points: Points) -> Iterator[Vector]:
    """Yield the coordinates and their negatives, those of most values first."""
    for k in by_values(points):
        u = unit_vector(points.dimension, k)
        yield from (u, tuple(-a for a in u))


def _drawn(d: int, seed: int) -> Iterator[Vector]:
    """Yield directions of two coordinates with small factors and of all with large ones, by turns, without end."""
    rng = np.random.default_rng(seed)
    while True:
        u = [_ZERO] * d
        for k in rng.permutation(d)[:2].tolist():
            u[k] = fmpq(int(rng.choice(_FACTORS)))
        yield tuple(u)
        yield tuple(fmpq(a) for a in rng.integers(1, _LARGE, d, endpoint=True).tolist())
