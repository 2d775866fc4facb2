"""The fewest knots against the tolerance: every step, exactly (Theorem E)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from flint import fmpq

from sparsest.data import Dataset
from sparsest.errors import DataError, UsageError, short
from sparsest.exact.decimals import format_short
from sparsest.exact.rationals import RationalLike, as_fraction, format_rational, to_rational
from sparsest.univariate.gates import Gates
from sparsest.univariate.scales import Scales

__all__ = ["Staircase", "Step", "staircase"]


class Step(NamedTuple):
    """From this tolerance on, it included, so many knots suffice, up to the next step.

    Parameters
    ----------
    tolerance : Fraction
        Exact.
    knots : int
        The fewest knots.
    """

    tolerance: Fraction
    knots: int


@dataclass(frozen=True, repr=False)
class Staircase:
    """The fewest knots of a function within each tolerance. Made by `staircase`.

    Parameters
    ----------
    data : Dataset
        The points.
    steps : tuple of Step
        By increasing tolerance, so by decreasing knots.

    Examples
    --------
    >>> staircase(Dataset([0, 1, 2], [0, 3, 0]))
    <Staircase of 3 points: 2 steps, 1 to 0 knots>
    """

    data: Dataset
    steps: tuple[Step, ...]

    def __repr__(self) -> str:
        knots = f", {self.steps[0].knots} to {self.steps[-1].knots} knots" if self.steps else ""
        return f"<Staircase of {len(self.data)} points: {len(self.steps)} steps{knots}>"

    def to_json(self) -> dict[str, object]:
        """Return the staircase in the schema "sparsest/tolerance/1", JSON-ready, exact numbers as text.

        Examples
        --------
        >>> staircase(Dataset([0, 1, 2], [0, 3, 0])).to_json()["steps"]
        [{'tolerance': '0', 'knots': 1}, {'tolerance': '3/2', 'knots': 0}]
        """
        steps = [{"tolerance": format_rational(tolerance), "knots": knots} for tolerance, knots in self.steps]
        return {"schema": "sparsest/tolerance/1", "steps": steps}


def staircase(
    data: Dataset,
    *,
    most: int | None = None,
    lowest: RationalLike = 0,
    highest: RationalLike | None = None,
    progress: Callable[[int], object] | None = None,
) -> Staircase:
    """Return every tolerance at which the fewest knots change, exactly, from 0 to that of the best line.

    Parameters
    ----------
    data : Dataset
        N >= 1 points; made with `ties="gates"`, several labels at one x are all to be met, and the first step is where
        they can be.
    most : int, optional
        At most so many steps: those of the largest tolerances.
    lowest, highest : rational >= 0, optional
        Steps in this range only. If there is a step below the range, the first one stands at `lowest`.
    progress : callable, optional
        Called after each pass with the number of points.

    Raises
    ------
    UsageError
        If `most` is no positive integer or the range is none.

    Examples
    --------
    >>> [(str(tolerance), knots) for tolerance, knots in staircase(Dataset([0, 1, 2, 3], [0, 3, 0, 5])).steps]
    [('0', 2), ('3/2', 1), ('2', 0)]
    >>> len(staircase(Dataset([0, 1, 2, 3], [0, 3, 0, 5]), most=1).steps)
    1
    """
    if not isinstance(data, Dataset):
        raise UsageError(f"{type(data).__name__} is no data set; make one: sparsest.Dataset(x, y)")
    if most is not None and (type(most) is not int or most < 1):
        raise UsageError(f"most = {short(most)}: give the number of steps, 1 or more")
    low, high = _end("lowest", lowest), None if highest is None else _end("highest", highest)
    if high is not None and high < low:
        raise UsageError(f"highest = {format_short(high)} is below lowest = {format_short(low)}; swap them")
    gates = Gates.within(data, float("inf"))
    enough = max(map(abs, gates.labels))  # for the function 0
    scales = Scales(gates, progress)
    enough = max(low, enough if high is None else min(enough, high))
    steps = list(islice(_downwards(scales, low, enough), most))
    return Staircase(data, tuple(Step(as_fraction(scale), knots) for scale, knots in reversed(steps)))


def _downwards(scales: Scales, lowest: fmpq, highest: fmpq) -> Iterator[tuple[fmpq, int]]:
    """Yield the steps in a range, the one of the largest tolerance first."""
    if highest < scales.start.scale:
        return
    scale, knots = highest, scales.at(highest).knots
    while True:
        least = scales.least(knots, scale).scale
        if least <= lowest:
            yield lowest, knots
            return
        yield least, knots
        if least == scales.start.scale:
            return
        # One knot more is needed right below, or several: then these suffice no earlier.
        scale, knots = least, knots + 1
        while scales.least(knots, scale).scale == least:
            knots += 1


def _end(name: str, value: RationalLike) -> fmpq:
    try:
        found = to_rational(value)
    except DataError as error:
        raise UsageError(f"{name}: {error}") from None
    if found < 0:
        raise UsageError(f"{name} = {format_short(found)} is negative; a tolerance is a number >= 0")
    return found
