"""The proof that no network counts at most so much, as certificates have it: `docs/network_certificate_v1.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from sparsest.multivariate.cuts import Cut
from sparsest.multivariate.packing import Packing

__all__ = ["Tree"]


@dataclass(frozen=True)
class Tree:
    """A proof that no interpolating network counts at most `budget`.

    Parameters
    ----------
    budget : int
        b.
    cuts : tuple of tuple of int
        Multipliers for the points as they are.
    packings : tuple of Packing
        Of these cuts.
    nodes : tuple of int
        What each node has, in preorder: the number of a cut, or that of a packing, where these count on from the cuts.
    """

    budget: int
    cuts: tuple[tuple[int, ...], ...]
    packings: tuple[Packing, ...]
    nodes: tuple[int, ...]

    @classmethod
    def of(
        cls, budget: int, nodes: Sequence[int], cuts: Sequence[Cut], packings: Sequence[Packing], scales: Sequence[int]
    ) -> Tree:
        """Return the proof with only the cuts and packings that it uses.

        Parameters
        ----------
        budget : int
            b.
        nodes : sequence of int
            For each node, in preorder, the number of its cut, or ~k for packing k.
        cuts, packings : sequence
            All there are.
        scales : sequence of int, shape (N,)
            By what the cuts' multipliers have to be multiplied: they are for scaled rows.

        Examples
        --------
        >>> import numpy as np
        >>> cuts = [Cut((k, 2), np.zeros(0, np.bool_)) for k in range(4)]
        >>> packings = [Packing(1, (0,), (1,)), Packing(2, (3, 1), (1, 5))]
        >>> tree = Tree.of(2, [3, ~1, 3, ~1], cuts, packings, (1, 2))
        >>> tree.cuts, tree.nodes, tree.packings
        (((3, 4), (1, 4)), (0, 2, 0, 2), (Packing(whole=2, cuts=(0, 1), shares=(1, 5)),))
        """
        packed = dict.fromkeys(k for k in nodes if k < 0)
        own = [packings[~k] for k in packed]
        used = dict.fromkeys([*(k for k in nodes if k >= 0), *(k for packing in own for k in packing.cuts)])
        numbers = {k: number for number, k in enumerate([*used, *packed])}
        return cls(
            budget,
            tuple(_multiplied(cuts[k].multipliers, scales) for k in used),
            tuple(packing.renumbered(numbers) for packing in own),
            tuple(numbers[k] for k in nodes),
        )


def _multiplied(multipliers: Sequence[int], scales: Sequence[int]) -> tuple[int, ...]:
    whole = [a * c for a, c in zip(multipliers, scales, strict=True)]
    common = gcd(*whole)
    return tuple(a // common for a in whole)
