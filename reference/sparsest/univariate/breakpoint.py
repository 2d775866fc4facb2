"""A point of (0, 1) where the minimisers change: an exact real number, known by brackets that shrink on demand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from flint import fmpq

from sparsest.errors import UndecidedError, UsageError
from sparsest.exact.decimals import format_bounds, format_exponent
from sparsest.exact.rationals import as_fraction
from sparsest.exact.zeros import Zero

__all__ = ["MOST_CERTIFIED_DIGITS", "STEP", "Breakpoint", "certified_decimals", "level_of"]

#: Most decimal digits of the breakpoints in a certificate.
MOST_CERTIFIED_DIGITS = 60

#: Cells of (0, 1) are tried in steps of so many bits.
STEP = 4


def level_of(zero: Zero, digits: int) -> int:
    """Return the first level, in steps of 4 bits, whose cell ends below 1 and is narrow enough.

    That is at most 10^-digits wide relative to its lower end.

    Examples
    --------
    >>> from sparsest import Dataset, path
    >>> point = path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0]
    >>> level_of(point.zero, 1), point.zero.cell(8)
    (8, (23/128, 47/256))
    """
    least: int = 10**digits
    level = least.bit_length() // STEP * STEP  # the zero is below 1: no cell of a lower level is so narrow
    while True:
        low, high = zero.cell(level)
        # A bracket that ends with 1 says too little of a zero very close to it: those of certificates end before.
        if low == high or not zero.resolved or (low * (1 << level) >= least and high < 1):
            return level
        level += STEP


class Breakpoint:
    """A point of (0, 1) where the minimisers change, as an exact real number known by its brackets.

    Made by `path`. `resolved` is False where a zero of even order, or a cluster of zeros, could not be resolved: then
    the minimisers may change, or merely tie, somewhere in the bracket. A *threshold* that rests on such a zero may lie
    anywhere from there on: its enclosure reaches to 1.
    """

    __slots__ = ("_high", "_zeros")

    def __init__(self, zeros: list[Zero], *, threshold: bool = False) -> None:
        self._zeros = zeros
        self._high = fmpq(1) if threshold and not self.resolved else None

    @property
    def resolved(self) -> bool:
        """Whether the bracket holds exactly one change, a simple sign change with a derivative that is not 0."""
        return all(zero.resolved for zero in self._zeros)

    def enclosure(self, digits: int = 17) -> tuple[Fraction, Fraction]:
        """Return rationals low <= breakpoint <= high, at most 10^-digits apart relative to its size if resolved.

        They depend on the number and the digits alone, whatever was asked before. Breakpoints closer to
        each other than that have enclosures that meet.

        Raises
        ------
        UsageError
            If `digits` is out of range.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> low, high = path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].enclosure(30)
        >>> high - low <= Fraction(1, 10**30)
        True
        """
        if not 1 <= digits <= 10_000:
            raise UsageError(f"digits = {digits} is out of range; ask for 1 to 10000")
        low, high = self.zero.cell(level_of(self.zero, digits))
        return as_fraction(low), as_fraction(high if self._high is None else self._high)

    def decimals(self, digits: int = 17) -> tuple[str, str]:
        """Return `enclosure` as decimals of so many places (below 1/10 so many digits), rounded outwards.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].decimals(6)
        ('0.180717', '0.180718')
        """
        return format_bounds(*self.enclosure(digits + 2), digits)

    @property
    def zero(self) -> Zero:
        """The zero that stands for the point."""
        return self._zeros[0]

    @property
    def zeros(self) -> tuple[Zero, ...]:
        """All zeros that are this point; several only where it is known exactly."""
        return tuple(self._zeros)

    @property
    def place(self) -> str:
        """Where it lies, in words, to 16 digits; a bracket where it could not be narrowed down.

        Examples
        --------
        >>> from sparsest import Dataset, path
        >>> path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints[0].place
        'near 0.1807173637058173'
        """
        try:
            return f"near {format_exponent(self.enclosure()[0])}"
        except UndecidedError:
            return "in [{}, {}]".format(*(format_exponent(end, 6) for end in self.bracket))

    @property
    def bracket(self) -> tuple[fmpq, fmpq]:
        """The present bracket, disjoint from those of the other breakpoints of its path."""
        return self._zeros[0].low, self._zeros[0].high

    def __repr__(self) -> str:
        return f"<Breakpoint {self.place}>"


def certified_decimals(points: Sequence[Breakpoint], digits: int) -> tuple[list[list[str]], int]:
    """Return decimals of the breakpoints of a certificate, and how many digits tell them apart, as a claim must.

    Raises
    ------
    UndecidedError
        If a breakpoint is not resolved: then there is no proof to write down.
    UsageError
        If more than 60 digits are asked for.

    Examples
    --------
    >>> from sparsest import Dataset, path
    >>> certified_decimals(path(Dataset.from_gaps([1, 100, 100, 1])).breakpoints, 6)
    ([['0.180717', '0.180718']], 6)
    """
    if digits > MOST_CERTIFIED_DIGITS:
        raise UsageError(f"digits = {digits} is more than a certificate takes; ask for {MOST_CERTIFIED_DIGITS} or less")
    for point in points:
        if not point.resolved:
            raise UndecidedError(f"{point!r} has no proof: a zero of even order, or zeros too close to tell apart")
    while True:
        shown = [list(point.decimals(digits)) for point in points]
        if all(Decimal(a[1]) < Decimal(b[0]) for a, b in pairwise(shown)):
            return shown, digits
        digits += digits
