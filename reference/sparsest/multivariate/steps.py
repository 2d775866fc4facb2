"""What can be done at one place of an order of points: neurons that meet the labels of the points next in line.

Let F be the points before a block S, f what is built so far, and r = y - f. Let g be affine with g < 0 on F and g > 0
on S (at the first block g = 1) and l affine with l = r on S. Of the two neurons

    (C g)_+  -  (C g - l)_+      with C >= 0 and C >= l/g at the points of F and S

both are active on S, and their sum is l; on F none is, for C g <= 0 and C g <= l there. So they meet S and leave F as
it is. With U the columns of g and rho the rank of Xbar[S, U], l needs weights in |S| columns only, rho of them in U:
at most 2|U| + |S| - rho parameters in all. For |S| = 1 the neuron r g_+ / g(x), of |U|, does alone. Where r has one
sign on S and l not that sign on F, l_+ or -(-l)_+ does, of |S| at most.

C is taken for all points where it is free, not only for those of F and S: then the two neurons are l at all points to
come, what is left there is y less one affine function more, and numbers do not grow from block to block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from flint import fmpq

from sparsest.multivariate.arrangement import Vector, rank
from sparsest.multivariate.network import MultivariateNeuron
from sparsest.multivariate.order import Order
from sparsest.multivariate.systems import basic_solution, short_above

__all__ = ["BlockStep", "Offer", "Steps", "most_parameters"]

_ZERO, _ONE = fmpq(0), fmpq(1)


class BlockStep(NamedTuple):
    """Neurons that meet a block, and what they put out at all points."""

    neurons: tuple[MultivariateNeuron, ...]
    outputs: Sequence[fmpq]

    @property
    def parameters(self) -> int:
        """How many weights are not 0."""
        return sum(a != 0 for neuron in self.neurons for a in neuron.weights)


class Offer(NamedTuple):
    """A step that can be tried: its parameters at most, the points that it meets, and what makes it, if it can be."""

    parameters: int
    size: int
    make: Callable[[], BlockStep | None]


def most_parameters(order: Order, start: int, reach: int) -> list[int]:
    """Return how many parameters do for blocks of 1, 2, ..., `reach` points that begin at a point of the order.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> order = Order(Points([[1, 0], [2, 5], [3, 6], [4, 1]], [0, 1, -3, 5]), (fmpq(1), fmpq(0)))
    >>> most_parameters(order, 0, 3), most_parameters(order, 1, 3)
    ([1, 3, 4], [2, 4, 5])
    """
    own = order.support(start)
    rank_there, found = 1, [len(own)]
    for size in range(2, reach + 1):
        if rank_there < len(own):
            rank_there = rank([tuple(row[k] for k in own) for row in order.rows[start : start + size]])
        found.append(2 * len(own) + size - rank_there)
    return found


class Steps:
    """The steps that can be tried at a point of an order; for each size one at least can be made.

    Parameters
    ----------
    order : Order
        The points.
    start : int
        The first that is not met.
    reach : int
        How many from there on are affinely independent.
    left : sequence of fmpq, shape (N,)
        What is left of the labels; 0 before `start`.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> order = Order(Points([[1, 0], [2, 5], [3, 6], [4, 1]], [0, 1, -3, 5]), (fmpq(1), fmpq(0)))
    >>> [(offer.parameters, offer.size, offer.make() is None) for offer in Steps(order, 0, 2, order.labels).offers()]
    [(0, 1, False), (2, 2, False), (3, 2, False)]
    """

    def __init__(self, order: Order, start: int, reach: int, left: Sequence[fmpq]) -> None:
        self.order, self.start, self.reach, self.left = order, start, reach, left
        self.guide = order.guide(start)
        self._own = [k for k, a in enumerate(self.guide) if a != 0]

    def offers(self) -> Iterator[Offer]:
        """Yield the offers for each size of block; some cannot be made."""
        prices = most_parameters(self.order, self.start, self.reach)
        signs = set[bool]()
        for size, (rest, price) in enumerate(zip(self.left[self.start :], prices, strict=False), 1):
            signs |= {rest > 0} if rest != 0 else set()
            if not signs:
                yield Offer(0, size, lambda: BlockStep((), ()))
                continue
            if len(signs) == 1:
                yield Offer(size, size, partial(self._one, 1 if True in signs else -1, size))
            yield Offer(price, size, self._single if size == 1 else partial(self._pair, size))

    @cached_property
    def _heights(self) -> list[fmpq]:
        """The values of g at all points."""
        return self.order.values(self.guide)

    def _line(self, size: int) -> Vector:
        """Return the affine l with l = r on the block, with as many weights as it has points, those of g preferred."""
        columns = [*self._own, *(k for k, a in enumerate(self.guide) if a == 0)]
        block = slice(self.start, self.start + size)
        found = basic_solution([tuple(row[k] for k in columns) for row in self.order.rows[block]], self.left[block])
        weights = [_ZERO] * len(columns)
        for k, a in zip(columns, found or (), strict=True):  # the rows are independent: there is a solution
            weights[k] = a
        return tuple(weights)

    def _one(self, sign: int, size: int) -> BlockStep | None:
        """Return l_+ or -(-l)_+ if l does not have that sign at points that are met."""
        weights = tuple(sign * a for a in self._line(size))
        if self.order.is_positive_among(range(self.start), weights):
            return None
        outputs = [sign * a if a > 0 else _ZERO for a in self.order.values(weights)]
        return BlockStep((MultivariateNeuron(fmpq(sign), weights),), outputs)

    def _single(self) -> BlockStep:
        """Return r g_+ / g(x) for one point x."""
        rest, height = self.left[self.start], self._heights[self.start]
        weights = tuple(abs(rest) / height * a for a in self.guide)
        outputs = [rest / height * a if a > 0 else _ZERO for a in self._heights]
        return BlockStep((MultivariateNeuron(_ONE if rest > 0 else -_ONE, weights),), outputs)

    def _pair(self, size: int) -> BlockStep:
        """Return (C g)_+ - (C g - l)_+: with a C at which weights vanish, if one does, else with a short one."""
        line = self._line(size)
        values = self.order.values(line)
        ratios = [line[k] / self.guide[k] for k in self._own]
        for factor in sorted({c for c in ratios if c > 0}, key=ratios.count, reverse=True):
            if self._is_enough(factor, line, size):
                return self._pair_of(factor, line, values)
        least = max(_ZERO, *(b / a for a, b in zip(self._heights, values, strict=True)))
        return self._pair_of(short_above(least), line, values)

    def _is_enough(self, factor: fmpq, line: Vector, size: int) -> bool:
        """Return whether C g >= l on the block and C g <= l before it."""
        bent, block = _bent(factor, self.guide, line), range(self.start, self.start + size)
        fails = self.order.is_positive_among(block, tuple(-a for a in bent))
        return not fails and not self.order.is_positive_among(range(self.start), bent)

    def _pair_of(self, factor: fmpq, line: Vector, values: Sequence[fmpq]) -> BlockStep:
        neurons = (
            MultivariateNeuron(_ONE, tuple(factor * a for a in self.guide)),
            MultivariateNeuron(-_ONE, _bent(factor, self.guide, line)),
        )
        # Before the block the second neuron is as little active as the first; behind it C g may be below l.
        outputs = [min(factor * a, b) if a > 0 else _ZERO for a, b in zip(self._heights, values, strict=True)]
        return BlockStep(tuple(neuron for neuron in neurons if any(neuron.weights)), outputs)


def _bent(factor: fmpq, guide: Vector, line: Vector) -> Vector:
    """Return C g - l."""
    return tuple(factor * a - b for a, b in zip(guide, line, strict=True))
