"""Lower bounds from some of the points: what interpolates all of them interpolates these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sparsest.multivariate.tree import Tree
from sparsest.points import Points

__all__ = ["LowerBound", "some_points", "subset_sizes"]

# From so few points on, one more at a time.
_FEWEST, _MOST = 4, 10


class LowerBound(NamedTuple):
    """How a lower bound is proved: a tree for all points (`points` is None) or for some, or the regions of some.

    Examples
    --------
    >>> LowerBound(None, (0, 2)).name, LowerBound().name
    ('regions', 'labels')
    """

    tree: Tree | None = None
    points: tuple[int, ...] | None = None

    @property
    def name(self) -> str:
        """Return what the bound rests on: "tree", "tree of a subset", "regions" or "labels"."""
        if self.points is None:
            return "labels" if self.tree is None else "tree"
        return "regions" if self.tree is None else "tree of a subset"

    def to_json(self) -> dict[str, Sequence[int]]:
        """Return which points a certificate has to name."""
        if self.points is None:
            return {}
        return {"subset" if self.tree else "regions": self.points}


def subset_sizes(points: Points, lower: int) -> range:
    """Return how many points it is worth to choose: labels in general position need as many parameters.

    Examples
    --------
    >>> list(subset_sizes(Points([[k] for k in range(20)], range(1, 21)), 6))
    [7, 8, 9, 10]
    """
    return range(max(lower + 1, _FEWEST), min(_MOST + 1, len(points)))


def some_points(points: Points, size: int, seed: int = 0) -> tuple[tuple[int, ...], Points]:
    """Return the numbers of so many points, those with labels other than 0 first, and the points.

    Examples
    --------
    >>> some_points(Points([[0], [1], [2], [3]], [0, 4, 0, 5]), 2)[0]
    (1, 3)
    """
    order = np.random.default_rng(seed).permutation(len(points)).tolist()
    order.sort(key=lambda i: points.flint.y[i] == 0)
    chosen = tuple(sorted(order[:size]))
    return chosen, Points([points.x[i] for i in chosen], [points.y[i] for i in chosen])
