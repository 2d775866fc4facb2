"""The scales at which the fewest knots change: exact, each with the bends that prove it (Theorem E).

The bend of the rows a < b < c is forced while the scale is below its *limit*, where the three ends are in line. So the
fewest knots fall only at limits, and a walk at any scale says two things: if it needs more than k knots, then so do all
scales below the (k+1)-th largest limit of its bends; if not, then no larger scale does. The search narrows from both
sides, and ends on the limit itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from flint import fmpq, fmpz

from sparsest.errors import SparsestError
from sparsest.univariate.gates import Gates
from sparsest.univariate.windows import Bend

__all__ = ["Critical", "Run", "Scales", "limit", "simplest_between"]

# How often the search tries the lowest scale that is left, although the last walk says that it will hardly do.
_EVERY = 4


class Critical(NamedTuple):
    """The least scale at which so many knots suffice, and why none does below.

    Parameters
    ----------
    scale : fmpq
        The least scale.
    bends : list of Bend
        By rows: one more than there are knots, those of one sign not overlapping, all with this limit or a larger one;
        or none, and the scale is 0; or none, and the gates at one x do not meet below this scale.
    apart : tuple of int, or None
        These are the gates of two rows at one x, the lower one first.
    """

    scale: fmpq
    bends: list[Bend]
    apart: tuple[int, int] | None = None


@dataclass(frozen=True)
class Run:
    """A walk at one scale: its number of knots, and its bends with their limits, increasing."""

    scale: fmpq
    knots: int
    limits: list[tuple[fmpq | None, Bend]]

    def limit(self, knots: int) -> fmpq:
        """Return a scale beyond this one below which so many knots do not suffice: fewer than here, enough somewhere.

        Examples
        --------
        >>> from sparsest.data import Dataset
        >>> Scales(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1)).at(fmpq(1)).limit(0)
        3/2
        """
        found = self.limits[self.knots - knots - 1][0]
        if found is None:
            raise SparsestError(f"{knots} knots suffice at no scale; please report this")
        return found

    def bound(self, knots: int) -> Critical:
        """Return that scale with the bends that are forced below it.

        Examples
        --------
        >>> from sparsest.data import Dataset
        >>> Scales(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1)).at(fmpq(1)).bound(0).scale
        3/2
        """
        found = [bend for _, bend in self.limits[self.knots - knots - 1 :]]
        return Critical(self.limit(knots), sorted(found, key=itemgetter(1)))


class Scales:
    """Walks through the gates of a data set at one scale after another, all remembered.

    Parameters
    ----------
    gates : Gates
        The gates, their labels inside.
    progress : callable, optional
        Called after each walk with the number of rows.
    """

    def __init__(self, gates: Gates, progress: Callable[[int], object] | None = None) -> None:
        self.gates, self._progress, self._runs = gates, progress, list[Run]()

    @cached_property
    def start(self) -> Critical:
        """The least scale at which the gates at each x meet; 0 unless several rows share an x.

        Examples
        --------
        >>> from sparsest.data import Dataset
        >>> Scales(Gates.within(Dataset([0, 0], [1, 4], ties="gates"), 2)).start
        Critical(scale=3/2, bends=[], apart=(0, 1))
        """
        found = Critical(fmpq(0), [])
        labels, below, above = self.gates.labels, self.gates.below, self.gates.above
        while pairs := self.gates.at(found.scale).apart:
            # Widths that are part of a gate's end are finite; and they are not both 0, as the gates meet in the end.
            limits = [((labels[b] - labels[a]) / ((below[b] or 0) + (above[a] or 0)), (a, b)) for a, b in pairs]
            scale, rows = max(limits, key=itemgetter(0))
            found = Critical(scale, [], rows)
        return found

    def at(self, scale: fmpq) -> Run:
        """Return the walk at a scale from `start` on.

        Examples
        --------
        >>> from sparsest.data import Dataset
        >>> Scales(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1)).at(fmpq(2)).knots
        0
        """
        known = next((run for run in self._runs if run.scale == scale), None)
        if known is None:
            walk, ends = self.gates.walk(scale)
            limits = [(limit(self.gates, bend), bend) for bend in map(ends.rows, walk.bends)]
            known = Run(scale, len(limits), sorted(limits, key=_size))
            self._runs.append(known)
            if self._progress is not None:
                self._progress(len(self.gates.labels))
        return known

    def least(self, knots: int, high: fmpq) -> Critical:
        """Return the least scale at which so many knots suffice; at `high` they do.

        Examples
        --------
        >>> from sparsest.data import Dataset
        >>> Scales(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 2)).least(0, fmpq(2)).scale
        3/2
        """
        low, turn, near = self.start, 0, True
        for run in self._runs:
            if run.knots <= knots:
                high = min(high, run.scale)
            elif run.limit(knots) > low.scale:
                low = run.bound(knots)
        while low.scale < high:
            # Either the lowest scale that is left, where the search can end, or one in the middle.
            lowest, turn = near or turn % _EVERY == 0, turn + 1
            run = self.at(low.scale if lowest else simplest_between(*_middle(low.scale, high)))
            if run.knots <= knots:
                high, near = run.scale, False
            else:
                low, near = run.bound(knots), not lowest and run.knots <= knots + 2
        return low


def _size(found: tuple[fmpq | None, Bend]) -> tuple[bool, fmpq]:
    return found[0] is None, found[0] or fmpq(0)


def _middle(low: fmpq, high: fmpq) -> tuple[fmpq, fmpq]:
    return (2 * low + high) / 3, (low + 2 * high) / 3


def simplest_between(low: fmpq, high: fmpq) -> fmpq:
    """Return the rational of least denominator in [low, high], 0 <= low < high: what is computed with it stays short.

    Examples
    --------
    >>> simplest_between(fmpq(3, 10), fmpq(2, 5)), simplest_between(fmpq(1, 2), fmpq(7, 2))
    (1/3, 1)
    """
    whole = list[fmpz]()
    while (least := low.ceil()) > high:
        # Both have one whole part, and are not it.
        whole.append(least - 1)
        low, high = 1 / (high - whole[-1]), 1 / (low - whole[-1])
    found = fmpq(least)
    for part in reversed(whole):
        found = part + 1 / found
    return found


def limit(gates: Gates, bend: Bend) -> fmpq | None:
    """Return the scale from which on a bend is no longer forced, None if it always is; its rows' ends are finite.

    Examples
    --------
    >>> from sparsest.data import Dataset
    >>> limit(Gates.within(Dataset([0, 1, 2], [0, 3, 0]), 1), Bend(-1, 0, 1, 2))
    3/2
    """
    x, y = gates.data.flint.x, gates.labels
    outer, inner = (gates.above, gates.below) if bend.sign < 0 else (gates.below, gates.above)
    sign, a, b, c = bend
    at_a, at_b, at_c = (x[gates.points[row]] for row in (a, b, c))
    right, left = at_b - at_a, at_c - at_b  # the weights of c and of a
    height = y[b] * (left + right) - y[a] * left - y[c] * right
    width = (inner[b] or 0) * (left + right) + (outer[a] or 0) * left + (outer[c] or 0) * right
    return None if width == 0 else sign * height / -width
