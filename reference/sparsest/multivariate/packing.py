"""Packings: several cuts together that prove that a node of the tree needs more than is left of the budget.

Give each of some cuts that block the chosen kinds a share z >= 0, so that the cuts that leave a kind unblocked have no
more than its cost together. A network has an unblocked kind in every cut, so the kinds that it has besides the chosen
ones cost at least

    sum over its kinds of cost >= sum over its kinds of the shares of their cuts >= sum of all shares.

This is the dual of the linear program of covering all cuts with kinds (problem 9 without its whole numbers), and at a
node with 3 left it is mostly larger than 3. Shares are whole numbers over a common one. The packings found serve other
nodes too: there the cuts that leave a chosen kind unblocked are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from sparsest.exact.clock import Clock
from sparsest.multivariate.ahead import compiled_within
from sparsest.multivariate.cuts import CutPool
from sparsest.multivariate.kinds import Mask

__all__ = ["Packer", "Packing"]

# How many cuts are packed at most, in how many steps, and how many packings are tried again, the last ones first.
_MOST_CUTS, _MOST_STEPS, _RECENT = 192, 600, 48
# With very many kinds in fewer steps: each goes through the table, and no clock is looked at meanwhile.
_MOST_ENTRIES = 200_000_000
# Shares are multiples of one over a small number, or of one over the large one, rounded down.
_SMALL, _LARGE = 64, 2**16
_NOTHING = 1e-7


@dataclass(frozen=True)
class Packing:
    """Cuts with their shares.

    Parameters
    ----------
    whole : int
        What the shares are divided by.
    cuts : tuple of int
        The numbers of the cuts.
    shares : tuple of int
        Positive; those of the cuts that leave a kind unblocked add up to at most `whole` times its cost, for all kinds
        that the node may have.
    """

    whole: int
    cuts: tuple[int, ...]
    shares: tuple[int, ...]

    def renumbered(self, numbers: Mapping[int, int]) -> Packing:
        """Return the packing with other numbers for its cuts.

        Examples
        --------
        >>> Packing(2, (4, 7), (1, 3)).renumbered({4: 1, 7: 0})
        Packing(whole=2, cuts=(0, 1), shares=(3, 1))
        """
        pairs = sorted((numbers[k], share) for k, share in zip(self.cuts, self.shares, strict=True))
        return Packing(self.whole, tuple(k for k, _ in pairs), tuple(share for _, share in pairs))

    def to_json(self) -> list[int]:
        """Return the packing as certificates have it: the whole, then each cut with its share.

        Examples
        --------
        >>> Packing(2, (0, 1), (3, 1)).to_json()
        [2, 0, 3, 1, 1]
        """
        return [self.whole, *(a for pair in zip(self.cuts, self.shares, strict=True) for a in pair)]


class Packer:
    """Finds packings of the cuts of a pool, and keeps them.

    Parameters
    ----------
    pool : CutPool
        The cuts.
    costs : int array, shape (signed kinds,)
        What each kind costs.
    clock : Clock, optional
        When compiling must end too.

    Examples
    --------
    >>> from sparsest.multivariate.cuts import Cut
    >>> pool = CutPool(3)
    >>> [pool.add(Cut((k,), np.arange(3) != k)) for k in range(3)]
    [0, 1, 2]
    >>> packer = Packer(pool, np.ones(3, np.int64))
    >>> packer.pack(np.arange(3), np.ones(3, np.bool_), 1)
    0
    >>> packer.packings
    [Packing(whole=2, cuts=(0, 1, 2), shares=(1, 1, 1))]
    """

    def __init__(self, pool: CutPool, costs: NDArray[np.int64], clock: Clock | None = None) -> None:
        from sparsest.multivariate import packing_kernel  # only where there is a proof to make

        self._kernel, self._clock = packing_kernel, clock or Clock()
        self.pool, self.costs = pool, costs
        self.packings: list[Packing] = []
        #: After `pack` failed: what the covering program pays for each kind.
        self.prices = np.zeros(costs.size)
        size = costs.size
        self._table = np.zeros((size + 1, _MOST_CUTS + 1))
        self._names = np.zeros(size + _MOST_CUTS, np.int64)
        self._shares, self._own = np.zeros(_MOST_CUTS), np.zeros(size)
        self._loads = np.zeros(size, np.int64)
        self._recent: list[int] = []
        self._starts, self._wholes = np.zeros(2, np.int64), np.zeros(1, np.int64)
        self._cuts, self._parts = np.zeros(1, np.int64), np.zeros(1, np.int64)

    def again(self, chosen: Sequence[int], relevant: Mask, left: int) -> int | None:
        """Return the number of a packing, of those used last, that closes the node; None if none does."""
        if not self._recent:
            return None
        kinds, order = np.flatnonzero(relevant), np.array(self._recent[::-1], np.int64)
        place = self._kernel.known(
            self.pool.masks, order, self._starts, self._wholes, self._cuts, self._parts,
            np.array(chosen, np.int64), kinds, self.costs, left, self._loads,
        )  # fmt: skip
        if place < 0:
            return None
        self._used(number := int(order[place]))
        return number

    def pack(self, cuts: NDArray[np.int64], relevant: Mask, left: int) -> int | None:
        """Return the number of a new packing of the cuts that exceeds `left`; None, with `prices`, if none did.

        Parameters
        ----------
        cuts : int array
            Those that block the chosen kinds, the best ones first; each leaves a relevant kind unblocked.
        relevant : bool array, shape (signed kinds,)
            The kinds that the node may have.
        left : int
            What is left of the budget.
        """
        compiled_within(self._clock, "packing", self._kernel.pack)
        cuts, kinds = cuts[:_MOST_CUTS], np.flatnonzero(relevant)
        steps = min(_MOST_STEPS, _MOST_ENTRIES // ((kinds.size + 1) * (cuts.size + 1)))
        value = self._kernel.pack(
            self.pool.masks, cuts, kinds, self.costs, left + _NOTHING, steps,
            self._table, self._names, self._shares, self._own,
        )  # fmt: skip
        if value > left + _NOTHING and (found := self._whole(cuts, kinds, left)) is not None:
            return self._keep(found)
        self.prices[:] = 0
        self.prices[kinds] = self._own[: kinds.size]
        return None

    def _whole(self, cuts: NDArray[np.int64], kinds: NDArray[np.int64], left: int) -> Packing | None:
        """Return the shares found as whole numbers, if these are a packing, exactly."""
        used = np.flatnonzero(self._shares[: cuts.size] > _NOTHING)
        shares, masks = self._shares[used], self.pool.masks[np.ix_(cuts[used], kinds)].astype(np.int64)
        multiples = shares[:, None] * np.arange(1, _SMALL + 1)
        good = (np.abs(multiples - np.rint(multiples)) < _NOTHING * _SMALL).all(axis=0)
        for whole in [int(good.argmax()) + 1] * bool(good.any()) + [_LARGE]:
            parts = (np.rint if whole <= _SMALL else np.floor)(shares * whole).astype(np.int64)
            if parts.sum() > left * whole and (parts @ masks <= whole * self.costs[kinds]).all():
                common = gcd(whole, *parts.tolist())
                pairs = [(int(c), int(a) // common) for c, a in zip(cuts[used], parts, strict=True) if a]
                return Packing(whole // common, tuple(c for c, _ in pairs), tuple(a for _, a in pairs))
        return None

    def _keep(self, packing: Packing) -> int:
        number, size = len(self.packings), len(packing.cuts)
        self.packings.append(packing)
        if number == self._wholes.size:
            self._wholes, self._starts = np.resize(self._wholes, 2 * number), np.resize(self._starts, 2 * number + 1)
        start = int(self._starts[number])
        if start + size > self._cuts.size:
            self._cuts, self._parts = (np.resize(a, 2 * (start + size)) for a in (self._cuts, self._parts))
        self._cuts[start : start + size], self._parts[start : start + size] = packing.cuts, packing.shares
        self._starts[number + 1], self._wholes[number] = start + size, packing.whole
        self._used(number)
        return number

    def _used(self, number: int) -> None:
        """Try this packing first from now on."""
        if number in self._recent:
            self._recent.remove(number)
        self._recent = [*self._recent[1 - _RECENT :], number]
