"""The multipliers of a program over signed rays, where only prices change: a compiled simplex method, made exact.

For problems of some points and some hundred rays this takes a fraction of a millisecond. What it says is a proposal:
the basis comes from floats, the multipliers are solved for exactly, and whoever asks has to look at what they prove.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flint import fmpq, fmpz_mat
from numpy.typing import NDArray

from sparsest.multivariate.ahead import compiled_within
from sparsest.multivariate.kinds import Kinds

__all__ = ["Pricer", "pricer"]

# The price of what is no ray, beside those of rays, which are at most some thousand; and how many steps are made.
_PROHIBITIVE, _STEPS = 1e7, 1_000
# More points or rays than this are left to others.
_MOST_POINTS, _MOST_RAYS = 40, 4_000


def pricer(kinds: Kinds, sizes: Sequence[int]) -> Pricer | None:
    """Return what prices the rays of these kinds; None if they are too many, or too large for floats.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> kinds = Kinds(Points([[1], [2]], [0, 3]))
    >>> pricer(kinds, [1] * len(kinds.rays)).multipliers([1] * 2 * len(kinds.rays))
    [-1, 1]
    """
    if len(kinds.rows) > _MOST_POINTS or not 0 < len(kinds.rays) <= _MOST_RAYS:
        return None
    try:
        return Pricer(kinds, sizes)
    except OverflowError:
        return None


class Pricer:
    """Finds multipliers with s F(r) <= price . size for all signed rays, and the largest product with the labels.

    Parameters
    ----------
    kinds : Kinds
        Whose rays they are.
    sizes : sequence of int
        A size for each ray; its outputs are divided by it.

    Raises
    ------
    OverflowError
        If a number is beyond the range of floats.
    """

    def __init__(self, kinds: Kinds, sizes: Sequence[int]) -> None:
        from sparsest.multivariate import pricing_kernel  # only where there is a proof to make

        self._kernel = pricing_kernel
        compiled_within(kinds.clock, "pricing", pricing_kernel.price)
        rays = [(s, k) for s in (1, -1) for k in range(len(kinds.rays))]
        # Each column, exactly, and what its price is multiplied by.
        self._exact = [([s * a for a in kinds.outputs[k]], sizes[k]) for s, k in rays]
        self._exact += [([s * a for a in column], 0) for column in kinds.free for s in (1, -1)]
        self._priced = len(rays)
        rows = len(kinds.rows)
        self._exact += [([int(i == k) for k in range(rows)], 0) for i in range(rows)]
        self._columns, self._labels = self._floats(kinds, rows)
        self._table = np.zeros((rows + 1, len(self._exact) + 1))
        self._start = np.arange(len(self._exact) - rows, len(self._exact))
        self._basis = self._start.copy()

    def _floats(self, kinds: Kinds, rows: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return columns and labels as floats, each row divided by its largest number."""
        columns = np.zeros((rows, len(self._exact)))
        largest = [1] * rows
        for column, size in self._exact:
            kinds.clock.check()
            largest = [max(b, -(-abs(a) // max(size, 1))) for a, b in zip(column, largest, strict=True)]
        for j, (column, size) in enumerate(self._exact[:-rows]):
            kinds.clock.check()
            columns[:, j] = [float(fmpq(a, b * max(size, 1))) for a, b in zip(column, largest, strict=True)]
        labels = [fmpq(y, b) for y, b in zip(kinds.labels, largest, strict=True)]
        greatest = max((abs(a) for a in labels if a != 0), default=fmpq(1))
        scaled = np.array([float(a / greatest) for a in labels])
        columns[np.arange(rows), np.arange(-rows, 0)] = np.where(scaled < 0, -1.0, 1.0)
        return columns, scaled

    def multipliers(self, prices: Sequence[int] | NDArray[np.int64]) -> list[fmpq] | None:
        """Return the multipliers of the best basis at the prices of the signed rays, all with v > 0 first; or None.

        They are exact for that basis. Where floats misled, they may exceed some price.
        """
        whole = np.full(len(self._exact), _PROHIBITIVE)
        whole[: self._priced] = prices
        whole[self._priced : self._start[0]] = 0
        if not self._kernel.price(self._columns, self._labels, whole, self._basis, _STEPS, self._table):
            self._basis = self._start.copy()
            if not self._kernel.price(self._columns, self._labels, whole, self._basis, _STEPS, self._table):
                self._basis = self._start.copy()
                return None
        size = len(self._labels)
        own = [(*self._exact[k], int(whole[k]) if k < self._priced else 0) for k in self._basis.tolist()]
        matrix = fmpz_mat(size, size, [a for column, _, _ in own for a in column])
        try:
            found = matrix.solve(fmpz_mat(size, 1, [factor * price for _, factor, price in own]))
        except ZeroDivisionError:
            return None
        return [found[i, 0] for i in range(size)]
