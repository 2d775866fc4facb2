"""Exact numbers on the axes of a picture: where each is drawn, as a float, and what the ticks are called.

Ordinary data are drawn as the floats next to them. Where floats would overflow, lose all digits or merge the points
(10^400, 1e-400, 10^20 to 10^20 + 1), an axis is mapped to [0, 1] exactly before anything becomes a float, and its ticks
are exact round numbers with their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.exact.decimals import binary_exponent, decimal_exponent, format_decimal, format_short, nearest_float

__all__ = ["Scale"]

# Powers of two: what floats can draw, and how much smaller than its numbers a range may be.
_LEAST, _LARGEST, _FINEST = -900, 900, -24
_TICKS, _LONG_TICK = 6, 10
_MARGIN = fmpq(3, 100)


class Scale(NamedTuple):
    """One axis: the range that is drawn, and whether its numbers are drawn as they are.

    Parameters
    ----------
    low, high : fmpq
        The least and largest number.
    ordinary : bool
        Whether floats do.

    Examples
    --------
    >>> Scale.of([fmpq(1), fmpq(3)]).floats([fmpq(2)]), Scale.of([fmpq(0), fmpq(10) ** 400]).floats([fmpq(10) ** 399])
    ([2.0], [0.1])
    """

    low: fmpq
    high: fmpq
    ordinary: bool

    @classmethod
    def of(cls, values: Iterable[fmpq]) -> Scale:
        """Return the scale of an axis that has room for all the values, at least one.

        Examples
        --------
        >>> Scale.of([fmpq(10) ** 400]).ordinary
        False
        """
        known = list(values)
        low, high = min(known), max(known)
        sizes = [binary_exponent(value) for value in (low, high, high - low) if value != 0]
        fine = high == low or binary_exponent(high - low) >= max(sizes) + _FINEST
        return cls(low, high, fine and all(_LEAST <= e <= _LARGEST for e in sizes))

    def floats(self, values: Iterable[fmpq]) -> list[float]:
        """Return where the values are drawn."""
        if self.ordinary:
            return [nearest_float(value) or 0.0 for value in values]
        if self.low == self.high:
            return [0.5 for _ in values]
        return [nearest_float((value - self.low) / (self.high - self.low)) or 0.0 for value in values]

    def ends(self) -> tuple[fmpq, fmpq]:
        """Return numbers a little outside the range.

        Examples
        --------
        >>> Scale.of([fmpq(0), fmpq(10) ** 400]).ends()[0] < 0
        True
        """
        if self.ordinary:
            left, right = self.floats((self.low, self.high))
            beside = 0.03 * (right - left) or 1.0
            return fmpq(*(left - beside).as_integer_ratio()), fmpq(*(right + beside).as_integer_ratio())
        margin = _MARGIN * (self.high - self.low)
        return self.low - margin, self.high + margin

    def ticks(self) -> tuple[Sequence[fmpq], Sequence[str], str]:
        """Return the ticks of an axis that is not ordinary, their names, and what to add to the name of the axis.

        Where their names would be long, the ticks are distances from the least number.

        Examples
        --------
        >>> Scale.of([fmpq(0), fmpq(10) ** 400]).ticks()[1]
        ['0', '2e399', '4e399', '6e399', '8e399', '1e400']
        >>> Scale.of([fmpq(10) ** 400, fmpq(10) ** 400 + 4]).ticks()[1:]
        (['+0', '+1', '+2', '+3', '+4'], ', from about 1e400 on')
        """
        if self.low == self.high:
            return [self.low], [format_short(self.low)], ""
        step = _round_step((self.high - self.low) / _TICKS)
        first = -(-self.low / step).floor() * step
        if decimal_exponent(max(abs(self.low), abs(self.high))) - decimal_exponent(step) < _LONG_TICK:
            ticks = _multiples(first, step, self.high)
            return ticks, [format_decimal(tick, _LONG_TICK + 2) for tick in ticks], ""
        ticks = _multiples(self.low, step, self.high)
        return ticks, [f"+{format_decimal(tick - self.low)}" for tick in ticks], f", from {format_short(self.low)} on"


def _round_step(least: fmpq) -> fmpq:
    """Return the least of 1, 2, 5 times a power of ten that is not below `least` > 0."""
    unit = fmpq(10) ** decimal_exponent(least)
    return next(unit * k for k in (1, 2, 5, 10) if unit * k >= least)


def _multiples(first: fmpq, step: fmpq, last: fmpq) -> list[fmpq]:
    found = [first]
    while found[-1] + step <= last:
        found.append(found[-1] + step)
    return found
