"""The exact range of a network of several inputs over a box, or proved bounds of it when the time is up.

Branch and bound: a box is closed if its bounds add nothing to what is attained at corners and along lines; if its lines
are few, it is settled by looking along all of them (see `flats`); otherwise it is halved. What counts as few grows with
the work done so far: so every box is settled in the end, and looking too early costs no more than all before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from flint import fmpq

from sparsest.errors import DataError, UsageError, short
from sparsest.exact.clock import Clock, check_seconds
from sparsest.exact.rationals import RationalLike, as_fraction, is_sequence, to_rational
from sparsest.multivariate.flats import Crease, Creased, Interval, Place, extremes_on_line, lines
from sparsest.multivariate.network import MultivariateNetwork

__all__ = ["BoxRange", "Taken", "box_range"]

# Operations along lines that are few whatever was done before: some hundredths of a second.
_FEW = 2_000


class Taken(NamedTuple):
    """A value, and an input at which the network takes it."""

    value: Fraction
    x: tuple[Fraction, ...]


@dataclass(frozen=True)
class BoxRange:
    """What is proved of the least and the greatest value of a network over a box.

    Parameters
    ----------
    least, greatest : Taken
        The least and the greatest value that were found, each with an input of the box where the network takes it.
    lower, upper : Fraction
        Proved bounds of all values: lower <= minimum <= least.value, greatest.value <= maximum <= upper.
    """

    least: Taken
    greatest: Taken
    lower: Fraction
    upper: Fraction

    @property
    def exact(self) -> bool:
        """Whether the bounds are attained: then the range is [least.value, greatest.value].

        Examples
        --------
        >>> box_range(MultivariateNetwork([], 1), [0], [1]).exact
        True
        """
        return (self.lower, self.upper) == (self.least.value, self.greatest.value)


def box_range(
    network: MultivariateNetwork,
    low: Sequence[RationalLike],
    high: Sequence[RationalLike],
    *,
    seconds: float | None = None,
) -> BoxRange:
    """Return the exact range of a network over a box, or bounds of it if the time does not suffice.

    Parameters
    ----------
    network : MultivariateNetwork
        f, of d inputs.
    low, high : sequence of rational, shape (d,)
        The box low_i <= x_i <= high_i; an input that is held fixed has both the same.
    seconds : float, optional
        Stop soon after this time, with what is proved by then; without a limit unless told. Bounds of the whole box
        are computed however short it is.

    Returns
    -------
    BoxRange
        `exact` unless the time was limited and did not suffice.

    Raises
    ------
    UsageError
        If the ends are not d each, some low_i > high_i, or seconds is not positive.
    DataError
        If an end is not a finite number.

    Examples
    --------
    >>> from sparsest import MultivariateNeuron
    >>> hat = MultivariateNetwork([MultivariateNeuron.of(v, [1, 1], b) for v, b in ((1, 0), (-2, -1), (1, -2))], 2)
    >>> found = box_range(hat, [-1, 0], [1, 1])
    >>> found.least.value, found.greatest, found.exact
    (Fraction(0, 1), Taken(value=Fraction(1, 1), x=(Fraction(1, 1), Fraction(0, 1))), True)
    """
    box = _box(network, low, high)
    check_seconds(seconds)
    clock = Clock(seconds)
    search = _Search(Creased.of(box, (Crease(n.output_weight, n.weights) for n in network.neurons)), clock)
    with clock.within():
        search.run()
    return search.result()


def _box(network: MultivariateNetwork, low: Sequence[RationalLike], high: Sequence[RationalLike]) -> list[Interval]:
    if not isinstance(network, MultivariateNetwork):
        raise UsageError(f"{short(network)} is no network of several inputs; make one: sparsest.MultivariateNetwork")
    for name, ends in (("low", low), ("high", high)):
        if not is_sequence(ends) or len(ends) != network.dimension:
            raise UsageError(f"{name} = {short(ends)}: give a list of {network.dimension} numbers, one for each input")
    box = [(_end(a, "low", i), _end(b, "high", i)) for i, (a, b) in enumerate(zip(low, high, strict=True))]
    for i, (a, b) in enumerate(box):
        if a > b:
            raise UsageError(f"input {i}: the interval [{short(a)}, {short(b)}] is empty; give low <= high")
    return box


def _end(value: RationalLike, name: str, i: int) -> fmpq:
    try:
        return value if isinstance(value, fmpq) else to_rational(value)
    except DataError as error:
        raise DataError(f"{name}, input {i}: {error}") from None


class _Open(NamedTuple):
    """A box that is not settled, by what it may still add to the range, most first."""

    order: tuple[fmpq, int]
    function: Creased
    bounds: Interval


class _Search:
    """The range as far as it is known."""

    def __init__(self, function: Creased, clock: Clock) -> None:
        self._clock, self._open, self._spent, self._made = clock, list[_Open](), 0, 0
        self._least = self._greatest = function.place([low for low, _ in function.box])
        self._add(function)

    def run(self) -> None:
        """Settle all boxes, the most promising first."""
        while self._open:
            _, function, bounds = self._open[0]
            self._clock.check()
            parts = self._parts(function) if self._gain(bounds) > 0 else ()
            # Only now, so that a box that was left in the middle still counts.
            heapq.heappop(self._open)
            for part in parts:
                self._add(part)

    def result(self) -> BoxRange:
        """Return what is proved by now."""
        lower = min([self._least.value, *(entry.bounds[0] for entry in self._open)])
        upper = max([self._greatest.value, *(entry.bounds[1] for entry in self._open)])
        return BoxRange(_taken(self._least), _taken(self._greatest), as_fraction(lower), as_fraction(upper))

    def _parts(self, function: Creased) -> tuple[Creased, ...]:
        """Return the halves of a box, or nothing after having looked along its lines."""
        if function.work > max(_FEW, self._spent):
            self._spent += len(function.creases) * len(function.box)
            return function.halves()
        for line in lines(function, self._worth):
            self._clock.check()
            self._spent += len(line.creases) + 1
            for place in extremes_on_line(line) or ():
                self._see(place)
        return ()

    def _worth(self, flat: Creased) -> bool:
        """Return whether the range may be wider on a flat than is known."""
        self._clock.check()
        self._spent += len(flat.creases) + 1
        return self._gain(flat.bounds()[0]) > 0

    def _add(self, function: Creased) -> None:
        bounds, corners = function.bounds()
        for corner in corners:
            self._see(function.place(corner))
        gain = self._gain(bounds)
        if gain > 0:
            self._made += 1
            heapq.heappush(self._open, _Open((-gain, self._made), function, bounds))

    def _gain(self, bounds: Interval) -> fmpq:
        """Return by how much a box with these bounds might widen the range."""
        return max(self._least.value - bounds[0], bounds[1] - self._greatest.value)

    def _see(self, place: Place) -> None:
        if place.value < self._least.value:
            self._least = place
        elif place.value > self._greatest.value:
            self._greatest = place


def _taken(place: Place) -> Taken:
    return Taken(as_fraction(place.value), tuple(map(as_fraction, place.x)))
